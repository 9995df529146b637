package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import oomlab.internal.json.ReportJson;
import oomlab.internal.runfile.Json;
import oomlab.report.OomReports;
import oomlab.testing.JsonMaps;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@Isolated("takes standard input and error")
class ReportCommandTest {
  private static final String X86 = "lib/report/src/test/resources/reports/v4.20-x86_64-global.log";
  private static final String ARM = "lib/report/src/test/resources/reports/v4.0-arm32-global.log";
  private static final String NAMES = "lib/report/src/test/resources/reports/v6.1-x86_64-names.log";

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

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
    assertThat(JsonMaps.read(done.out()).get("reports"))
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

  @Test
  void printsTheJsonOfAllReportsAsIfItHadKeptThem() throws IOException {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (String file : List.of(X86, ARM, NAMES)) {
      String text = new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
      OomReports.parse(text).forEach(r -> maps.add(ReportJson.of(r, file)));
    }
    assertThat(run("", "--json", X86, ARM, NAMES).out())
        .isEqualTo(Json.write(Map.of("reports", maps)) + "\n");
    assertThat(run("all is well\n", "--json", "-").out())
        .isEqualTo(Json.write(Map.of("reports", List.of())) + "\n");
  }

  @Test
  void keepsNoReportOfALongLog() throws IOException {
    String report = Files.readString(Path.of(X86));
    Path log = directory.resolve("long.log");
    try (BufferedWriter out = Files.newBufferedWriter(log)) {
      for (int i = 0; i < 40; i++) {
        out.write(report);
        out.write("all is well\n".repeat(250));
      }
    }
    assertThat(run("", "--json", log.toString()).out().lines())
        .filteredOn(line -> line.contains("\"chosenPid\" : 6435"))
        .hasSize(40);
    Path csv = directory.resolve("csv");
    assertThat(run("", "--csv", csv.toString(), log.toString()).status()).isZero();
    List<String> tasks = Files.readAllLines(csv.resolve("tasks.csv"));
    assertThat(tasks).hasSize(1 + 40 * 54);
    assertThat(tasks.get(40 * 54)).startsWith(log + ",40,");
  }

  @Test
  void givesEveryRowTheColumnsOfAllReports() throws IOException {
    run("", "--csv", directory.toString(), ARM, X86, NAMES);
    List<String> zones = Files.readAllLines(directory.resolve("zones.csv"));
    long columns = zones.get(0).chars().filter(c -> c == ',').count();
    assertThat(zones)
        .hasSizeGreaterThan(4)
        .allMatch(z -> z.chars().filter(c -> c == ',').count() == columns);
    assertThat(Files.readString(directory.resolve("zones.csv"))).endsWith("\r\n");
  }

  @Test
  void leavesOldTablesAsTheyWereWhereOneCannotBeReplaced() throws IOException {
    Path old = Files.writeString(directory.resolve("tasks.csv"), "old");
    Files.createDirectories(directory.resolve("nodes.csv").resolve("in the way"));
    Outcome done = run("", "--csv", directory.toString(), X86);
    assertThat(done.status()).isEqualTo(1);
    assertThat(done.err()).contains("cannot write into " + directory).contains("is a directory");
    assertThat(Files.readString(old)).isEqualTo("old");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void readsAGzippedLog() throws IOException {
    Path packed = directory.resolve("x.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(Path.of(X86), out);
    }
    assertThat(run("", packed.toString()).out()).contains("Killed: process 6435 (oom)");
  }

  @Test
  void showsWhatCameBeforeTheEndOfACutGzippedLog() throws IOException {
    Path packed = directory.resolve("x.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      for (int i = 0; i < 20; i++) {
        Files.copy(Path.of(X86), out);
      }
    }
    byte[] whole = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(whole, whole.length - 100));
    Outcome done = run("", "--json", packed.toString());
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.err()).contains("cannot read " + packed);
    assertThat(JsonMaps.read(done.out())).containsKey("reports");
    Path csv = Files.createDirectory(directory.resolve("csv"));
    assertThat(run("", "--csv", csv.toString(), packed.toString()).status()).isEqualTo(2);
    assertThat(csv).isEmptyDirectory();
  }

  @Test
  void showsOneReportOfAllInputs() {
    Outcome done = run("", "--only", "2", X86, ARM);
    assertThat(done.status()).isZero();
    assertThat(done.out()).startsWith(ARM).doesNotContain(X86);
  }

  @Test
  void saysHowManyReportsThereAreIfThereIsNoSuchOne() {
    assertThat(run("", "--only", "3", X86, ARM))
        .isEqualTo(new Outcome(1, "", "oomlab report: there is no report 3: there are 2\n"));
    assertThat(run("", "--only", "0", X86))
        .isEqualTo(new Outcome(2, "", "oomlab report: --only 0: reports are counted from 1\n"));
  }

  @Test
  void leavesOutReportsBeforeAMomentOfTheKernelsClock() {
    assertThat(run("", "--since", "81399.968234", X86).status()).isZero();
    assertThat(run("", "--since", "81399.968235", X86))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "oomlab report: no oom-killer report since 81399.968235 in %s\n".formatted(X86)));
  }

  @Test
  void leavesOutReportsBeforeADate() {
    String log =
        """
        Nov 22 08:53:59 host kernel: [    1.000000] Out of memory: Killed process 11 (init).
        Nov 22 08:54:00 host kernel: [    2.000000] Out of memory: Killed process 12 (init).
        Nov 23 08:54:00 host kernel: [    3.000000] Out of memory: Killed process 13 (init).
        """;
    assertThat(run(log, "-", "--since", "2026-11-22 08:54").out())
        .doesNotContain("process 11")
        .contains("process 12")
        .doesNotContain("process 13");
    // The clock says 22 November 2026, so that the last line is of the year before.
    assertThat(run(log, "-", "--since", "2026-01-01").out())
        .contains("process 11")
        .contains("process 12")
        .doesNotContain("process 13");
    assertThat(run(log, "-", "--since", "2026-11-22T09:54:00+01:00", "--only", "1").out())
        .contains("process 12");
  }

  @Test
  void keepsReportsWithoutAReadableTimeAndSaysSo() {
    Outcome done = run("", "--since", "2026-11-22", X86);
    assertThat(done.status()).isZero();
    assertThat(done.out()).contains("Killed: process 6435");
    assertThat(done.err())
        .isEqualTo(
            "oomlab report: 1 of the reports shown has no time that can be compared with"
                + " --since 2026-11-22\n");
  }

  @Test
  void refusesAMomentThatIsNone() {
    Outcome done = run("", "--since", "yesterday", X86);
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.err()).hasLineCount(1).contains("--since yesterday is neither a date");
  }

  @Test
  void saysThatStandardOutputTakesNoMore() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    for (String[] arguments : new String[][] {{X86}, {"--json", X86}}) {
      Outcome done = run(full, "", arguments);
      // A reader that went away is no error: the test's own output decides which it is.
      assertThat(done.status()).isIn(0, 1);
      assertThat(done.err())
          .isIn("", "oomlab report: cannot write to standard output: No space left on device\n");
    }
  }

  private static Outcome run(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Outcome done = run(out, input, arguments);
    return new Outcome(done.status(), out.toString(StandardCharsets.UTF_8), done.err());
  }

  private static Outcome run(OutputStream out, String input, String... arguments) {
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
      int status = new CommandLine(new ReportCommand(out, CLOCK)).execute(arguments);
      return new Outcome(status, "", newErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
      System.setIn(in);
    }
  }
}
