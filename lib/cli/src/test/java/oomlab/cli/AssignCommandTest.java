package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import oomlab.assign.Lab1;
import oomlab.assign.Release;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AssignCommandTest {
  private final Path directory;
  private final Path source;
  private final Path notebook;
  private final Path out;

  AssignCommandTest(@TempDir Path directory) {
    this.directory = directory;
    this.source = directory.resolve("lab1");
    this.notebook = source.resolve("lab1.ipynb");
    this.out = directory.resolve("release");
  }

  /** The lab's tests call a method that none of its cells declares. */
  private static final String IN_PROCESS =
      "warning: cell q1_test: it runs in the student's process, which could deceive it: it does not"
          + " compile with the solutions: line 1: cannot find symbol: method"
          + " check(boolean,java.lang.String); numbers, texts, enums, records, lists, maps, Tablesaw"
          + " tables and XChart charts can be judged from outside\n";

  record Outcome(int status, String out, String err) {}

  @BeforeEach
  void writeSource() throws IOException, NotebookException {
    Files.createDirectories(source);
    Files.write(notebook, Lab1.source().bytes());
  }

  @Test
  void writesTheStudentVersionAndTheFilesBesideIt() throws IOException, NotebookException {
    Files.createDirectories(source.resolve("data/__pycache__"));
    Files.createDirectories(source.resolve("runs/hand-in"));
    Files.createDirectories(source.resolve(".ipynb_checkpoints"));
    for (String file :
        List.of(
            "data/a.csv",
            "data/__pycache__/a",
            "runs/hand-in/run.json",
            ".ipynb_checkpoints/lab1-checkpoint.ipynb",
            "data/solution.ipynb",
            "x.pyc")) {
      Files.writeString(source.resolve(file), "x");
    }
    Outcome done = run(source.toString(), "--out", out.toString());
    assertThat(done)
        .isEqualTo(
            new Outcome(
                0, "Wrote %s/lab1.ipynb.\nCopied 1 files beside it.\n".formatted(out), IN_PROCESS));
    assertThat(files(out)).containsExactly("data/a.csv", "lab1.ipynb");
    assertThat(Files.readAllBytes(out.resolve("lab1.ipynb")))
        .isEqualTo(Release.student(Lab1.source()).bytes());
    for (String file : files(out)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve(file))))
          .isEqualTo("rw-r--r--");
    }
  }

  @Test
  void takesANotebookInThePlaceOfItsFolder() throws IOException {
    Files.writeString(source.resolve("other.ipynb"), "not read");
    assertThat(run(notebook.toString(), "--out", out.toString()).status()).isZero();
    assertThat(files(out)).containsExactly("lab1.ipynb");
  }

  @Test
  void overwritesItsOwnReleaseAndNothingElse() throws IOException, NotebookException {
    String[] arguments = {source.toString(), "--out", out.toString()};
    Path target = out.resolve("lab1.ipynb");
    assertThat(run(arguments).status()).isZero();
    assertThat(run(arguments).status()).isZero();

    Notebook student = Release.student(Lab1.source());
    Cell answer = Lab1.cell(student, "q1").withSource("int square(int n) { return 1; }");
    byte[] work = Lab1.with(student, "q1", answer).bytes();
    Files.write(target, work);
    assertThat(run(arguments).err()).contains("was changed after it was made, in q1; --force");
    assertThat(Files.readAllBytes(target)).isEqualTo(work);

    Files.write(target, Lab1.notebook(Lab1.cell(Cell.Type.RAW, "x", "L", 0, "x")).bytes());
    assertThat(run(arguments).err()).contains("exists and was not made from this source; --force");
    Cell worthless = Lab1.cell(Cell.Type.CODE, "q1_test", "GL", 0, "x");
    Files.write(target, Lab1.with(student, "q1_test", worthless).bytes());
    assertThat(run(arguments).err()).contains("was changed after it was made, in q1_test");
    Files.writeString(target, "keep me");
    assertThat(run(arguments).status()).isEqualTo(2);
    assertThat(target).hasContent("keep me");
    assertThat(run(source.toString(), "--out", out.toString(), "--force").status()).isZero();
    assertThat(Files.readAllBytes(target)).isEqualTo(student.bytes());
  }

  @Test
  void doesNotOverwriteAnotherFileBesideIt() throws IOException {
    Files.writeString(source.resolve("README.md"), "of the lab");
    Files.createDirectories(out);
    Files.writeString(out.resolve("README.md"), "keep me");
    Outcome done = run(source.toString(), "--out", out.toString());
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.err()).contains("README.md exists and is another file; --force overwrites it.");
    assertThat(files(out)).containsExactly("README.md");
    assertThat(out.resolve("README.md")).hasContent("keep me");
  }

  @Test
  void neverWritesOverTheSource() throws IOException {
    byte[] before = Files.readAllBytes(notebook);
    Path link = Files.createSymbolicLink(directory.resolve("link"), source);
    for (Path wrong : List.of(source, source.resolve("release"), link, link.resolve("new/x"))) {
      Outcome done = run(source.toString(), "--out", wrong.toString(), "--force");
      assertThat(done.status()).isEqualTo(2);
      assertThat(done.err()).contains("lies in the source's own folder; choose another");
    }
    assertThat(Files.readAllBytes(notebook)).isEqualTo(before);
    assertThat(files(source)).containsExactly("lab1.ipynb");
  }

  @Test
  void stopsAtErrorsAndWritesNothing() throws IOException, NotebookException {
    Cell task = Lab1.cell(Cell.Type.MARKDOWN, "t1", "T", 4, "Draw.");
    Files.write(notebook, Lab1.with(Lab1.source(), "t1", task).bytes());
    Outcome done = run(source.toString(), "--out", out.toString());
    assertThat(done.status()).isEqualTo(1);
    assertThat(done.err()).startsWith("error: cell 6 (t1): a task that is not locked");
    assertThat(out).doesNotExist();
  }

  @Test
  void lintsAlone() {
    Outcome done = run(source.toString(), "--lint");
    assertThat(done)
        .isEqualTo(
            new Outcome(
                0,
                "info: the notebook: 12 points in 3 cells: 3 by tests, 9 by hand\n" + IN_PROCESS,
                ""));
  }

  @Test
  void writesTheSettingsOfNbgraderOnce() throws IOException {
    Path config = directory.resolve("nbgrader_config.py");
    assertThat(run(source.toString(), "--nbgrader-config", config.toString()).status()).isZero();
    assertThat(config)
        .content()
        .contains(
            "c.ClearSolutions.code_stub = {\"java\": \"// YOUR CODE HERE\\nthrow new"
                + " UnsupportedOperationException(\\\"not done yet\\\");\"}")
        .contains("c.FileNameCollectorPlugin.valid_ext = [\".ipynb\", \".json\"")
        .containsPattern("c.Execute.skip_cells_with_tag = \"[0-9a-f]{32}\"");
    Outcome again = run(source.toString(), "--nbgrader-config", config.toString());
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("exists; --force overwrites it.");
  }

  @Test
  void saysWhatIsWrongWithTheArguments() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    Path text = Files.writeString(directory.resolve("a.txt"), "x");
    assertThat(run(source.toString()).err()).contains("--out DIR").contains("--lint");
    assertThat(run(source.toString(), "--lint", "--out", "x").err()).contains("leave out");
    assertThat(run(empty.toString(), "--lint").err()).contains("there is no notebook");
    assertThat(run(text.toString(), "--lint").err()).contains("is no notebook");
    assertThat(run(directory.resolve("x").toString(), "--lint").err()).contains("does not exist");
    assertThat(run(source.toString(), "--out", text.toString()).err()).contains("is a file");
    assertThat(run(text.toString(), "--lint").status()).isEqualTo(2);
    assertThat(run().status()).isEqualTo(2);
  }

  @Test
  void saysWhereANotebookIsBroken() throws IOException {
    Files.writeString(notebook, "{\"cells\": [");
    Outcome done = run(source.toString(), "--out", out.toString());
    assertThat(done.status()).isEqualTo(1);
    assertThat(done.err()).contains(notebook + ": the notebook is no JSON: line 1").hasLineCount(1);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static Outcome run(String... arguments) {
    return run(new AssignCommand(), arguments);
  }

  static Outcome run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CommandEnd.on(new CommandLine(command));
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int status = line.execute(arguments);
    return new Outcome(status, out.toString(), err.toString());
  }
}
