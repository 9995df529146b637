package oomlab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What reading one report costs in a warm JVM, and one MiB of lines that belong to none. Run by
 * {@code mvn -Pjmh test-compile exec:exec}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReportBenchmark {
  private static final Path GOLDENS = Path.of("lib/report/src/test/resources/reports");
  private static final String VICTIM = "[   6435]";
  private static final int ROWS = 5000;

  private String arm;
  private String x86;
  private String bigTable;
  private String otherLines;

  /** Reads the two first reports, and gives a third a row for each of many tasks. */
  @Setup
  public void read() throws IOException {
    arm = Files.readString(GOLDENS.resolve("v4.0-arm32-global.log"));
    x86 = Files.readString(GOLDENS.resolve("v4.20-x86_64-global.log"));
    String row = x86.lines().filter(l -> l.contains(VICTIM)).findFirst().orElseThrow();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      rows.append(row.replace(VICTIM, "[%7d]".formatted(10_000 + i))).append('\n');
    }
    bigTable = x86.replace(row + "\n", row + "\n" + rows);
    String line =
        "Mar  1 00:00:01 web-01 nginx[900]: 10.0.1.2 - - \"GET /items/7 HTTP/1.1\" 200 51\n";
    otherLines = line.repeat((1 << 20) / line.length());
  }

  /** A small report of an ARM board, and what the program before it printed. */
  @Benchmark
  public List<OomReport> arm() {
    return OomReports.parse(arm);
  }

  /** A report with 54 tasks. */
  @Benchmark
  public List<OomReport> x86() {
    return OomReports.parse(x86);
  }

  /** The same with 5,000 tasks more. */
  @Benchmark
  public List<OomReport> bigTable() {
    return OomReports.parse(bigTable);
  }

  /** One MiB in which there is nothing to find. */
  @Benchmark
  public List<OomReport> otherLines() {
    return OomReports.parse(otherLines);
  }
}
