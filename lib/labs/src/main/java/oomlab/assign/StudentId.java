package oomlab.assign;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.ipynb.Cell;
import tools.jackson.databind.node.ObjectNode;

/** The student id that a notebook's code sets. */
public final class StudentId {
  /** A plain text, and then the end of the statement. */
  private static final Pattern TEXT = Pattern.compile("\\s*\"([^\"\\\\\\n]*+)\"\\s*(?:[;,]|\\z)");

  private StudentId() {}

  /** Returns the variable that an assignment keeps it in; empty for none. */
  public static Optional<String> variable(ObjectNode metadata) {
    return Optional.of(metadata.path("oomlab").path("id").asString(""))
        .filter(name -> !name.isEmpty());
  }

  /**
   * Returns the text that the variable was set to last, outside of comments and texts; empty if it
   * was not set, or to what must be computed.
   */
  public static Optional<String> in(List<Cell> cells, String variable) {
    Pattern declared = Pattern.compile("\\b" + Pattern.quote(variable) + "\\s*(\\+?)=(?!=)");
    Optional<String> last = Optional.empty();
    for (Cell cell : cells) {
      if (cell.type() == Cell.Type.CODE) {
        Matcher set = declared.matcher(JavaSource.bare(cell.source()));
        Matcher text = TEXT.matcher(JavaSource.withoutComments(cell.source()));
        while (set.find()) {
          boolean plain =
              set.group(1).isEmpty() && text.region(set.end(), text.regionEnd()).lookingAt();
          last = plain ? Optional.of(text.group(1)) : Optional.empty();
        }
      }
    }
    return last;
  }
}
