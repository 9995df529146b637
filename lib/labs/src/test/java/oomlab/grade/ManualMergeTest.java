package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import oomlab.grade.ManualMerge.Conflict;
import oomlab.grade.ManualMerge.Typed;
import org.junit.jupiter.api.Test;

class ManualMergeTest {
  private static final String HEADER = "submission,grade_id,max_score,score,comment\n";

  private static ManualMerge merge(String ours, String theirs) throws GradeException {
    return ManualMerge.of(
        ManualPoints.parse(HEADER + ours), ManualPoints.parse(HEADER + theirs, "other.csv"));
  }

  @Test
  void takesWhatOnlyOneHas() throws Exception {
    ManualMerge merge =
        merge(
            """
            anna,text,4,3,mine
            ben,text,4,,
            chen,text,4,2,
            dina,text,4,,unit?
            """,
            """
            anna,text,4,,
            ben,text,4,1.5,"two, or three"
            chen,text,4,2.0,yes
            gone,text,4,0,
            dina,text,4,1,unit?
            """);
    assertThat(merge.conflicts()).isEmpty();
    assertThat(merge.taken()).isEqualTo(4);
    assertThat(merge.points().csv().lines())
        .containsExactly(
            HEADER.strip(),
            "anna,text,4,3,mine",
            "ben,text,4,1.5,\"two, or three\"",
            "chen,text,4,2,yes",
            "dina,text,4,1,unit?",
            "gone,text,4,0,");
  }

  @Test
  void whatIsTheSameIsFineAndChangesNothing() throws Exception {
    String table =
        """
        anna,text,4,3,mine
        '=ben,text,4,.5,"a
        b"
        """;
    ManualMerge merge = merge(table, table.replace(",3,", ",3.00,"));
    assertThat(merge.conflicts()).isEmpty();
    assertThat(merge.taken()).isZero();
    assertThat(merge.points().csv()).isEqualTo(ManualPoints.parse(HEADER + table).csv());
  }

  @Test
  void namesConflicts() throws Exception {
    ManualMerge merge =
        merge(
            """
            anna,text,4,3,
            ben,text,4,0,a
            chen,text,4,1,
            dina,text,4,,
            """,
            """
            anna,text,4,2,x
            ben,text,4,0,b
            chen,text,2,1,
            dina,text,5,5,
            """);
    assertThat(merge.conflicts())
        .containsExactly(
            new Conflict("anna", "text", new Typed("3", 4, ""), new Typed("2", 4, "x")),
            new Conflict("ben", "text", new Typed("0", 4, "a"), new Typed("0", 4, "b")),
            new Conflict("chen", "text", new Typed("1", 4, ""), new Typed("1", 2, "")),
            new Conflict("dina", "text", new Typed("", 4, ""), new Typed("5", 5, "")));
    assertThat(merge.taken()).isZero();
  }

  @Test
  void eachOrderTakesTheSame() throws Exception {
    List<String> rows = List.of("", "a,t,4,,\n", "a,t,4,1,\n", "a,t,4,1,x\n", "a,t,4,,x\n");
    for (String one : rows) {
      for (String other : rows) {
        ManualPoints there = merge(one, other).points();
        ManualPoints back = merge(other, one).points();
        assertThat(there.entry("a", "t")).isEqualTo(back.entry("a", "t"));
      }
    }
  }

  @Test
  void aBrokenTableOfTheOtherIsNamed() {
    assertThatThrownBy(() -> merge("", "anna,text,4,5,\n"))
        .isInstanceOf(GradeException.class)
        .hasMessageStartingWith("other.csv, row 2: the score \"5\"");
  }
}
