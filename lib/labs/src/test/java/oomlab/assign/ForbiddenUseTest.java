package oomlab.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.ipynb.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ForbiddenUseTest {
  private static final ObjectNode METADATA =
      (ObjectNode)
          new JsonMapper()
              .readTree(
                  """
                  {"oomlab": {"forbidden": ["\\\\boomlab\\\\.(explain|check|graded(?!\\\\.Require))\\\\b", "\\\\bTables\\\\.scores\\\\b"]}}
                  """);

  private static List<ForbiddenUse> find(String source) {
    return ForbiddenUse.find(METADATA, List.of(Lab1.cell(Cell.Type.CODE, "q1", "S", 0, source)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import oomlab.explain.Story;",
        "oomlab.graded.Variant.of(world);",
        "import oomlab.graded.*;",
        "oomlab . explain.Story story;",
        "oomlab\n    .explain\n    .Story story;",
        "oomlab./* here */explain.Story story;",
        "oomlab./**/ /* and */\n// here\nexplain.Story story;",
        "var x = oomlab.\\u0065xplain.Story.of(\"\");",
        "String s = \"//\"; oomlab.check.Answers.of(s);",
        "char quote = '\"'; oomlab.check.Answers.of(quote);",
        "String t = \"\"\"\n  \\\"\"\" \"; \"\"\"; oomlab.check.Answers.of(t);",
        "// a comment\roomlab.explain.Story story;",
        "/* one */ oomlab.explain.Story /* two */ story;"
      })
  void findsEveryWayToWriteAName(String source) {
    assertThat(find(source)).hasSize(1);
    assertThat(find(source).get(0).gradeId()).isEqualTo("q1");
    assertThat(find(source).get(0).name()).startsWith("oomlab.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "// I do not use oomlab.explain here.",
        "/* not oomlab.check\n * nor oomlab.explain */ int i;",
        "String s = \"oomlab.explain\";",
        "String s = \"a \\\" oomlab.explain\";",
        "String s = \"\"\"\n  oomlab.check \" \"\" oomlab.explain\n  \"\"\";",
        "int oomlab, explain;",
        "myoomlab.explain.x();",
        // As in a test that was copied to try other numbers.
        "oomlab.graded.Require.that(square(3) == 9, \"three\");",
        "oomlab.explained.x();",
        "oomlab.report.OomReport r; explain();",
        "Tables.scoresOf(1);"
      })
  void findsNothingElse(String source) {
    assertThat(find(source)).isEmpty();
  }

  @Test
  void looksAtCodeOnly() {
    List<Cell> cells =
        List.of(
            Cell.of(Cell.Type.MARKDOWN, "a", "oomlab.explain"),
            Cell.of(Cell.Type.CODE, "b", "Tables\n  .scores(report)"));
    assertThat(ForbiddenUse.find(METADATA, cells))
        .containsExactly(new ForbiddenUse("", "Tables.scores"));
  }

  @Test
  void takesOneLookAtLongCells() {
    assertThat(find("int i;" + " ".repeat(100_000) + "/*" + "x".repeat(90_000))).isEmpty();
    assertThat(find("oomlab" + "\\".repeat(90_000) + "u0065")).isEmpty();
  }
}
