package oomlab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;

/**
 * What measuring needs on this machine: the two C programs, compiled into a temporary folder, and a
 * memory cgroup that everything measured runs in. Both are gone when closed.
 */
final class BenchTools implements AutoCloseable {
  private static final Path ROOT = Path.of("/");

  private final Path folder;
  private final MemoryCgroup group;

  /**
   * One measured process.
   *
   * @param touchedNanos from the start to its line {@code touched}; 0 if it printed none
   */
  record Timing(long wallNanos, long cpuNanos, long touchedNanos) {}

  private BenchTools(Path folder, MemoryCgroup group) {
    this.folder = folder;
    this.group = group;
  }

  /**
   * Compiles and makes the group.
   *
   * @throws IOException with a sentence on what is missing
   */
  static BenchTools open(long limitBytes) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("oomlab-bench-");
    try {
      compile(folder, "oom");
      compile(folder, "bench");
      return new BenchTools(folder, group(limitBytes));
    } catch (IOException | InterruptedException e) {
      delete(folder);
      throw e;
    }
  }

  private static void compile(Path folder, String name) throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".c");
    try (InputStream in = BenchTools.class.getResourceAsStream("/oomlab/c/" + name + ".c")) {
      if (in == null) {
        throw new IOException("the build lacks oomlab/c/%s.c: build it again".formatted(name));
      }
      Files.copy(in, source);
    }
    Path program = folder.resolve(name);
    List<String> cc =
        List.of("cc", "-O2", "-std=c11", "-pthread", "-o", program.toString(), source.toString());
    try {
      capture(cc, Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")));
    } catch (IOException e) {
      throw new IOException("no working C compiler (cc), try apt-get install gcc libc6-dev", e);
    }
  }

  private static MemoryCgroup group(long limitBytes) throws IOException {
    Place place =
        MemoryCgroups.best(ROOT)
            .orElseThrow(() -> new IOException("no memory cgroup can be used: see oomlab doctor"));
    MemoryCgroup group = MemoryCgroup.create(place, ROOT);
    try {
      group.limit(limitBytes, false);
      return group;
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  /** The C program, ready for its options. */
  List<String> reference() {
    return List.of(folder.resolve("oom").toString());
  }

  /** Runs a program inside the group. */
  Timing run(List<String> argv, Map<String, String> env) throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>(List.of(folder.resolve("bench").toString(), "run"));
    timed.add(group.directory().resolve("cgroup.procs").toString());
    timed.addAll(argv);
    List<String> lines = capture(timed, env).lines().toList();
    String[] numbers = lines.get(lines.size() - 1).split(" ", -1); // the program's stderr is above
    if (!numbers[3].equals("0")) {
      throw new IOException("it ended with %s: %s".formatted(numbers[3], String.join(" ", argv)));
    }
    return new Timing(
        Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
  }

  /** CPU nanoseconds that a C loop needs to read three numbers of a file. */
  double sampleNanos(Path file, int count) throws IOException, InterruptedException {
    return Double.parseDouble(stopwatch("sample", file.toString(), Integer.toString(count)));
  }

  /** CPU nanoseconds of a C loop's millisecond of sleep, and of one with a read. */
  double[] tickNanos(Path file, int count) throws IOException, InterruptedException {
    String[] both =
        stopwatch("tick", file.toString(), Integer.toString(count), "1000").split(" ", -1);
    return new double[] {Double.parseDouble(both[0]), Double.parseDouble(both[1])};
  }

  private String stopwatch(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of(folder.resolve("bench").toString()));
    argv.addAll(List.of(arguments));
    return capture(argv, Map.of());
  }

  private static String capture(List<String> argv, Map<String, String> env)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(
            "%s failed: %s".formatted(argv.get(0), text.lines().findFirst().orElse("no output")));
      }
      return text.trim();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The middle value. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Formats with a decimal point everywhere. */
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Deletes a folder and all in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    group.close();
    delete(folder);
  }
}
