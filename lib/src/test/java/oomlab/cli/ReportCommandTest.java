package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import oomlab.json.Json;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {
  private static final String X86 = "lib/src/test/resources/reports/v4.20-x86_64-global.log";
  private static final String ARM = "lib/src/test/resources/reports/v4.0-arm32-global.log";
  private static final String NAMES = "lib/src/test/resources/reports/v6.1-x86_64-names.log";

  private final Path directory;

  ReportCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  record Outcome(int status, String out, String err) {}

  @Test
  void tellsWhatHappenedInWords() {
    Outcome done = run("", X86);
    assertThat(done.status()).isZero();
    assertThat(done.err()).isEmpty();
    assertThat(done.out())
        .contains("lines 1-116: Linux 4.20.12 on innotek GmbH VirtualBox")
        .contains("oom (pid 6436) asked for one page (GFP_HIGHUSER_MOVABLE|__GFP_ZERO)")
        .contains("Killed: process 6435 (oom), score 957, anonymous memory 5517.8 MiB.")
        .contains("Tasks: 54, largest first");
    assertThat(done.out().lines().filter(l -> l.startsWith("  *"))).hasSize(1);
  }

  @Test
  void printsOneJsonObjectForSeveralFilesInTheirOrder() {
    Outcome done = run("", "--json", X86, ARM);
    assertThat(done.status()).isZero();
    assertThat(Json.readMap(done.out()).get("reports"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .extracting(r -> r.get("file"))
        .containsExactly(X86, ARM);
  }

  @Test
  void explainsAFieldWithoutReadingAFile() {
    Outcome done = run("", "--explain-field", "Anon-RSS");
    assertThat(done.status()).isZero();
    assertThat(done.err()).isEmpty();
    assertThat(done.out())
        .contains("anon-rss: kill line, kB", "Printed by __oom_kill_process in mm/oom_kill.c")
        .contains("anon-rss: reaper line, kB");
  }

  @Test
  void namesTheNearestFieldsWhenThereIsNoneOfThisName() {
    Outcome done = run("", "--explain-field", "totl_vm");
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.out()).isEmpty();
    assertThat(done.err())
        .startsWith("oomlab report: no report has a field \"totl_vm\"; the nearest are total_vm")
        .hasLineCount(1);
  }

  @Test
  void withoutAFileItSaysWhatIsMissing() {
    Outcome done = run("");
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.err())
        .isEqualToIgnoringNewLines("oomlab report: name a log file, or - for standard input");
  }

  @Test
  void readsStandardInput() throws IOException {
    Outcome done = run(Files.readString(Path.of(ARM)), "-", "--json");
    assertThat(done.out()).contains("\"file\" : \"-\"").contains("\"kernel\" : \"4.0.0+\"");
  }

  @Test
  void saysThatThereIsNoReport() {
    Outcome done = run("all is well\n", "-");
    assertThat(done)
        .isEqualTo(new Outcome(1, "", "oomlab report: no oom-killer report in standard input\n"));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Outcome done = run("", X86, directory.resolve("x.log").toString());
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.out()).isEmpty();
    assertThat(done.err())
        .isEqualTo("oomlab report: " + directory.resolve("x.log") + " does not exist\n");
  }

  @Test
  void refusesADirectory() {
    assertThat(run("", directory.toString()).err()).contains("is a directory; name a log file");
  }

  @Test
  void findsNothingInBinaryGarbage() throws IOException {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    Path file = Files.write(directory.resolve("noise"), noise);
    assertThat(run("", file.toString()).status()).isEqualTo(1);
  }

  @Test
  void writesEveryTableAsCsv() throws IOException {
    Path csv = directory.resolve("new").resolve("csv");
    Outcome done = run("", "--csv", csv.toString(), X86, ARM);
    assertThat(done.status()).isZero();
    assertThat(done.out()).isEmpty();
    try (var files = Files.list(csv)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "tasks.csv", "zones.csv", "buddy.csv", "kills.csv", "nodes.csv");
    }
    List<String> tasks = Files.readAllLines(csv.resolve("tasks.csv"));
    assertThat(tasks).hasSize(1 + 54 + 3);
    assertThat(tasks.get(0)).startsWith("file,report,line,pid,uid,tgid,totalVmPages,rssPages");
    assertThat(Files.readAllLines(csv.resolve("buddy.csv"))).hasSize(1 + 3 * 11 + 11);
  }

  @Test
  void quotesNamesThatWouldBreakATable() throws IOException {
    run("", "--csv", directory.toString(), NAMES);
    String tasks = Files.readString(directory.resolve("tasks.csv"));
    assertThat(tasks)
        .contains("\",pid=1,uid=0\"")
        .contains("\" lead trail \"")
        .contains("\"tab\tnl\nesc");
  }

  @Test
  void keepsControlCharactersOfNamesOffTheTerminal() {
    assertThat(run("", NAMES).out()).contains("tab\\tnl\\nesc\\x1b").doesNotContain("\u001b");
  }

  @Test
  void refusesToWriteCsvIntoAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("taken"), "keep me");
    Outcome done = run("", "--csv", file.toString(), X86);
    assertThat(done.status()).isEqualTo(2);
    assertThat(Files.readString(file)).isEqualTo("keep me");
  }

  private static Outcome run(String input, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream newOut = new ByteArrayOutputStream();
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
      int status = new CommandLine(new ReportCommand()).execute(arguments);
      return new Outcome(
          status, newOut.toString(StandardCharsets.UTF_8), newErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }
}
