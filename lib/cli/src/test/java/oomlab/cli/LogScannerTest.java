package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scanner skips must not change what is found. */
class LogScannerTest {
  private static final int LONG_LINE = 300_000;

  static List<Path> logs() {
    try (Stream<Path> files = Files.list(Path.of("lib/report/src/test/resources/reports"))) {
      return files.filter(f -> f.toString().endsWith(".log")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void readsEveryLogAsTheParserAloneDoesWhateverTheBlocks(Path log) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    List<OomReport> expected = parse(bytes);
    for (int block : new int[] {1, 2, 3, 7, 8, 64, 127, 128, 129, 4096, 1 << 18}) {
      assertThat(scan(bytes, block)).as("blocks of %d", block).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {61, 997, 65_536, 1 << 18})
  void findsAllReportsBetweenMegabytesOfOtherLines(int block) throws IOException {
    byte[] bytes = allLogsWithOtherLinesBetween();
    assertThat(scan(bytes, block)).hasSizeGreaterThan(20).isEqualTo(parse(bytes));
  }

  @Test
  void findsReportsThatAreShownNewestFirst() throws IOException {
    List<String> lines =
        new ArrayList<>(
            new String(allLogsWithOtherLinesBetween(), StandardCharsets.UTF_8).lines().toList());
    Collections.reverse(lines);
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    assertThat(scan(bytes, 1 << 18)).hasSizeGreaterThan(20).isEqualTo(parse(bytes));
  }

  @Test
  void readsWhatALogServiceAnswersInOneLine() throws IOException {
    String value = "[\"1623442640000000000\",\"%s\"],";
    String kill = "Out of memory: Killed process 11 (init).";
    String log =
        "{\"streams\":[{\"stream\":{\"host\":\"a\"},\"values\":["
            + value.formatted("usb 1-1: new device").repeat(5000)
            + value.formatted(kill)
            + "]}]}";
    assertThat(scan(log.getBytes(StandardCharsets.UTF_8), 4096)).hasSize(1);
  }

  @Test
  void findsAMarkerWhereverItStands() throws IOException {
    String kill = "Out of memory: Killed process 11 (init).\n";
    for (int before = 0; before < 300; before++) {
      byte[] bytes = ("x".repeat(before) + "\n" + kill).getBytes(StandardCharsets.UTF_8);
      assertThat(scan(bytes, 1 << 18)).as("%d bytes before", before).hasSize(1);
    }
  }

  @Test
  void takesTheTimeOfAJsonRecordFromTheLinesBeforeIt() throws IOException {
    String record =
        """
              },{
                 "pri": 3,
                 "time":    12.500000,
                 "caller": "T1",
                 "msg": "Out of memory: Killed process 11 (init)."
        """;
    byte[] bytes = ("all is well\n".repeat(50_000) + record).getBytes(StandardCharsets.UTF_8);
    OomReport report = scan(bytes, 1 << 18).get(0);
    assertThat(report.kills().get(0).micros()).hasValue(12_500_000);
    assertThat(report.kills().get(0).line()).isEqualTo(50_005);
  }

  @Test
  void dropsTheEndOfLinesThatNoKernelWrites() throws IOException {
    String kill = "Out of memory: Killed process 11 (init).";
    byte[] bytes =
        ("\u20ac".repeat(LONG_LINE)
                + kill
                + "\n"
                + kill
                + "\n"
                + kill
                + "y".repeat(LONG_LINE)
                + "\nend")
            .getBytes(StandardCharsets.UTF_8);
    for (int block : new int[] {1000, 1 << 18}) {
      List<OomReport> reports = scan(bytes, block);
      assertThat(reports).isEqualTo(parse(bytes));
      assertThat(reports.get(0).firstLine()).isEqualTo(2);
    }
  }

  @Test
  void readsAGzippedLogAndOneThatWasAppendedToIt() throws IOException {
    byte[] kill = "Out of memory: Killed process 11 (init).\n".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      try (OutputStreamOfOneMember member = new OutputStreamOfOneMember(packed)) {
        member.write(kill);
      }
    }
    assertThat(scan(packed.toByteArray(), 1 << 18)).hasSize(2);
  }

  @Test
  void failsAtTheEndOfACutGzippedLog() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("Out of memory: Killed process 11 (init).\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 9);
    assertThatThrownBy(() -> scan(cut, 1 << 18)).isInstanceOf(EOFException.class);
  }

  @Test
  void everyLineThatBeginsAReportHasAMarker() throws IOException {
    for (Path log : logs()) {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      for (OomReport report : parse(Files.readAllBytes(log))) {
        assertThat(lines.get(report.firstLine() - 1))
            .containsPattern(String.join("|", OomReports.Reader.MARKERS));
      }
    }
  }

  private static final class OutputStreamOfOneMember extends GZIPOutputStream {
    OutputStreamOfOneMember(ByteArrayOutputStream out) throws IOException {
      super(out);
    }

    @Override
    public void close() throws IOException {
      finish();
    }
  }

  private static byte[] allLogsWithOtherLinesBetween() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Path log : logs()) {
      out.write(Files.readAllBytes(log));
      out.write('\n');
      for (int i = 0; i < 3000; i++) {
        byte[] line = new byte[random.nextInt(300)];
        random.nextBytes(line);
        out.write("   still ill, kill: \u00e4\u20ac ".getBytes(StandardCharsets.UTF_8));
        out.write(line);
        out.write('\n');
      }
    }
    return out.toByteArray();
  }

  private static List<OomReport> parse(byte[] bytes) {
    return OomReports.parse(new String(bytes, StandardCharsets.UTF_8));
  }

  private static List<OomReport> scan(byte[] bytes, int block) throws IOException {
    List<OomReport> reports = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      LogScanner scanner = new LogScanner(in, block);
      for (Optional<OomReport> next = scanner.next(); next.isPresent(); next = scanner.next()) {
        reports.add(next.get());
      }
    }
    return reports;
  }

  @Test
  void readsTwoBytesALetterInBothOrders() throws IOException {
    String log =
        Files.readString(Path.of("lib/report/src/test/resources/reports/v4.20-x86_64-global.log"));
    List<OomReport> expected = parse(log.getBytes(StandardCharsets.UTF_8));
    for (int block : new int[] {7, 4096}) {
      byte[] little = ("\ufeff" + log).getBytes(StandardCharsets.UTF_16LE);
      assertThat(scan(little, block)).isEqualTo(expected);
      byte[] big = ("\ufeff" + log).getBytes(StandardCharsets.UTF_16BE);
      assertThat(scan(big, block)).isEqualTo(expected);
    }
  }
}
