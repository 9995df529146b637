package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import oomlab.book.Project;
import oomlab.grade.Assignment;
import oomlab.grade.CellScore;
import oomlab.grade.GradeStore;
import oomlab.grade.Gradebook;
import oomlab.grade.GradedSubmission;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.Remark;
import oomlab.grade.Submission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the options make of a class's zip, without grading anybody. */
class LmsOptionsTest {
  private static final Path SOURCE = Path.of("notebooks/assignments/lab-oom");
  private static final String CANVAS =
      """
      Student,ID,SIS User ID,SIS Login ID,Section,lab-oom (777)
          Points Possible,,,,,40
      "Byron, Ada",101,S1,ada,A,
      "Ek, Bo",102,S2,bo,A,
      """;

  @TempDir private Path folder = Path.of("");
  private Project project = new Project(Path.of(""));
  private String said = "";

  /** Stands for the command: grades everybody with 30 of 40 points. */
  @Command(name = "grade")
  private static final class Fake implements Runnable {
    private final Project project;
    private final Path out;
    private List<GradedSubmission> finished = List.of();
    private String csv = "";

    @Parameters private List<Path> paths = new ArrayList<>();
    @Mixin private final LmsOptions lms = new LmsOptions();

    Fake(Project project, Path out) {
      this.project = project;
      this.out = out;
    }

    @Override
    public void run() {
      try (lms;
          GradeStore store = GradeStore.open(out)) {
        Assignment assignment = Assignment.read(SOURCE);
        List<GradedSubmission> graded = new ArrayList<>();
        Files.createDirectories(out.resolve("feedback"));
        for (Submission each : lms.find(paths, assignment, project)) {
          CellScore points = new CellScore("q", CellScore.Kind.TESTS, 30, 40, false, "");
          GradedSubmission one =
              new GradedSubmission(
                  each.name(), Status.GRADED, "", List.of(points), List.of(), 1, "k");
          graded.add(one.with(lms.remarks(one)));
          Files.writeString(
              out.resolve("feedback/" + oomlab.grade.SafeName.of(each.name()) + ".html"), "page");
        }
        finished = graded;
        csv = Gradebook.of(List.of("q"), graded).csv(lms.columns());
        lms.write(store, graded);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.ParameterException(
            new CommandLine(this), String.valueOf(e.getMessage()));
      } catch (oomlab.grade.GradeException | java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @BeforeEach
  void makeAProject() {
    project = new Project(folder.resolve("project"));
  }

  private Fake run(int status, String... arguments) {
    Fake fake = new Fake(project, folder.resolve("out"));
    StringWriter words = new StringWriter();
    CommandLine line = new CommandLine(fake);
    line.setErr(new PrintWriter(words)).setOut(new PrintWriter(words));
    int got = line.execute(arguments);
    said = words.toString();
    assertThat(got).as(said).isEqualTo(status);
    return fake;
  }

  private Path zip(String name, String... namesAndTexts) throws Exception {
    Path zip = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndTexts[i]));
        out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return zip;
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Map<String, String> lastColumns(String csv) {
    Map<String, String> last = new TreeMap<>();
    for (String row : csv.split("\r\n", -1)) {
      String[] cells = row.split(",", -1);
      if (cells.length > 3) {
        last.put(
            cells[0], String.join(" ", List.of(cells).subList(cells.length - 3, cells.length)));
      }
    }
    return last;
  }

  @Test
  void takesAClassFromCanvasAndGivesItBack() throws Exception {
    Path zip =
        zip(
            "class.zip",
            "byronada_101_1_lab-oom.ipynb",
            "{}",
            "ekbo_LATE_102_2_lab-oom.ipynb",
            "{}",
            "ekbo_LATE_102_3_lab-oom-1.ipynb",
            "{}",
            "coxcleo_LATE_103_4_lab-oom.ipynb",
            "{}");
    Path times = file("times.csv", "student;time\n102;2026-03-03 12:00\nnobody;2026-03-03 12:00\n");
    Path template = file("grades.csv", CANVAS);
    Fake done =
        run(
            0,
            "--due=2026-03-01T23:59[Europe/Berlin]",
            "--late-penalty=10%",
            "--times=" + times,
            "--export=canvas",
            "--template=" + template,
            "--feedback-zip=" + folder.resolve("fb.zip"),
            zip.toString());
    assertThat(lastColumns(done.csv))
        .containsEntry("submission", "late_days late_submission_penalty score")
        .containsEntry("byronada_101", "0 0 30")
        .containsEntry("ekbo_102", "2 8 22")
        .containsEntry("coxcleo_103", "  30");
    assertThat(folder.resolve("out/canvas.csv"))
        .hasContent(CANVAS.replace("ada,A,", "ada,A,30").replace("bo,A,", "bo,A,22"));
    assertThat(done.finished.get(2).remarks())
        .extracting(Remark::kind)
        .containsExactly("older-attempt", "late");
    assertThat(done.finished.get(2).remarks().get(1).sentence())
        .isEqualTo("it was handed in 2 days late: 8 of its 30 points are taken off, 22 count");
    assertThat(said)
        .contains("--times: \"nobody\" fits no submission.")
        .contains("nothing is taken off: \"coxcleo_103\"")
        .contains("\"coxcleo_103\" has no row in grades.csv: no grade.");
    try (ZipFile read = new ZipFile(folder.resolve("fb.zip").toFile())) {
      assertThat(read.stream().map(Object::toString))
          .containsExactly(
              "byronada_101_1_lab-oom.html",
              "coxcleo_LATE_103_4_lab-oom.html",
              "ekbo_LATE_102_3_lab-oom.html");
    }
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws Exception {
    Path temp = project.state().resolve("tmp");
    if (Files.exists(temp)) {
      try (Stream<Path> left = Files.list(temp)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void readsTimesOfFolders() throws Exception {
    Path own = Files.createDirectories(folder.resolve("submitted/ada/lab-oom"));
    Files.writeString(own.resolve("lab-oom.ipynb"), "{}");
    Files.writeString(own.resolve("timestamp.txt"), "2026-03-02 22:59:00.000001 UTC\n");
    Fake done =
        run(
            0,
            "--due=2026-03-01T23:59+01:00",
            "--late-penalty=1.5",
            folder.resolve("submitted").toString());
    assertThat(lastColumns(done.csv)).containsEntry("ada", "2 3 27");
  }

  @Test
  void withoutADueTimeNothingChanges() throws Exception {
    Fake done = run(0, zip("a.zip", "ada/lab-oom.ipynb", "{}").toString());
    assertThat(done.csv).doesNotContain("late");
    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --late-penalty=1                            | count from --due
          --times=x.csv                               | count from --due
          --due=tomorrow                              | no time with a date
          --due=2026-03-01T23:59                      | names no time zone
          --due=2026-03-01T23:59Z --late-penalty=x    | no penalty for a day
          --due=2026-03-01T23:59Z --late-grace=-1     | 0 or more
          --due=2026-03-01T23:59Z --late-max-days=-1  | 0 or more
          --due=2026-03-01T23:59Z --times=none.csv    | is no file
          --export=moodle                             | need each other
          --template=none.csv                         | need each other
          --export=blackboard --template=none.csv     | canvas or moodle
          --export=moodle --template=none.csv         | is no file
          --feedback-zip=no-such-folder/x.zip         | there is no folder
          """)
  void saysWhatIsWrongInOneSentence(String options, String sentence) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options.split(" +", -1)));
    arguments.add(zip("a.zip", "ada/lab-oom.ipynb", "{}").toString());
    run(2, arguments.toArray(String[]::new));
    assertThat(said.lines().findFirst().orElse("")).contains(sentence).endsWith(".");
    assertNothingIsLeft();
  }

  @Test
  void aZipThatIsRefusedLeavesNothing() throws Exception {
    run(2, zip("a.zip", "ada/lab-oom.ipynb", "{}", "../x", "y").toString());
    assertThat(said).contains("a.zip: \"../x\" leads out of the zip; take it out.");
    assertNothingIsLeft();
    run(2, file("b.zip", "PK").toString());
    assertThat(said).contains("b.zip is no zip, or not a whole one; download it again.");
    assertNothingIsLeft();
  }
}
