package oomlab.cli;

import static oomlab.cli.BenchTools.median;
import static oomlab.cli.BenchTools.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast {@code ./oomlab report} reads a large log, next to {@code grep -c} that only counts the
 * first lines of its reports: whole processes, the launcher included, with a heap of 64 MiB.
 */
final class ReportBench {
  private static final String WORDS = "invoked oom-killer";
  private static final String HEAP = "-Xmx64m";
  private static final Pattern HEAP_USED = Pattern.compile("(\\d+)M->|total \\d+K, used (\\d+)K");

  private final Path launcher;
  private final Path folder;
  private final Path log;
  private final Path plain;

  private ReportBench(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
    this.log = folder.resolve("syslog");
    this.plain = folder.resolve("syslog-without-reports");
  }

  /** A program, where its input comes from, and whether the user's language is kept. */
  private record Program(List<String> argv, boolean stdin, boolean cLocale) {}

  /**
   * Makes the logs in a temporary folder, measures, and deletes them.
   *
   * @param megabytes size of the log in units of 1,000,000 bytes; it has as many reports
   * @throws IOException with a sentence on what is missing
   */
  static void run(int megabytes, int rounds, PrintWriter out)
      throws IOException, InterruptedException {
    Path launcher = Path.of(System.getProperty("oomlab.home", "."), "oomlab");
    if (!Files.isExecutable(launcher)) {
      throw new IOException("%s is not there: start this as ./oomlab bench".formatted(launcher));
    }
    Path folder = Files.createTempDirectory("oomlab-bench-");
    Thread cleaner = new Thread(() -> deleteQuietly(folder));
    Runtime.getRuntime().addShutdownHook(cleaner);
    try {
      long bytes = megabytes * 1_000_000L;
      if (folder.toFile().getUsableSpace() < 2 * bytes + (bytes >> 2)) {
        throw new IOException(
            "two logs of %d MB do not fit into %s; name a smaller --log"
                .formatted(megabytes, folder));
      }
      ReportBench bench = new ReportBench(launcher, folder);
      BenchLog.write(bench.log, bytes, megabytes);
      BenchLog.write(bench.plain, bytes, 0);
      bench.measure(megabytes, rounds, out);
    } finally {
      Runtime.getRuntime().removeShutdownHook(cleaner);
      BenchTools.delete(folder);
    }
  }

  private static void deleteQuietly(Path folder) {
    try {
      BenchTools.delete(folder);
    } catch (IOException e) {
      System.err.println("oomlab bench: cannot delete " + folder);
    }
  }

  private void measure(int reports, int rounds, PrintWriter out)
      throws IOException, InterruptedException {
    String file = log.toString();
    Map<String, Program> programs = new LinkedHashMap<>();
    programs.put("grep -c, LC_ALL=C", grep(true));
    programs.put("grep -c, your locale", grep(false));
    programs.put("report", ours(file));
    programs.put("report, standard input", new Program(ours("-").argv(), true, false));
    programs.put("report --json", ours(file, "--json"));
    programs.put("report --csv", ours(file, "--csv", folder.resolve("csv").toString()));
    programs.put("report, log without one", ours(plain.toString()));
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Program> program : programs.entrySet()) {
        double taken = seconds(program.getValue(), HEAP);
        if (round > 0) { // the first one finds cold files
          seconds.computeIfAbsent(program.getKey(), name -> new ArrayList<>()).add(taken);
        }
      }
    }
    out.printf(
        "Reading a syslog file of %d MB with %d reports of %d tasks, in the page cache; whole"
            + " processes, %s; medians of %d rounds.%n",
        reports, reports, BenchLog.TASKS, HEAP, rounds);
    out.printf("%-24s %8s %14s %5s%n", "", "wall s", "ratio to grep", "aim");
    List<Double> base = seconds.getOrDefault("grep -c, LC_ALL=C", List.of());
    seconds.forEach(
        (name, all) ->
            out.println(
                text(
                    "%-24s %8.3f %14.2f %5s",
                    name,
                    median(all),
                    median(ratios(all, base)),
                    name.equals("report") ? "4" : "")));
    List<Double> one = new ArrayList<>();
    List<Double> without = seconds.getOrDefault("report, log without one", List.of());
    for (int i = 0; i < rounds; i++) {
      one.add((seconds.getOrDefault("report", List.of()).get(i) - without.get(i)) * 1e3 / reports);
    }
    out.println(
        text(
            "One report more: %.2f ms. Most of the heap in use at a time: %d MiB.",
            median(one), heapMib(ours(file))));
    out.flush();
  }

  private static List<Double> ratios(List<Double> all, List<Double> base) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      ratios.add(all.get(i) / base.get(i));
    }
    return ratios;
  }

  private Program grep(boolean cLocale) {
    return new Program(List.of("grep", "-c", WORDS, log.toString()), false, cLocale);
  }

  private Program ours(String... arguments) {
    List<String> argv = new ArrayList<>(List.of(launcher.toString(), "report"));
    argv.addAll(List.of(arguments));
    return new Program(argv, false, false);
  }

  private double seconds(Program program, String options) throws IOException, InterruptedException {
    // grep stops at the first hit where its output is /dev/null.
    ProcessBuilder builder =
        new ProcessBuilder(program.argv())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(Redirect.DISCARD)
            .redirectInput(program.stdin() ? log.toFile() : Path.of("/dev/null").toFile());
    builder.environment().put("JDK_JAVA_OPTIONS", options);
    if (program.cLocale()) {
      builder.environment().put("LC_ALL", "C");
    }
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      int status = process.waitFor();
      double taken = (System.nanoTime() - start) / 1e9;
      if (status > 1) {
        throw new IOException(
            "it ended with %d: %s".formatted(status, String.join(" ", program.argv())));
      }
      return taken;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs once more and lets the collector tell how full the heap was before each collection. */
  private long heapMib(Program program) throws IOException, InterruptedException {
    Path gc = folder.resolve("gc");
    seconds(program, HEAP + " -Xlog:gc,gc+heap+exit:file=" + gc);
    long most = 0;
    Matcher used = HEAP_USED.matcher(Files.readString(gc));
    while (used.find()) {
      long mib =
          used.group(1) != null
              ? Long.parseLong(used.group(1))
              : Long.parseLong(used.group(2)) / 1024;
      most = Math.max(most, mib);
    }
    return most;
  }
}
