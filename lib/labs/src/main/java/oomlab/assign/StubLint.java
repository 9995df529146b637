package oomlab.assign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import oomlab.ipynb.Region;

/**
 * What becomes of a Java answer when the stub, a statement that throws, stands where the solution
 * was. It looks at brackets and words, it does not parse: hence warnings, never errors.
 */
final class StubLint {
  private static final Pattern TYPE_BODY = Pattern.compile("\\b(class|interface|record|enum)\\b");
  private static final Pattern SWITCH = Pattern.compile("\\bswitch\\b");
  private static final Pattern STATEMENT_MAY_FOLLOW =
      Pattern.compile("(?s)(.*[;{})]|.*[^:]:|.*\\b(else|do)|)");

  private final String[] lines;
  private final String[] bare;
  private final List<String> warnings = new ArrayList<>();

  private StubLint(String source) {
    this.lines = source.split("\n", -1);
    this.bare = JavaText.bare(source).split("\n", -1);
  }

  /** Returns warnings about an answer whose regions are closed. */
  static List<String> warnings(String source) {
    StubLint lint = new StubLint(source);
    lint.look();
    return lint.warnings;
  }

  private void look() {
    StringBuilder before = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].contains(Region.SOLUTION.begin())) {
        inside = true;
        alone(i, Region.SOLUTION.begin());
        place(before.toString().strip(), after(i));
      } else if (lines[i].contains(Region.SOLUTION.end())) {
        inside = false;
        alone(i, Region.SOLUTION.end());
      } else if (!inside) {
        before.append(bare[i]).append('\n');
      }
    }
  }

  private void alone(int line, String delimiter) {
    if (!bare[line].isBlank()) {
      warnings.add(
          "the line of %s holds code, %s, which goes with it"
              .formatted(delimiter, bare[line].strip()));
    }
  }

  /** What stands after the region that begins at this line. */
  private String after(int begin) {
    int end = begin;
    while (end < lines.length && !lines[end].contains(Region.SOLUTION.end())) {
      end++;
    }
    StringBuilder after = new StringBuilder();
    for (int i = end + 1; i < lines.length; i++) {
      after.append(lines[i].contains(Region.SOLUTION.begin()) ? "throw" : bare[i]).append('\n');
    }
    return after.toString().strip();
  }

  private void place(String before, String after) {
    Deque<Integer> open = open(before);
    if (open.isEmpty()) {
      if (!before.isEmpty() && !before.matches("(?s).*[;}]")) {
        warnings.add(
            "a solution begins in the middle of %s: the stub is a statement, and will not compile"
                .formatted(lastLine(before)));
      }
      return;
    }
    int bracket = open.peek();
    String head = before.substring(0, bracket).strip();
    int last = Math.max(head.lastIndexOf(';'), head.lastIndexOf('}'));
    head = head.substring(Math.max(head.lastIndexOf('{'), last) + 1);
    if (before.charAt(bracket) != '{' || head.endsWith("=") || head.endsWith("]")) {
      warnings.add(
          "a solution stands inside an expression: the stub is a statement, and will not compile");
    } else if (TYPE_BODY.matcher(head).find()) {
      warnings.add(
          "a solution stands in a class, not in a method: the stub is a statement, and will not"
              + " compile");
    } else if (SWITCH.matcher(head).find() && before.endsWith("{")) {
      warnings.add("a solution is the whole of a switch: the stub will not compile there");
    } else if (!STATEMENT_MAY_FOLLOW.matcher(before).matches()) {
      warnings.add(
          "a solution begins in the middle of %s: the stub is a statement, and will not compile"
              .formatted(lastLine(before)));
    } else if (!before.endsWith(")") && !after.matches("(?s)(\\}|case\\b|default\\b|else\\b).*|")) {
      warnings.add(
          "behind a solution, %s cannot be reached from the stub, which throws: it will not compile"
              .formatted(after.lines().findFirst().orElse("").strip()));
    }
  }

  /** Returns where the brackets stand that are open at the end, the innermost first. */
  private static Deque<Integer> open(String code) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '{' || c == '(' || c == '[') {
        open.push(i);
      } else if ((c == '}' || c == ')' || c == ']') && !open.isEmpty()) {
        open.pop();
      }
    }
    return open;
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1).strip();
  }
}
