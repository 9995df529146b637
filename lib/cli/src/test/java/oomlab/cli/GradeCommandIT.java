package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import oomlab.assign.Release;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookLimits;
import oomlab.sandbox.Sandbox;
import oomlab.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(300)
class GradeCommandIT {
  private static final Path SOURCE = Path.of("notebooks/assignments/lab-oom/lab-oom.ipynb");

  @TempDir private Path folder = Path.of("");
  private String said = "";

  @BeforeEach
  void handIn() throws Exception {
    Needs.that(
        Files.exists(Path.of("target/oomlab-commands.jar")),
        "target/oomlab-commands.jar is not built");
    Notebook source = Notebook.parse(Files.readAllBytes(SOURCE), NotebookLimits.SUBMISSION);
    write("solved", source.bytes());
    write("untouched", Release.student(source).bytes());
    write("broken", "{".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Files.createDirectories(folder.resolve("submitted/absent"));
  }

  private void write(String name, byte[] notebook) throws Exception {
    Path own =
        Files.createDirectories(folder.resolve("submitted").resolve(name).resolve("lab-oom"));
    Files.write(own.resolve("lab-oom.ipynb"), notebook);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("grade", "--source", SOURCE.toString()));
    if (!Sandbox.here(true).apart()) {
      all.addAll(List.of("--no-isolation", "--no-isolation"));
    }
    all.addAll(List.of(arguments));
    StringWriter words = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(words));
    line.setErr(new PrintWriter(words));
    int status = line.execute(all.toArray(String[]::new));
    said = words.toString();
    return status;
  }

  @Test
  void gradesAClassAndGoesOnWhereItWas() throws Exception {
    Path out = folder.resolve("out");
    String submitted = folder.resolve("submitted").toString();

    int status = run("--out", out.toString(), submitted);

    assertThat(status).as(said).isEqualTo(1);
    assertThat(out.resolve("gradebook.csv")).as(said).exists();
    List<String> rows = Files.readAllLines(out.resolve("gradebook.csv"));
    assertThat(rows).hasSize(5);
    assertThat(rows)
        .as(said)
        .anyMatch(row -> row.startsWith("solved,graded,29,40,3,0,4,2,2,2,3,4,2,2,1,1,2,1,3,"))
        .anyMatch(row -> row.startsWith("untouched,graded,0,40,1,"))
        .anyMatch(row -> row.startsWith("absent,absent,,,,"))
        .anyMatch(row -> row.startsWith("broken,failed,,"));
    assertThat(said)
        .contains("1 without a notebook: no grade, and no 0 either: absent\n")
        .contains("1 could not be read or run: broken\n")
        .contains("2 graded, 2 could not be; results in ");
    assertThat(out.resolve("remarks.csv"))
        .content()
        .contains("broken,warning,failed", "absent,warning,absent");
    assertThat(out.resolve("feedback/solved.html")).content().contains("29</strong> of 40");
    assertThat(out.resolve("feedback/solved.html")).content().doesNotContain("tulip");

    Path result = out.resolve("results/solved.json");
    String before = Files.readString(result);
    Files.writeString(
        out.resolve("manual.csv"),
        Files.readString(out.resolve("manual.csv"))
            .replace("solved,q6_why,3,,", "solved,q6_why,3,2.5,clear words"));
    Files.delete(out.resolve("results/untouched.json"));

    status = run("--out", out.toString(), "--no-feedback", submitted);

    assertThat(status).isEqualTo(1);
    assertThat(said).contains("3 of 4 were graded before");
    assertThat(result).hasContent(before);
    assertThat(out.resolve("gradebook.csv")).content().contains("solved,graded,31.5,40,2,");
    assertThat(out.resolve("manual.csv")).content().contains("solved,q6_why,3,2.5,clear words");
  }

  @Test
  void gradesAPartOnceMoreAndShowsItFirst() throws Exception {
    String out = folder.resolve("out").toString();
    String submitted = folder.resolve("submitted").toString();
    assertThat(run("--out", out, "--no-feedback", submitted)).as(said).isEqualTo(1);
    Path gradebook = Path.of(out, "gradebook.csv");
    Path result = Path.of(out, "results/solved.json");
    String changed = Files.readString(result).replace("\"score\" : 4.0", "\"score\" : 3.0");
    Files.writeString(result, changed);
    String before = Files.readString(gradebook);

    String[] again = {"--again", "q3_points_test", "--out", out, "--no-feedback", submitted};
    assertThat(run(again)).as(said).isEqualTo(3);
    assertThat(said)
        .containsPattern("solved +q3_points_test +3.00 of 4.00 +4.00 of 4.00")
        .containsPattern("solved +sum +27.00 +28.00")
        .doesNotContain("q1_loop_test")
        .contains("could not be graded; see --failures: absent, broken.")
        .contains("Nothing was written.");
    assertThat(result).hasContent(changed);
    assertThat(gradebook).hasContent(before);

    List<String> yes = new ArrayList<>(List.of(again));
    yes.add("--yes");
    assertThat(run(yes.toArray(String[]::new))).as(said).isEqualTo(1);
    assertThat(said).doesNotContain("runs isolated");
    assertThat(gradebook).content().contains("solved,graded,28,40,3,0,3,2,2,2,3,4,");

    write("broken", Files.readAllBytes(SOURCE));
    assertThat(run("--failures", "--yes", "--out", out, "--no-feedback", submitted))
        .as(said)
        .isEqualTo(1);
    assertThat(said).containsPattern("broken +sum +no grade +29.00");
    assertThat(run("--only", "solved", "--yes", "--out", out, "--no-feedback", submitted))
        .as(said)
        .isEqualTo(1);
    assertThat(gradebook)
        .content()
        .contains("solved,graded,29,40,3,")
        .contains("broken,graded,29,40,3,");
    assertThat(run("--only", "nobody", "--out", out, submitted)).isEqualTo(2);
    assertThat(said).contains("--only nobody: there is no submission of this name");
    assertThat(run("--again", "q6_why", "--out", out, submitted)).isEqualTo(2);
    assertThat(said).contains("q6_why is graded by hand");
  }

  @Test
  void refusesWhatItCannotDoInOneSentence() throws Exception {
    Path out = folder.resolve("out");
    String submitted = folder.resolve("submitted").toString();

    assertThat(run("--out", out.toString(), folder.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(said).contains("nowhere is neither a notebook nor a folder with submissions.");
    assertThat(run("--out", out.toString(), "--shard", "3/2", submitted)).isEqualTo(2);
    assertThat(said).contains("--shard 3/2: the first number is from 1 to the second.");
    assertThat(run("--out", out.toString(), "--timeout", "0", submitted)).isEqualTo(2);

    Files.createDirectories(out);
    try (FileChannel other =
            FileChannel.open(
                out.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = Objects.requireNonNull(other.tryLock())) {
      assertThat(held.isValid()).isTrue();
      assertThat(run("--out", out.toString(), submitted)).isEqualTo(1);
      assertThat(said).contains("in use by another grader");
    }
  }
}
