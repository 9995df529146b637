package oomlab.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds magics in a cell and rewrites them to Java calls. A line magic stands alone on its line or
 * after the {@code =} of an assignment; what looks like one in a comment, a string or a text block
 * is left alone.
 */
final class MagicSource {
  private static final Pattern LINE =
      Pattern.compile("(?:^|(?<=\\n)|(?<assigned>=))[ \\t]*%(?<call>\\w[^\\r\\n]*)");
  private static final Pattern CELL =
      Pattern.compile("%%(?<call>\\w[^\\r\\n]*)(?:\\R(?<body>.*))?", Pattern.DOTALL);

  private MagicSource() {}

  /** A call of a magic. */
  record Call(String name, List<String> arguments) {}

  /** Rewrites a cell; lines keep their numbers except under a cell magic. */
  static String toJava(String cell) {
    Matcher whole = CELL.matcher(cell);
    if (whole.matches()) {
      Call call = parse(whole.group("call"));
      String body = Optional.ofNullable(whole.group("body")).orElse("");
      return "cellMagic("
          + literal(call.name())
          + ", "
          + list(call)
          + ", "
          + literal(body)
          + ");{};";
    }
    // The empty block keeps the magic's value from being shown as the cell's result.
    return replaced(
        cell, call -> "lineMagic(" + literal(call.name()) + ", " + list(call) + ");{};");
  }

  /**
   * Leaves the magics out of a cell; lines keep their numbers except under a cell magic.
   *
   * @param found told of each one
   */
  static String withoutMagics(String cell, Consumer<Call> found) {
    Matcher whole = CELL.matcher(cell);
    if (whole.matches()) {
      found.accept(parse(whole.group("call")));
      return "";
    }
    return replaced(
        cell,
        call -> {
          found.accept(call);
          return ";";
        });
  }

  private static String replaced(String cell, Function<Call, String> java) {
    if (cell.indexOf('%') < 0) {
      return cell;
    }
    boolean[] code = codePositions(cell);
    StringBuilder text = new StringBuilder();
    Matcher line = LINE.matcher(cell);
    int done = 0;
    while (line.find()) {
      int percent = cell.indexOf('%', line.start());
      if (code[percent]) {
        text.append(cell, done, percent).append(java.apply(parse(line.group("call"))));
        done = line.end();
      }
    }
    return text.append(cell, done, cell.length()).toString();
  }

  /** Splits {@code name arg "arg with blanks"}; a backslash takes a quote or itself literally. */
  static Call parse(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean started = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "\"\\".indexOf(text.charAt(i + 1)) >= 0) {
        i++;
        word.append(text.charAt(i));
        started = true;
      } else if (c == '"') {
        quoted = !quoted;
        started = true;
      } else if (!quoted && Character.isWhitespace(c)) {
        if (started) {
          words.add(word.toString());
        }
        word.setLength(0);
        started = false;
      } else {
        word.append(c);
        started = true;
      }
    }
    if (started) {
      words.add(word.toString());
    }
    return new Call(words.get(0), List.copyOf(words.subList(1, words.size())));
  }

  /** Marks each position that is neither in a comment nor in a string or text block. */
  static boolean[] codePositions(String cell) {
    boolean[] code = new boolean[cell.length()];
    int at = 0;
    while (at < cell.length()) {
      int end = skip(cell, at);
      if (end == at) {
        code[at] = true;
        at++;
      } else {
        at = end;
      }
    }
    return code;
  }

  private static int skip(String cell, int at) {
    if (cell.startsWith("//", at)) {
      int end = cell.indexOf('\n', at);
      return end < 0 ? cell.length() : end;
    }
    if (cell.startsWith("/*", at)) {
      int end = cell.indexOf("*/", at + 2);
      return end < 0 ? cell.length() : end + 2;
    }
    if (cell.startsWith("\"\"\"", at)) {
      return closing(cell, at + 3, "\"\"\"", true);
    }
    if (cell.charAt(at) == '"' || cell.charAt(at) == '\'') {
      return closing(cell, at + 1, cell.substring(at, at + 1), false);
    }
    return at;
  }

  private static int closing(String cell, int from, String quote, boolean severalLines) {
    for (int i = from; i < cell.length(); i++) {
      if (cell.charAt(i) == '\\') {
        i++;
      } else if (cell.startsWith(quote, i)) {
        return i + quote.length();
      } else if (!severalLines && cell.charAt(i) == '\n') {
        return i;
      }
    }
    return cell.length();
  }

  private static String list(Call call) {
    return call.arguments().stream()
        .map(MagicSource::literal)
        .collect(Collectors.joining(", ", "java.util.List.of(", ")"));
  }

  /** Writes a Java string literal. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> literal.append("\\\"");
        case '\\' -> literal.append("\\\\");
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}
