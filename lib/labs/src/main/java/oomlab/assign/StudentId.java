package oomlab.assign;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.ipynb.Cell;
import tools.jackson.databind.node.ObjectNode;

/** The student id that a notebook's code sets. */
public final class StudentId {
  private StudentId() {}

  /** Returns the variable that an assignment keeps it in; empty for none. */
  public static Optional<String> variable(ObjectNode metadata) {
    return Optional.of(metadata.path("oomlab").path("id").asString(""))
        .filter(name -> !name.isEmpty());
  }

  /** Returns the text that the variable was set to last, outside of comments. */
  public static Optional<String> in(List<Cell> cells, String variable) {
    Pattern declared =
        Pattern.compile("\\b" + Pattern.quote(variable) + "\\s*=\\s*\"([^\"\\\\\\n]*+)\"");
    Optional<String> last = Optional.empty();
    for (Cell cell : cells) {
      if (cell.type() == Cell.Type.CODE) {
        Matcher found = declared.matcher(JavaSource.withoutComments(cell.source()));
        while (found.find()) {
          last = Optional.of(found.group(1));
        }
      }
    }
    return last;
  }
}
