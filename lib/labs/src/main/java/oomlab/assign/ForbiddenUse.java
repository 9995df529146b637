package oomlab.assign;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.ipynb.Cell;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a student's code uses although the assignment asks not to. Only code counts: no comment and
 * no text, but every way to write a name in Java.
 *
 * @param gradeId the cell; empty for a cell of the student's own
 * @param name what is used
 */
public record ForbiddenUse(String gradeId, String name) {
  private static final Pattern BLANKS = Pattern.compile("\\s++");
  private static final Pattern AROUND_DOT = Pattern.compile(" ?\\. ?");
  private static final Pattern ESCAPE = Pattern.compile("\\\\u++([0-9a-fA-F]{4})");

  /**
   * Finds them.
   *
   * @param metadata the assignment's; {@code oomlab.forbidden} in it is a list of regular
   *     expressions over names, written without blanks
   * @param cells the student's; only code is looked at
   */
  public static List<ForbiddenUse> find(ObjectNode metadata, List<Cell> cells) {
    List<ForbiddenUse> uses = new ArrayList<>();
    for (JsonNode each : metadata.path("oomlab").path("forbidden")) {
      Pattern pattern = Pattern.compile(each.asString(""));
      for (Cell cell : cells) {
        if (cell.type() == Cell.Type.CODE) {
          Matcher found = pattern.matcher(code(cell.source()));
          if (found.find()) {
            uses.add(new ForbiddenUse(cell.gradeId(), found.group()));
          }
        }
      }
    }
    return uses;
  }

  /** Returns the code as if it were written without comments, texts and blanks at dots. */
  private static String code(String source) {
    String plain =
        ESCAPE
            .matcher(source)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    return AROUND_DOT
        .matcher(BLANKS.matcher(JavaSource.bare(plain)).replaceAll(" "))
        .replaceAll(".");
  }

  /** Returns the sentence for it. */
  public String sentence() {
    return words("it uses \"%s\", which the assignment forbids", name);
  }
}
