package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.assign.Release;
import oomlab.grade.NotebookChoice.Found;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenedSubmissionTest {
  private static final String PART = "double part() { return 2.5; }";

  @TempDir private Path folder = Path.of("");
  private Path anna = Path.of("");
  private Assignment assignment = none();
  private byte[] released = {};

  private static Assignment none() {
    try {
      Notebook source = Notebook.parse(TinyLab.source(), NotebookLimits.SUBMISSION);
      Notebook prepared = Release.prepared(source);
      return new Assignment(
          TinyLab.NAME,
          Path.of("nowhere"),
          withRun(source),
          prepared,
          Release.student(source),
          List.of());
    } catch (NotebookException e) {
      throw new AssertionError(e);
    }
  }

  private static Notebook withRun(Notebook source) {
    var metadata = source.metadata();
    metadata.putObject("oomlab").put("run", "runs/hand-in").put("id", "studentId");
    return source.withMetadata(metadata);
  }

  @BeforeEach
  void student() throws IOException {
    anna = Files.createDirectories(folder.resolve("submitted/anna"));
    released = assignment.released().bytes();
  }

  private static byte[] answers(String q1) throws NotebookException {
    return TinyLab.submission(q1, PART, cells -> {});
  }

  private static byte[] right() throws NotebookException {
    return answers(TinyLab.RIGHT);
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = anna.resolve(name);
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    return Files.write(file, content);
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(UTF_8));
  }

  private List<Submission> find() throws IOException {
    return Submission.find(List.of(folder.resolve("submitted")), TinyLab.NAME);
  }

  private OpenedSubmission open() throws IOException {
    assertThat(find()).hasSize(1);
    return OpenedSubmission.open(assignment, find().get(0));
  }

  private String found() throws IOException {
    try (OpenedSubmission opened = open()) {
      return opened.notebook().getClass().getSimpleName() + ": " + opened.notebook().words();
    }
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream((OutputStream) bytes)) {
      for (var each : files.entrySet()) {
        ZipArchiveEntry entry = new ZipArchiveEntry(each.getKey());
        if (each.getKey().endsWith("link")) {
          entry.setUnixMode(0120777);
        }
        zip.putArchiveEntry(entry);
        zip.write(each.getValue());
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny.ipynb",
        "tiny/tiny.ipynb",
        "tiny (1).ipynb",
        "tiny.ipynb (2)",
        "Tiny.ipynb",
        "TINY.IPYNB",
        "tiny-2.ipynb",
        "tiny_final.ipynb",
        "tiny-Copy1.ipynb",
        "tiny.ipynb.json",
        "tiny.ipynb.txt",
        "my lab.ipynb",
        "homework/week 3/Untitled.ipynb",
        "a/b/c/tiny.ipynb",
        "byronada_12345_67890_tiny.ipynb",
        "byronada_LATE_12345_67890_tiny-1.ipynb",
        "tiny/tiny (3).ipynb"
      })
  void findsANotebookOfAnyNameAndPlace(String name) throws Exception {
    write(name, right());
    write(name.contains("/") ? "notes.txt" : "other/notes.txt", "x");
    assertThat(found()).isEqualTo("Chosen: " + name.replaceFirst("^tiny/", ""));
    try (OpenedSubmission opened = open()) {
      assertThat(opened.remarks()).isEmpty();
    }
    assertThat(find().get(0).name()).isEqualTo("anna");
  }

  @Test
  void saysThatThereIsNone() throws Exception {
    assertThat(found()).isEqualTo("None: there is no notebook: no file was handed in");
    write("lab.7z", "7z");
    assertThat(found())
        .isEqualTo("None: there is no notebook: lab.7z was not unpacked: only zips are");
    Files.delete(anna.resolve("lab.7z"));
    write("lab.pdf", "PDF");
    assertThat(found()).isEqualTo("None: there is no notebook among what was handed in: lab.pdf");
    write("chapter 01.ipynb", new String(right(), UTF_8).replace("grade_id", "id"));
    assertThat(found())
        .isEqualTo(
            "None: its notebook, chapter 01.ipynb, has no question of the assignment: it is another"
                + " one, or a program has removed the metadata of its cells");
    // Nor does the right name make one: all that it has in common with the lab is a text.
    write("tiny.ipynb", new String(right(), UTF_8).replaceAll("\"grade_id\":\"[qt]", "$0other_"));
    assertThat(found())
        .isEqualTo(
            "None: none of its notebooks has a question of the assignment: chapter 01.ipynb,"
                + " tiny.ipynb");
    write("tiny (1).ipynb", right());
    assertThat(found()).isEqualTo("Chosen: tiny (1).ipynb");
  }

  @Test
  void aBrokenNotebookIsNoAbsentOne() throws Exception {
    write("my lab.ipynb", "{");
    assertThat(found()).isEqualTo("Chosen: my lab.ipynb");
  }

  @Test
  void aLinkIsNoNotebook() throws Exception {
    Files.createSymbolicLink(anna.resolve("tiny.ipynb"), write("text", "secret"));
    assertThat(found()).startsWith("None: ").contains("tiny.ipynb is no plain file");
  }

  @Test
  void anAnsweredNotebookGoesBeforeAnUntouchedOne() throws Exception {
    write("tiny.ipynb", released);
    write("tiny (1).ipynb", right());
    assertThat(found()).isEqualTo("Chosen: tiny (1).ipynb");
    try (OpenedSubmission opened = open()) {
      assertThat(opened.remarks()).isEmpty();
    }
  }

  @Test
  void theHandedOutNameGoesBeforeCopiesAndSaysSo() throws Exception {
    write("tiny.ipynb", right());
    write("old/tiny.ipynb", answers(TinyLab.WRONG));
    write("tiny-Copy1.ipynb", answers("int twice(int n) { return 1; }"));
    assertThat(found()).isEqualTo("Chosen: tiny.ipynb");
    try (OpenedSubmission opened = open()) {
      assertThat(opened.remarks())
          .singleElement()
          .satisfies(
              remark ->
                  assertThat(remark.sentence())
                      .contains("tiny.ipynb was graded, not old/tiny.ipynb, tiny-Copy1.ipynb"));
    }
  }

  @Test
  void theHandedOutNameIsFoundAmongManyNotebooks() throws Exception {
    for (int i = 0; i < 60; i++) {
      write("book/chapter-%02d.ipynb".formatted(i), i % 2 == 0 ? "{" : "{\"nbformat\": 4}");
    }
    write("x/tiny.ipynb", right());
    assertThat(found()).isEqualTo("Chosen: x/tiny.ipynb");
  }

  @Test
  void aLaterCopyGoesBeforeAnEarlierOne() throws Exception {
    write("tiny-1.ipynb", answers(TinyLab.WRONG));
    write("tiny-2.ipynb", right());
    assertThat(found()).isEqualTo("Chosen: tiny-2.ipynb");
  }

  @Test
  void doesNotGuessBetweenEquals() throws Exception {
    write("one.ipynb", right());
    write("two.ipynb", answers(TinyLab.WRONG));
    assertThat(found())
        .isEqualTo(
            "Several: several notebooks could be meant: one.ipynb, two.ipynb; leave one of them");
    write("two.ipynb", right());
    assertThat(found()).isEqualTo("Chosen: one.ipynb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/hand-in/run.json",
        "hand-in/run.json",
        "my things/runs/hand-in/run.json",
        "runs/hand-in (1)/run.json",
        "runs/hand-in copy/run.json",
        "runs/run.json",
        "run.json",
      })
  void findsTheRunWhereverItLies(String run) throws Exception {
    write("tiny.ipynb", right());
    write(run, "{}");
    try (OpenedSubmission opened = open()) {
      assertThat(opened.files()).containsKeys("runs/hand-in/run.json");
      assertThat(opened.run()).contains(anna.resolve(run).getParent());
    }
  }

  @Test
  void unpacksWhatWasZipped() throws Exception {
    for (Map<String, byte[]> files :
        List.<Map<String, byte[]>>of(
            Map.of("tiny.ipynb", right(), "runs/hand-in/run.json", new byte[] {1}),
            Map.of("lab/tiny (1).ipynb", right(), "lab/runs/hand-in/run.json", new byte[] {1}),
            Map.of("lab\\x.ipynb", right(), "lab\\runs\\hand-in\\run.json", new byte[] {1}))) {
      write("everything.zip", zip(files));
      Path run;
      try (OpenedSubmission opened = open()) {
        assertThat(opened.notebook()).isInstanceOf(Found.Chosen.class);
        assertThat(opened.files()).containsKeys("runs/hand-in/run.json");
        assertThat(opened.remarks()).isEmpty();
        run = opened.run().orElseThrow();
        assertThat(run.resolve("run.json")).exists();
      }
      assertThat(run).doesNotExist();
    }
    byte[] run = zip(Map.of("hand-in/run.json", new byte[] {1}));
    for (Map<String, byte[]> files :
        List.<Map<String, byte[]>>of(
            Map.of("lab/tiny.ipynb", right(), "lab/runs.zip", run),
            Map.of("lab.zip", zip(Map.of("tiny.ipynb", right(), "runs.zip", run))))) {
      write("everything.zip", zip(files));
      try (OpenedSubmission opened = open()) {
        assertThat(opened.notebook()).isInstanceOf(Found.Chosen.class);
        assertThat(opened.files()).containsKeys("runs/hand-in/run.json");
        assertThat(opened.remarks()).isEmpty();
      }
    }
    for (Map<String, byte[]> files :
        List.<Map<String, byte[]>>of(
            Map.of("lab.zip", run),
            Map.of("runs/hand-in/run.json", new byte[] {1}),
            Map.of("hand-in/run.json", new byte[] {1}))) {
      write("everything.zip", zip(files));
      write("tiny.ipynb", right());
      try (OpenedSubmission opened = open()) {
        assertThat(opened.files()).containsKeys("runs/hand-in/run.json");
      }
    }
  }

  @Test
  void refusesAZipThatIsUpToSomething() throws Exception {
    write("tiny.ipynb", right());
    byte[] big = new byte[10 << 20];
    Map<String, byte[]> bomb = new java.util.TreeMap<>();
    for (int i = 0; i < 14; i++) {
      bomb.put("f" + i, big);
    }
    refuses(zip(Map.of("../../evil", big)), "would leave its folder");
    refuses(zip(Map.of("a/..\\..\\evil", big)), "would leave its folder");
    refuses(zip(Map.of("/etc/evil", big)), "would leave its folder");
    refuses(zip(Map.of("C:\\evil", big)), "would leave its folder");
    refuses(zip(Map.of("link", "/etc/passwd".getBytes(UTF_8))), "is a link");
    refuses(zip(Map.of("a", big, "a/b", big)), "is there twice");
    refuses("PK".getBytes(UTF_8), "is no zip");
    write("x.zip", zip(bomb));
    write("y.zip", zip(Map.of("a", new byte[1])));
    try (OpenedSubmission opened = open()) {
      assertThat(opened.remarks())
          .extracting(Remark::sentence)
          .containsExactly(
              "x.zip was not unpacked: it unpacks to more than 134,217,728 bytes",
              "y.zip was not unpacked: with the zips before it, it unpacks to more than"
                  + " 134,217,728 bytes");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all).noneMatch(path -> path.endsWith("evil"));
    }
  }

  private void refuses(byte[] zip, String why) throws Exception {
    write("x.zip", zip);
    try (OpenedSubmission opened = open()) {
      assertThat(opened.notebook().words()).isEqualTo("tiny.ipynb");
      assertThat(opened.files()).doesNotContainKey("x/link");
      assertThat(opened.remarks())
          .singleElement()
          .satisfies(
              remark ->
                  assertThat(remark.sentence())
                      .startsWith("x.zip was not unpacked: ")
                      .contains(why)
                      .hasLineCount(1));
    }
  }

  @Test
  void filesOfAPlatformBelongToTheirStudents() throws Exception {
    Path submitted = folder.resolve("submitted");
    Files.delete(anna);
    Files.write(submitted.resolve("byronada_12_34_tiny.ipynb"), right());
    byte[] run = zip(Map.of("runs/hand-in/run.json", new byte[] {1}));
    Files.write(submitted.resolve("byronada_12_35_runs.zip"), run);
    Files.write(submitted.resolve("hoppergrace_LATE_13_36_tiny-1.ipynb"), right());
    Files.write(submitted.resolve("Alan Turing_77_assignsubmission_file_tiny.ipynb"), right());
    anna = submitted.resolve("Kurt Goedel_78_assignsubmission_file_");
    write("tiny.ipynb", right());
    List<Submission> found = find();
    assertThat(found)
        .extracting(Submission::name)
        .containsExactlyInAnyOrder(
            "byronada_12_34_tiny",
            "hoppergrace_LATE_13_36_tiny-1",
            "Alan Turing_77_assignsubmission_file_tiny",
            "Kurt Goedel_78_assignsubmission_file_");
    for (Submission each : found) {
      try (OpenedSubmission opened = OpenedSubmission.open(assignment, each)) {
        assertThat(opened.notebook()).isInstanceOf(Found.Chosen.class);
        assertThat(opened.run().isPresent()).isEqualTo(each.name().startsWith("byron"));
        assertThat(opened.remarks()).isEmpty();
      }
    }
  }

  @Test
  void aNotebookGivenByItselfHasItsRun() throws Exception {
    Path file = write("tiny.ipynb", right());
    write("runs/hand-in/run.json", "{}");
    write("private.txt", "x");
    Submission one = Submission.find(List.of(file), TinyLab.NAME).get(0);
    assertThat(one.name()).isEqualTo("anna");
    try (OpenedSubmission opened = OpenedSubmission.open(assignment, one)) {
      assertThat(opened.files().keySet()).containsExactly("runs/hand-in/run.json", "tiny.ipynb");
    }
  }

  @Test
  void aFolderOfNotebooksIsAClass() throws Exception {
    Path submitted = folder.resolve("submitted");
    for (String name : List.of("ada.ipynb", "ben.ipynb", "tiny_chen.ipynb", "dina.zip")) {
      Files.write(
          submitted.resolve(name),
          name.endsWith("zip") ? zip(Map.of("a.ipynb", right())) : right());
    }
    assertThat(find())
        .extracting(Submission::name)
        .containsExactlyInAnyOrder("ada", "anna", "ben", "dina", "tiny_chen");
    for (Submission each : find()) {
      try (OpenedSubmission opened = OpenedSubmission.open(assignment, each)) {
        assertThat(opened.notebook() instanceof Found.Chosen)
            .isEqualTo(!each.name().equals("anna"));
      }
    }
  }

  @Test
  void aKeyDoesNotDependOnWhereAZipWasUnpacked() throws Exception {
    write("lab.zip", zip(Map.of("tiny.ipynb", right(), "runs/hand-in/run.json", new byte[] {1})));
    Grader grader = new Grader(assignment, "1");
    String key = grader.key(find().get(0));
    assertThat(key).isNotEmpty().isEqualTo(grader.key(find().get(0)));
    write("lab.zip", zip(Map.of("tiny.ipynb", right(), "runs/hand-in/run.json", new byte[] {2})));
    assertThat(grader.key(find().get(0))).isNotEmpty().isNotEqualTo(key);
  }

  @Test
  void instructorsFilesComeBeforeStudents() throws Exception {
    Path own = Files.createDirectories(folder.resolve("own/data"));
    Files.writeString(own.resolve("x.csv"), "instructor");
    Files.writeString(folder.resolve("own/table"), "instructor");
    write("data", "student");
    write("table/a", "student");
    write("mine", "student");
    Map<String, Path> students =
        Map.of(
            "data", anna.resolve("data"),
            "table/a", anna.resolve("table/a"),
            "mine", anna.resolve("mine"));
    Path into = Files.createDirectory(folder.resolve("into"));
    SubmissionFiles.of(Optional.of(folder.resolve("own")), students).copy(into);
    assertThat(into.resolve("data/x.csv")).hasContent("instructor");
    assertThat(into.resolve("table")).hasContent("instructor");
    assertThat(into.resolve("mine")).hasContent("student");
  }
}
