package oomlab.ipynb;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts of a cell that students do not get, between two lines that hold nbgrader's delimiters,
 * behind whatever comment sign.
 */
public enum Region {
  /** The solution in an answer cell; nbgrader's {@code clearsolutions.py}. */
  SOLUTION,
  /** Tests that run only when it is graded; {@code clearhiddentests.py}. */
  HIDDEN_TESTS,
  /** How a task is marked; {@code clearmarkingscheme.py}. */
  MARK_SCHEME;

  // \s of Python, which has more than Java's: the separators U+001C to U+001F.
  private static final Pattern INDENTATION =
      Pattern.compile("[\\s\\x1c-\\x1f]*", Pattern.UNICODE_CHARACTER_CLASS);

  /** Returns what a line that begins such a part holds. */
  public String begin() {
    return "BEGIN " + words();
  }

  /** Returns what a line that ends such a part holds. */
  public String end() {
    return "END " + words();
  }

  /** Returns whether the text begins such a part anywhere. */
  public boolean isIn(String source) {
    return source.contains(begin());
  }

  /**
   * Returns the text with each such part, delimiters included, replaced by these lines, indented as
   * the line that begins it. An end without a beginning is dropped, as nbgrader does.
   *
   * @throws NotebookException if a part begins inside another, or does not end
   */
  public String replace(String source, List<String> lines) throws NotebookException {
    List<String> out = new ArrayList<>();
    boolean inside = false;
    for (String line : source.split("\n", -1)) {
      if (line.contains(begin())) {
        if (inside) {
          throw new NotebookException(begin() + " stands inside another one");
        }
        inside = true;
        Matcher indentation = INDENTATION.matcher(line);
        String indent = indentation.lookingAt() ? indentation.group() : "";
        lines.forEach(replacement -> out.add(indent + replacement));
      } else if (line.contains(end())) {
        inside = false;
      } else if (!inside) {
        out.add(line);
      }
    }
    if (inside) {
      throw new NotebookException(begin() + " has no " + end());
    }
    return String.join("\n", out);
  }

  private String words() {
    return name().replace('_', ' ');
  }
}
