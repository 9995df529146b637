package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradeStoreTest {
  private static final List<String> HOSTILE =
      List.of(
          "",
          ".",
          "..",
          "../../etc/passwd",
          "a/b",
          "a_b",
          "a\0b",
          "a\nb",
          ".lock",
          "ü",
          "u",
          "=1+1",
          "x".repeat(5000),
          "x".repeat(80),
          "CON",
          "~index",
          "-rf",
          "a b",
          "\ud800");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @Test
  void resumesWithResultsOfTheSameKey() throws Exception {
    try (GradeStore store = GradeStore.open(dir)) {
      for (GradedSubmission one : SyntheticClass.all()) {
        store.put(one);
      }
    }
    try (GradeStore store = GradeStore.open(dir)) {
      for (GradedSubmission one : SyntheticClass.all()) {
        assertThat(store.find(one.submission(), one.key()))
            .isEqualTo(new GradeStore.Found.Kept(one));
      }
      assertThat(store.find("s01", "other")).isInstanceOf(GradeStore.Found.Absent.class);
      assertThat(store.find("nobody", "k")).isInstanceOf(GradeStore.Found.Absent.class);
    }
  }

  @Test
  void refusesASecondGrader() throws Exception {
    try (GradeStore store = GradeStore.open(dir)) {
      assertThat(store.dir()).isEqualTo(dir);
      assertThatThrownBy(() -> GradeStore.open(dir))
          .isInstanceOf(GradeException.class)
          .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
    }
    GradeStore.open(dir).close();
  }

  @Test
  void keepsHostileNamesInsideAndApart() throws Exception {
    Set<String> names = new HashSet<>();
    try (GradeStore store = GradeStore.open(dir)) {
      for (String name : HOSTILE) {
        GradedSubmission one = SyntheticClass.named(name);
        store.put(one);
        assertThat(SafeName.of(name)).matches("[A-Za-z0-9._~-]{1,100}").doesNotStartWith(".");
        names.add(SafeName.of(name));
        if (!name.equals("\ud800")) {
          assertThat(store.find(name, "key")).isEqualTo(new GradeStore.Found.Kept(one));
        }
      }
    }
    assertThat(names).hasSameSizeAs(HOSTILE);
    try (Stream<Path> files = Files.list(dir.resolve("results"))) {
      assertThat(files).hasSameSizeAs(HOSTILE);
    }
  }

  @Test
  void saysThatAResultIsCorrupt() throws Exception {
    try (GradeStore store = GradeStore.open(dir)) {
      GradedSubmission one = SyntheticClass.submission(1);
      store.put(one);
      Path file = dir.resolve("results/s01.json");
      String whole = Files.readString(file);
      for (String broken :
          List.of(
              "",
              "{}",
              "[]",
              "null",
              whole.substring(0, whole.length() / 2),
              whole.replaceFirst("\"score\" : 2.0", "\"score\" : 200.0"),
              whole.replace("GRADED", "?"),
              whole + "x")) {
        Files.writeString(file, broken);
        assertThat(store.find("s01", one.key()))
            .as(broken)
            .isInstanceOf(GradeStore.Found.Corrupt.class);
      }
    }
  }

  @Test
  void keepsNothingOfWhatThisMachineCouldNotRun() throws Exception {
    try (GradeStore store = GradeStore.open(dir)) {
      GradedSubmission one = SyntheticClass.submission(1);
      store.put(one);
      store.put(
          GradedSubmission.without(
              "s01", GradedSubmission.Status.NOT_RUN, "no memory", 0, one.key()));
      assertThat(store.find("s01", one.key())).isEqualTo(new GradeStore.Found.Kept(one));
      GradedSubmission unread =
          GradedSubmission.without("s02", GradedSubmission.Status.FAILED, "no JSON", 0, "");
      store.put(unread);
      assertThat(store.find("s02", "")).isInstanceOf(GradeStore.Found.Absent.class);
    }
  }

  @Test
  void saysWhereATableWasSavedInAnotherEncoding() throws Exception {
    try (GradeStore store = GradeStore.open(dir)) {
      byte[] table = "submission,grade_id,max_score,score,comment\ns1,q1,1,1,好\n".getBytes("GBK");
      Files.write(dir.resolve("manual.csv"), table);
      assertThatThrownBy(store::manual)
          .isInstanceOf(GradeException.class)
          .hasMessage("manual.csv is no UTF-8; save it as CSV in UTF-8.");
    }
  }

  @Test
  void sweepsWhatAnInterruptedGraderLeft() throws Exception {
    Files.createDirectories(dir.resolve("results"));
    Path half = Files.writeString(dir.resolve("results/.part-1"), "{");
    GradeStore.open(dir).close();
    assertThat(half).doesNotExist();
  }
}
