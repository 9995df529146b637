package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.UnresolvedReferenceException;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a failed cell shows. Only red, bold and the reader's own text colour are used, which
 * can be read on light and on dark.
 */
final class ErrorText {
  private static final String BOLD_RED = "\u001b[1;31m";
  private static final String RED = "\u001b[31m";
  private static final String RESET = "\u001b[0m";
  private static final int FRAMES_SHOWN = 30;

  /** Where a snippet stands: the cell's name and the snippet's first line in it, from 1. */
  record Origin(String cell, int firstLine) {}

  private final Map<String, Origin> origins;
  private final Function<DeclarationSnippet, List<String>> missing;

  /** Takes where snippets stand, and what names a definition lacks. */
  ErrorText(Map<String, Origin> origins, Function<DeclarationSnippet, List<String>> missing) {
    this.origins = origins;
    this.missing = missing;
  }

  /** Describes a plain failure of the kernel's own with no Java trace. */
  static CellError plain(String name, String message) {
    List<String> lines = new ArrayList<>();
    lines.add(BOLD_RED + name + RESET + ": " + first(message));
    message.lines().skip(1).forEach(lines::add);
    return new CellError(name, message, lines);
  }

  /** Describes a snippet that does not compile; {@code offset} is its place in the cell. */
  static CellError compilation(String cell, int offset, List<Diag> diagnostics) {
    List<String> lines = new ArrayList<>();
    String summary = "";
    for (Diag each : diagnostics) {
      if (!each.isError()) {
        continue;
      }
      int start = clamp(offset + (int) each.getStartPosition(), cell);
      int end = clamp(offset + (int) each.getEndPosition(), cell);
      String message = words("line %d: %s", line(cell, start), oneLine(each.getMessage(locale())));
      if (summary.isEmpty()) {
        summary = message;
        lines.add(BOLD_RED + "CompilationException" + RESET + ": " + message);
      } else {
        lines.add(message);
      }
      lines.addAll(marked(cell, start, end));
    }
    if (summary.isEmpty()) {
      summary = words("line %d: this is not valid Java", line(cell, clamp(offset, cell)));
      lines.add(BOLD_RED + "CompilationException" + RESET + ": " + summary);
    }
    return new CellError("CompilationException", summary, lines);
  }

  /** Describes source that ends too early. */
  static CellError incomplete(String cell, int offset) {
    int start = offset;
    while (start < cell.length() && Character.isWhitespace(cell.charAt(start))) {
      start++;
    }
    String message =
        words("the statement that starts in line %d is not complete", line(cell, start));
    List<String> lines = new ArrayList<>();
    lines.add(BOLD_RED + "IncompleteSourceException" + RESET + ": " + message);
    lines.addAll(marked(cell, start, start + 1));
    return new CellError("IncompleteSourceException", message, lines);
  }

  /** Describes what a snippet threw, with places given as cells and lines. */
  CellError thrown(Exception thrown) {
    List<String> lines = new ArrayList<>();
    Throwable each = thrown;
    while (each != null) {
      String title = BOLD_RED + name(each) + RESET;
      String message = message(each);
      lines.add(
          (each == thrown ? "" : "Caused by: ")
              + title
              + (message.isEmpty() ? "" : ": " + message));
      List<StackTraceElement> frames =
          Arrays.stream(each.getStackTrace()).filter(ErrorText::concernsTheReader).toList();
      frames.stream().limit(FRAMES_SHOWN).forEach(frame -> lines.add("    at " + place(frame)));
      if (frames.size() > FRAMES_SHOWN) {
        lines.add("    ... " + (frames.size() - FRAMES_SHOWN) + " more");
      }
      each = each.getCause();
    }
    if (name(thrown).equals("java.lang.OutOfMemoryError")) {
      lines.add(
          words(
              "The kernel's heap may grow to %d MiB; what the variables of earlier cells hold stays in it."
                  + " Set large ones to null, or restart the kernel; for more, start Jupyter with"
                  + " JDK_JAVA_OPTIONS=-Xmx2g.",
              Runtime.getRuntime().maxMemory() / (1 << 20)));
    }
    return new CellError(name(thrown), message(thrown), lines);
  }

  private static boolean concernsTheReader(StackTraceElement frame) {
    return !frame.getClassName().startsWith(ErrorText.class.getPackageName() + ".");
  }

  /** Writes one stack frame; snippet code as cell and line. */
  String place(StackTraceElement frame) {
    String file = frame.getFileName();
    Origin origin = file != null && file.startsWith("#") ? origins.get(file.substring(1)) : null;
    if (origin == null) {
      return frame.toString();
    }
    String method = frame.getMethodName();
    String type = frame.getClassName();
    String what = type.isEmpty() ? method : type + "." + method;
    return (what.isEmpty() || what.equals(".") ? "" : what + " ")
        + words("(%s, line %d)", origin.cell(), origin.firstLine() + frame.getLineNumber() - 1);
  }

  /** Returns the line of a position, from 1. */
  static int line(String text, int position) {
    return 1
        + (int) text.substring(0, clamp(position, text)).chars().filter(c -> c == '\n').count();
  }

  private static List<String> marked(String cell, int start, int end) {
    int from = cell.lastIndexOf('\n', Math.max(start - 1, -1)) + 1;
    int to = cell.indexOf('\n', start);
    String text = cell.substring(from, to < 0 ? cell.length() : to);
    int column = start - from;
    int width = Math.max(1, Math.min(end - start, text.length() - column));
    return List.of("    " + text, "    " + " ".repeat(column) + RED + "^".repeat(width) + RESET);
  }

  private static int clamp(int position, String text) {
    return Math.max(0, Math.min(position, text.length()));
  }

  private static String name(Throwable thrown) {
    if (thrown instanceof EvalException eval) {
      return eval.getExceptionClassName();
    }
    return thrown instanceof UnresolvedReferenceException
        ? "UnresolvedReferenceException"
        : thrown.getClass().getName();
  }

  /** Says what a declaration needs that is not defined. */
  String undefined(DeclarationSnippet snippet) {
    return words(
        "%s needs what is not defined: %s",
        snippet.name(),
        missing.apply(snippet).stream()
            .map(ErrorText::named)
            .collect(Collectors.joining(words(", "))));
  }

  private String message(Throwable thrown) {
    if (thrown instanceof UnresolvedReferenceException unresolved) {
      return undefined(unresolved.getSnippet());
    }
    @Nullable String message = thrown.getMessage();
    return message == null ? "" : message;
  }

  /** Names what a definition lacks, which JShell names in English. */
  static String named(String missing) {
    String name = missing.replaceFirst("^\\w+ ", "");
    return switch (missing.substring(0, missing.length() - name.length())) {
      case "class " -> words("class %s", name);
      case "method " -> words("method %s", name);
      case "variable " -> words("variable %s", name);
      default -> missing;
    };
  }

  /** The compiler has its own translations. */
  private static Locale locale() {
    return Words.language() == Language.CHINESE ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
  }

  private static String oneLine(String message) {
    StringBuilder text = new StringBuilder();
    for (String line : message.split("\n", -1)) {
      String part = line.strip().replaceAll("\\s+", " ");
      if (part.isEmpty() || part.matches("(location|位置):.*")) {
        continue;
      }
      String symbol = part.replaceFirst("^(symbol|符号): ?", "");
      text.append(text.length() == 0 ? "" : symbol.equals(part) ? "; " : ": ").append(symbol);
    }
    return text.toString();
  }

  private static String first(String message) {
    return message.lines().findFirst().orElse("");
  }
}
