package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.assign.Lab1;
import oomlab.assign.Release;
import oomlab.assign.TestResult;
import oomlab.assign.VisibleTestRunner;
import oomlab.cli.AssignCommandTest.Outcome;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private final Path directory;
  private final Path release;
  private final Path done;

  CheckCommandTest(@TempDir Path directory) throws IOException, NotebookException {
    this.directory = directory;
    Notebook student = Release.student(Lab1.source());
    this.release = Files.write(directory.resolve("release.ipynb"), student.bytes());
    Notebook answered = answer(student, "id", "String studentId = \"ada\";");
    answered = answer(answered, "q1", "int square(int n) {\n  return n * n;\n}");
    answered = answer(answered, "q4", "So it is.");
    this.done = Files.write(directory.resolve("lab1.ipynb"), answered.bytes());
  }

  @Test
  void saysThatANotebookIsReady() {
    Outcome outcome = run(none(), done.toString(), "--release", release.toString());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("ok       your student id is ada")
        .endsWith("Ready to hand in.\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void countsWhatIsMissing() {
    Outcome outcome = run(none(), release.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .contains(
            "missing  q1 is not done yet\n",
            "missing  grading would take lab1.ipynb, which has answers; this one has none\n")
        .endsWith("Not ready: 5 things are missing.\n");
  }

  @Test
  void tellsHowTheVisibleTestsWent() {
    VisibleTestRunner tests =
        (notebook, folder) -> {
          assertThat(folder).isEqualTo(directory);
          return List.of(
              new TestResult("q1_test", true, ""), new TestResult("q2_test", false, "square(3)"));
        };
    Outcome outcome = run(tests, done.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("ok       q1_test passes\n", "missing  q2_test fails: square(3)\n")
        .endsWith("Not ready: one thing is missing.\n");
  }

  @Test
  void saysThatTheNotebookCannotBeRun() {
    VisibleTestRunner tests =
        (notebook, folder) -> {
          throw new IOException("there is no kernel");
        };
    Outcome outcome = run(tests, done.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("check: there is no kernel\n");
  }

  @Test
  void saysWhatIsWrongWithTheArguments() throws IOException {
    Path broken = Files.write(directory.resolve("broken.ipynb"), new byte[] {(byte) 0xff});
    assertThat(run(none(), directory.toString()).err()).contains("is a folder; name a notebook.");
    assertThat(run(none(), directory.resolve("x").toString()).status()).isEqualTo(2);
    assertThat(run(none()).status()).isEqualTo(2);
    Outcome outcome = run(none(), broken.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("check: " + broken + ": the notebook is not UTF-8 text\n");
  }

  private static VisibleTestRunner none() {
    return (notebook, folder) -> List.of();
  }

  private static Outcome run(VisibleTestRunner tests, String... arguments) {
    return AssignCommandTest.run(new CheckCommand(tests), arguments);
  }

  private static Notebook answer(Notebook notebook, String id, String source) {
    return Lab1.with(notebook, id, Lab1.cell(notebook, id).withSource(source));
  }
}
