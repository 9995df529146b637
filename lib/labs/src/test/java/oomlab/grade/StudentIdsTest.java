package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudentIdsTest {
  private static Map<String, List<Remark>> remarks(Map<String, String> ids) {
    StudentIds all = new StudentIds();
    ids.forEach(all::put);
    return all.remarks();
  }

  @Test
  void namesOfAPlatformAreNobodysFault() {
    assertThat(
            remarks(
                Map.of(
                    "byronada_12_34_lab", "s1815",
                    "hoppergrace_LATE_13_35_lab", "s1906",
                    "Alan Turing_77", "s1912")))
        .isEmpty();
    assertThat(remarks(Map.of("whatever", "s1"))).isEmpty();
  }

  @Test
  void namesThatAreIdsTellWhoseItIs() {
    Map<String, List<Remark>> odd =
        remarks(Map.of("s1", "S1", "s2", "s2 ", "s3-late", "s3", "s4", "s5"));
    assertThat(odd).containsOnlyKeys("s4");
    assertThat(odd.get("s4"))
        .extracting(Remark::sentence)
        .containsExactly(
            "the notebook says it is of \"s5\": the report and the run are those of this id");
  }

  @Test
  void aLongIdIsCut() {
    assertThat(remarks(Map.of("a_1_2_x", "s".repeat(5_000), "b_3_4_x", "S".repeat(5_000))).values())
        .allSatisfy(each -> assertThat(each.get(0).sentence()).hasSizeLessThan(300));
  }

  @Test
  void anIdIsOneStudents() {
    assertThat(remarks(Map.of("a_1_2_x", "s1", "b_3_4_x", "s2", "c_5_6_x", "S2")))
        .containsOnlyKeys("b_3_4_x", "c_5_6_x");
  }
}
