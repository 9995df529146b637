package oomlab.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** Completion, documentation and completeness of code that is being typed. */
final class CodeAssistance {
  private static final String INDENT = "  ";

  /** JDK 25's analysis finds nothing any more once it was asked about the declaration of a type. */
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|enum|record)\\s+[\\p{L}_$]");

  /** What every object has: last in a list, since a reader seldom looks for it. */
  private static final Set<String> OF_OBJECT =
      Set.of(
          "class",
          "equals(",
          "getClass()",
          "hashCode()",
          "notify()",
          "notifyAll()",
          "toString()",
          "wait(");

  private final SourceCodeAnalysis analysis;
  private final SourceComments comments;
  private final Supplier<List<String>> imports;

  /**
   * Takes JShell's analysis, and what it does not have.
   *
   * @param imports of the session, as {@code p.Type} or {@code p.*}
   */
  CodeAssistance(
      SourceCodeAnalysis analysis, SourceComments comments, Supplier<List<String>> imports) {
    this.analysis = analysis;
    this.comments = comments;
    this.imports = imports;
  }

  /** A signature, and the documentation comment where its source is known. */
  record Documented(String signature, Optional<String> comment) {}

  /** Texts that could replace the characters from {@code start} to {@code end} of the cell. */
  record Completions(List<String> matches, int start, int end) {}

  /** Whether a cell could run: complete, incomplete (with the indent to go on with), or invalid. */
  record Completeness(String status, String indent) {}

  /** The statement the cursor is in, and what to put before it so that it can be understood. */
  private record Place(String before, String statement, int start) {}

  /** Completes at a position of the cell, counted in Java chars. */
  Completions complete(String cell, int cursor) {
    String typed = cell.substring(0, cursor);
    String line = typed.substring(typed.lastIndexOf('\n') + 1);
    if (line.matches("\\s*%\\w*")) {
      String begun = line.strip().substring(1);
      List<String> names = Magics.NAMES.stream().filter(name -> name.startsWith(begun)).toList();
      return new Completions(names, cursor - begun.length(), cursor);
    }
    if (!isCode(typed)) {
      return new Completions(List.of(), cursor, cursor);
    }
    Place place = placeAtEnd(typed);
    int[] anchor = new int[1];
    String code = place.before() + place.statement();
    List<String> matches = suggestions(code, anchor);
    int start = anchor[0] - place.before().length() + place.start();
    if (matches.isEmpty() && !place.before().isEmpty()) {
      matches = suggestions(place.statement(), anchor);
      start = anchor[0] + place.start();
    }
    return matches.isEmpty()
        ? new Completions(List.of(), cursor, cursor)
        : new Completions(matches, Math.max(0, Math.min(start, cursor)), cursor);
  }

  private List<String> suggestions(String code, int[] anchor) {
    Set<String> exact = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    Set<String> last = new LinkedHashSet<>();
    boolean member = code.matches("(?s).*\\.\\s*\\w*");
    for (SourceCodeAnalysis.Suggestion each :
        analysis.completionSuggestions(code, code.length(), anchor)) {
      boolean dull = member && OF_OBJECT.contains(each.continuation());
      (dull ? last : each.matchesType() ? exact : others).add(each.continuation());
    }
    exact.addAll(others);
    exact.addAll(last);
    return List.copyOf(exact);
  }

  /** Returns what a match is, in JupyterLab's words: {@code function}, {@code class} and others. */
  static String kind(String match) {
    if (match.endsWith("(") || match.endsWith("()")) {
      return "function";
    }
    if (match.endsWith(".")) {
      return "module";
    }
    if (SourceVersion.isKeyword(match)) {
      return "keyword";
    }
    return match.matches("\\p{Lu}.*\\p{Ll}.*") ? "class" : "instance";
  }

  /** Returns whether what is typed ends outside literals and comments. */
  static boolean isCode(String typed) {
    int at = 0;
    while (at < typed.length()) {
      String end =
          typed.startsWith("//", at)
              ? "\n"
              : typed.startsWith("/*", at)
                  ? "*/"
                  : typed.startsWith("\"\"\"", at)
                      ? "\"\"\""
                      : typed.charAt(at) == '"' ? "\"" : typed.charAt(at) == '\'' ? "'" : "";
      boolean comment = end.equals("\n") || end.equals("*/");
      at += comment ? 2 : Math.max(1, end.length());
      while (!end.isEmpty() && !typed.startsWith(end, at)) {
        at += !comment && at < typed.length() && typed.charAt(at) == '\\' ? 2 : 1;
        if (at >= typed.length()) {
          return false;
        }
      }
      at += end.length();
    }
    return true;
  }

  /** Documents what stands at a position of the cell; empty where nothing is known. */
  List<Documented> inspect(String cell, int cursor) {
    int end = cursor;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    int paren = end;
    while (paren < cell.length() && Character.isWhitespace(cell.charAt(paren))) {
      paren++;
    }
    boolean call = paren < cell.length() && cell.charAt(paren) == '(';
    List<String> attempts = new ArrayList<>();
    if (call) {
      attempts.add(cell.substring(0, paren + 1));
    }
    attempts.add(cell.substring(0, end));
    attempts.add(cell.substring(0, end) + "(");
    attempts.add(cell.substring(0, cursor));
    for (String attempt : attempts) {
      Place place = placeAtEnd(attempt);
      for (String before : new LinkedHashSet<>(List.of(place.before(), ""))) {
        String code = before + place.statement();
        List<Documentation> found = analysis.documentation(code, code.length(), true);
        if (!found.isEmpty()) {
          return found.stream().map(this::documented).toList();
        }
      }
    }
    return List.of();
  }

  private Documented documented(Documentation found) {
    String signature = found.signature();
    Optional<String> comment = Optional.ofNullable(found.javadoc());
    return new Documented(signature, comment.or(() -> comments.of(signature, imports.get())));
  }

  /** Tells whether a cell could run as it is. */
  Completeness completeness(String cell) {
    String rest = MagicSource.toJava(cell);
    CompletionInfo info = analysis.analyzeCompletion(rest);
    while (info.completeness().isComplete()
        && info.completeness() != SourceCodeAnalysis.Completeness.UNKNOWN) {
      rest = info.remaining();
      info = analysis.analyzeCompletion(rest);
    }
    return switch (info.completeness()) {
      case UNKNOWN -> new Completeness("invalid", "");
      case CONSIDERED_INCOMPLETE, DEFINITELY_INCOMPLETE ->
          new Completeness("incomplete", indent(cell));
      default -> new Completeness("complete", "");
    };
  }

  /** Returns the last line's indent, deeper by one step after an opened bracket. */
  static String indent(String cell) {
    String line = cell.stripTrailing();
    line = line.substring(line.lastIndexOf('\n') + 1);
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    return line.endsWith("{") || line.endsWith("(") ? indent + INDENT : indent;
  }

  private Place placeAtEnd(String typed) {
    StringBuilder before = new StringBuilder();
    String rest = MagicSource.toJava(typed);
    // Positions after a rewritten magic would not be those of the cell: look at what follows it.
    int start = 0;
    if (rest.length() != typed.length()) {
      start = typed.lastIndexOf('\n') + 1;
      rest = typed.substring(start);
    }
    while (true) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (!info.completeness().isComplete() || info.remaining().isBlank()) {
        return new Place(before.toString(), rest, start);
      }
      if (!TYPE.matcher(info.source()).find()) {
        for (Snippet snippet : analysis.sourceToSnippets(info.source())) {
          switch (snippet.kind()) {
            case VAR, STATEMENT, EXPRESSION ->
                // JShell reads code that starts with a statement as the body of a method.
                before
                    .append(before.length() == 0 ? ";" : "")
                    .append(info.source().strip())
                    .append('\n');
            default -> {}
          }
        }
      }
      start += rest.length() - info.remaining().length();
      rest = info.remaining();
    }
  }
}
