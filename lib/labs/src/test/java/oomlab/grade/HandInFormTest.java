package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import oomlab.assign.Readiness;
import oomlab.assign.Release;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandInFormTest {
  private static final String PART = "double part() { return 2.5; }";

  @TempDir private Path folder = Path.of("");
  private final Notebook released;

  HandInFormTest() throws NotebookException {
    released = Release.student(parse(TinyLab.source()));
  }

  private static Notebook parse(byte[] bytes) throws NotebookException {
    return Notebook.parse(bytes, NotebookLimits.SUBMISSION);
  }

  private Path write(String name, String q1) throws IOException, NotebookException {
    return Files.write(folder.resolve(name), TinyLab.submission(q1, PART, cells -> {}));
  }

  private List<String> missing(Path file, boolean withRelease)
      throws IOException, NotebookException {
    Notebook notebook = parse(Files.readAllBytes(file));
    return HandInForm.of(
            file, notebook, withRelease ? Optional.of(released) : Optional.<Notebook>empty())
        .stream()
        .filter(line -> !line.ready())
        .map(Readiness.Line::text)
        .toList();
  }

  @Test
  void whatGradingTakesIsReady() throws Exception {
    for (String name : List.of("tiny.ipynb", "tiny (1).ipynb", "my lab.ipynb")) {
      Path file = write(name, TinyLab.RIGHT);
      Files.write(folder.resolve("fresh.ipynb"), released.bytes());
      Files.writeString(folder.resolve("chapter.ipynb"), "{}");
      assertThat(missing(file, true)).isEmpty();
      assertThat(missing(file, false)).isEmpty();
      Files.delete(file);
    }
  }

  @Test
  void saysWhatGradingWouldSayOfSeveral() throws Exception {
    Path file = write("tiny.ipynb", TinyLab.RIGHT);
    write("other.ipynb", TinyLab.WRONG);
    for (boolean withRelease : new boolean[] {true, false}) {
      assertThat(missing(file, withRelease))
          .containsExactly(
              "there are several notebooks with answers; tiny.ipynb was graded, not other.ipynb");
    }
    Path untouched = Files.write(folder.resolve("tiny-2.ipynb"), released.bytes());
    Files.delete(file);
    assertThat(missing(untouched, true))
        .containsExactly("grading would take other.ipynb, which has answers; this one has none");
  }

  @Test
  void saysWhatGradingLeavesOut() throws Exception {
    Path file = write("tiny.ipynb", TinyLab.RIGHT);
    Files.createSymbolicLink(folder.resolve("data.csv"), file);
    assertThat(missing(file, false)).singleElement().asString().endsWith("were left out: data.csv");
    assertThat(missing(Files.copy(file, folder.resolve("tiny.html")), false))
        .containsExactly("its name does not end with .ipynb; grading would not see it");
  }
}
