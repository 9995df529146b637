package oomlab.cli;

import static oomlab.cli.BenchTools.median;
import static oomlab.cli.BenchTools.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import oomlab.Touch;
import oomlab.cli.BenchTools.Timing;
import oomlab.internal.child.ChildCommand;
import oomlab.internal.proc.Sampler;
import oomlab.internal.proc.SamplingQuality;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./oomlab bench}: how fast this is, next to C programs on this machine. */
@Command(
    name = "bench",
    description =
        "Measures the victim's speed and start and the sampler's cost, next to C programs that do"
            + " the same, in one memory cgroup; and the reading of a large log, next to grep, which"
            + " needs no rights. Whole processes, in turn; medians.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final long CHUNK_BYTES = 10 << 20;
  private static final int STARTS_A_ROUND = 3;
  private static final int READS = 50_000;
  private static final int TICKS = 3_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli's
  private CommandSpec spec;

  /** What can be measured. */
  enum Part {
    touch,
    start,
    sample,
    report
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "PART",
      description = "What to measure: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Part> parts = new ArrayList<>();

  @Option(
      names = "--rounds",
      defaultValue = "7",
      paramLabel = "N",
      description = "rounds of each measurement (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--total",
      defaultValue = "2048",
      paramLabel = "MIB",
      description = "MiB that a program touches (default: ${DEFAULT-VALUE})")
  private int totalMib;

  @Option(
      names = "--log",
      defaultValue = "1000",
      paramLabel = "MB",
      description = "size of the log, with a report in each MB (default: ${DEFAULT-VALUE})")
  private int logMb;

  @Override
  public Integer call() throws InterruptedException {
    if (rounds < 1 || totalMib < 1 || logMb < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds, --total and --log must be at least 1");
    }
    Set<Part> wanted = parts.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts);
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (!wanted.equals(Set.of(Part.report))) {
        inGroup(wanted, out);
      }
      if (wanted.contains(Part.report)) {
        ReportBench.run(logMb, rounds, out);
      }
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println("oomlab bench: " + e.getMessage());
      return 1;
    }
  }

  private void inGroup(Set<Part> wanted, PrintWriter out) throws IOException, InterruptedException {
    long totalBytes = (long) totalMib << 20;
    List<String> jvm = ChildCommand.jvm(); // takes seconds the first time
    try (BenchTools tools = BenchTools.open(totalBytes + (totalBytes >> 1))) {
      if (wanted.contains(Part.touch)) {
        touching(tools, totalBytes, out);
      }
      if (wanted.contains(Part.start)) {
        starting(tools, jvm, out);
      }
      if (wanted.contains(Part.sample)) {
        sampling(tools, out);
      }
    }
  }

  private void touching(BenchTools tools, long totalBytes, PrintWriter out)
      throws IOException, InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    Map<String, ChildCommand> programs = new LinkedHashMap<>();
    for (String mode : List.of("page", "madvise", "huge")) {
      programs.put("C, " + mode, reference(tools, mode, threads, totalBytes));
    }
    Map<String, String> aims = Map.of("page", "1.10", "madvise", "0.90", "huge", "0.35");
    for (String mode : List.of("page", "madvise", "huge")) {
      Touch touch = Touch.valueOf(mode.toUpperCase(Locale.ROOT));
      ChildCommand child = ChildCommand.of(touch, threads, CHUNK_BYTES).stopAfter(totalBytes);
      programs.put("victim, " + mode, child);
    }
    // Behind a hypervisor that takes back free memory, the first to touch it pays for its return.
    ChildCommand warmUp = reference(tools, "huge", threads, totalBytes);
    Map<String, List<Timing>> timings = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, ChildCommand> program : programs.entrySet()) {
        ChildCommand command = program.getValue();
        tools.run(warmUp.argv(), warmUp.env());
        Timing timing = tools.run(command.argv(), command.env());
        if (round > 0) { // the first one finds cold files
          timings.computeIfAbsent(program.getKey(), name -> new ArrayList<>()).add(timing);
        }
      }
    }
    out.printf(
        "Touching %d MiB in %d threads, start of the process included; medians of %d rounds.%n",
        totalMib, threads, rounds);
    out.printf(
        "%-18s %8s %8s %10s %11s %5s%n", "", "CPU s", "wall s", "CPU ratio", "wall ratio", "aim");
    List<Timing> base = timings.getOrDefault("C, page", List.of());
    timings.forEach(
        (name, all) -> {
          List<Double> cpu = new ArrayList<>();
          List<Double> wall = new ArrayList<>();
          for (int i = 0; i < all.size(); i++) {
            cpu.add((double) all.get(i).cpuNanos() / base.get(i).cpuNanos());
            wall.add((double) all.get(i).wallNanos() / base.get(i).wallNanos());
          }
          String aim = name.startsWith("victim, ") ? aims.getOrDefault(name.substring(8), "") : "";
          out.println(
              text(
                  "%-18s %8.3f %8.3f %10.2f %11.2f %5s",
                  name,
                  median(all.stream().map(t -> t.cpuNanos() / 1e9).toList()),
                  median(all.stream().map(t -> t.wallNanos() / 1e9).toList()),
                  median(cpu),
                  median(wall),
                  aim));
        });
    out.println();
    out.flush();
  }

  private static ChildCommand reference(
      BenchTools tools, String mode, int threads, long totalBytes) {
    List<String> argv = new ArrayList<>(tools.reference());
    argv.addAll(List.of("-t", Integer.toString(threads), "-c", Long.toString(CHUNK_BYTES)));
    argv.addAll(List.of("-b", Long.toString(totalBytes), "-m", mode));
    return new ChildCommand(argv, Map.of());
  }

  private void starting(BenchTools tools, List<String> jvm, PrintWriter out)
      throws IOException, InterruptedException {
    ChildCommand child = ChildCommand.of(Touch.PAGE, 1, 4096).stopAfter(4096);
    List<String> version = new ArrayList<>(jvm);
    version.add("-version");
    List<Double> touched = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    for (int i = 0; i < rounds * STARTS_A_ROUND; i++) {
      Timing timing = tools.run(child.argv(), child.env());
      touched.add(timing.touchedNanos() / 1e6);
      cpu.add(timing.cpuNanos() / 1e6);
      bare.add(tools.run(version, child.env()).wallNanos() / 1e6);
    }
    out.println(
        text(
            "Start of the victim to its first touched page: %.0f ms (aim 80), %.0f ms of CPU;"
                + " java -version with the same flags: %.0f ms. Medians of %d.",
            median(touched), median(cpu), median(bare), touched.size()));
    out.println();
    out.flush();
  }

  private void sampling(BenchTools tools, PrintWriter out)
      throws IOException, InterruptedException {
    Path root = Path.of("/proc");
    Process idle = new ProcessBuilder("sleep", "600").start();
    try {
      int pid = (int) idle.pid();
      Path statm = root.resolve(Integer.toString(pid)).resolve("statm");
      List<Double> own = new ArrayList<>();
      List<Double> inC = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        own.add(Sampler.costNanos(root, pid, READS) / 1e3);
        inC.add(tools.sampleNanos(statm, READS) / 1e3);
      }
      out.println(
          text(
              "One sample, back to back: %.2f us of CPU (aim 5); a C loop reading the same file:"
                  + " %.2f us.",
              median(own), median(inC)));
      Sampler sampler =
          Sampler.start(root, pid, System.nanoTime(), Duration.ofMillis(1), List.of());
      Thread.sleep(TICKS);
      SamplingQuality sight = sampler.stop().sight();
      double[] tick = tools.tickNanos(statm, TICKS);
      out.println(
          text(
              "Sampling every millisecond, VmHWM and the other slow values included: %.2f %% of a"
                  + " core (aim 1); a C loop that sleeps and reads: %.2f %%, one that only sleeps:"
                  + " %.2f %%.",
              100 * sight.cpuShare(), tick[1] / 1e4, tick[0] / 1e4));
      out.println(
          text(
              "Interval reached: median %.3f ms, 99 %% within %.3f ms, longest %.3f ms.",
              sight.p50Nanos() / 1e6, sight.p99Nanos() / 1e6, sight.maxNanos() / 1e6));
      out.flush();
    } finally {
      idle.destroyForcibly().waitFor();
    }
  }
}
