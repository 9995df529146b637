package oomlab.internal.proc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The slower sources of a recording. */
final class GaugeReader {
  private static final long MILLI = 1_000_000;

  /** VmHWM gets most: the last value before the kill is the peak. */
  private static final double STATUS_SHARE = 0.005;

  private static final double OTHER_SHARE = 0.000_5;

  /** {@code USER_HZ} is 100 on every architecture of today. */
  private static final long TICK_MICROS = 10_000;

  private GaugeReader() {}

  /** Opens what this machine has; the rest gives no track. */
  static List<GaugeSource> open(
      Path root, int pid, Gauges gauges, long pageBytes, Set<Integer> threadIds) {
    Path process = root.resolve(Integer.toString(pid));
    List<GaugeSource> sources = new ArrayList<>();
    add(
        sources,
        process.resolve("status"),
        2,
        kilobytes("VmHWM", Proc.VM_HWM),
        kilobytes("VmSwap", Proc.VM_SWAP),
        kilobytes("RssAnon", Proc.RSS_ANON),
        kilobytes("RssFile", Proc.RSS_FILE));
    add(sources, process.resolve("oom_score"), 10, number("oom_score", "count"));
    add(
        sources,
        root.resolve("pressure/memory"),
        10,
        new Value("psi some", "us", file -> file.after(Proc.SOME, Proc.TOTAL)),
        new Value("psi full", "us", file -> file.after(Proc.FULL, Proc.TOTAL)));
    add(
        sources,
        root.resolve("vmstat"),
        10,
        new Value("oom_kill", "count", file -> file.after(Proc.OOM_KILL)));
    add(
        sources,
        process.resolve("stat"),
        5,
        new Value("minflt", "count", file -> file.statField(10)),
        new Value("cpu", "us", GaugeReader::cpuMicros));
    for (Path gauge : gauges.numbers()) {
      add(sources, gauge, 5, number(String.valueOf(gauge.getFileName()), "bytes"));
    }
    gauges
        .keyed()
        .forEach(
            (file, keys) ->
                add(
                    sources,
                    file,
                    20,
                    keys.stream().map(key -> keyed(file, key)).toArray(Value[]::new)));
    gauges.members().ifPresent(m -> sources.add(new MembersSource(root, m, pageBytes)));
    sources.add(new TaskSource(process.resolve("task").toFile(), threadIds));
    return sources;
  }

  private static void add(
      List<GaugeSource> sources, Path path, int fastestMillis, Value... values) {
    try {
      sources.add(new FileSource(path, fastestMillis * MILLI, List.of(values)));
    } catch (IOException e) {
      return; // not on this kernel, or not for this user
    }
  }

  /** A track, and where its value stands in a file that was read. */
  private record Value(String track, String unit, ToLongFunction<ProcFile> in) {}

  private static Value kilobytes(String track, byte[] key) {
    return new Value(
        track,
        "bytes",
        file -> {
          long kilobytes = file.after(key);
          return kilobytes == ProcFile.ABSENT ? kilobytes : kilobytes << 10;
        });
  }

  /** The value of a file that is one number, such as a cgroup's usage. */
  private static Value number(String track, String unit) {
    return new Value(track, unit, file -> file.number(0));
  }

  /** One of a file of {@code key value} lines in bytes; the track has the file's name, too. */
  private static Value keyed(Path path, String key) {
    byte[] bytes = ProcFile.key(key + " ");
    return new Value(path.getFileName() + " " + key, "bytes", file -> file.after(bytes));
  }

  /** Time on a processor of all threads, in the ticks of man 5 proc. */
  private static long cpuMicros(ProcFile stat) {
    long user = stat.statField(14);
    long system = stat.statField(15);
    return user == ProcFile.ABSENT || system == ProcFile.ABSENT
        ? ProcFile.ABSENT
        : (user + system) * TICK_MICROS;
  }

  /** A source that keeps one file open. */
  private static final class FileSource extends GaugeSource {
    private final List<Value> values;
    private final boolean holdsPeak;
    private final boolean holdsTotals;
    private final boolean isLong;
    private final ProcFile file;

    FileSource(Path path, long fastestNanos, List<Value> values) throws IOException {
      super(path.endsWith("status") ? STATUS_SHARE : OTHER_SHARE, fastestNanos);
      this.values = values;
      holdsPeak = path.endsWith("status");
      holdsTotals = path.endsWith("stat");
      isLong = path.endsWith("vmstat");
      file = ProcFile.open(path, isLong ? Proc.LONG_FILE_BYTES : Proc.SHORT_FILE_BYTES);
      values.forEach(value -> track(value.track(), value.unit()));
    }

    @Override
    boolean holdsPeak() {
      return holdsPeak;
    }

    @Override
    boolean holdsTotals() {
      return holdsTotals;
    }

    @Override
    void read(long nanos) throws IOException {
      if (isLong) {
        file.readAll();
      } else {
        file.read();
      }
      for (int i = 0; i < values.size(); i++) {
        long value = values.get(i).in().applyAsLong(file);
        if (value != ProcFile.ABSENT) {
          keep(i, nanos, value);
        }
      }
    }

    @Override
    void close() throws IOException {
      file.close();
    }
  }

  /** Not a track: which threads there were. */
  private static final class TaskSource extends GaugeSource {
    private final File tasks;
    private final Set<Integer> seen;

    TaskSource(File tasks, Set<Integer> seen) {
      super(OTHER_SHARE, 10 * MILLI);
      this.tasks = tasks;
      this.seen = seen;
    }

    @Override
    void read(long nanos) {
      String[] names = tasks.list();
      if (names != null) {
        for (String name : names) {
          seen.add(Integer.parseInt(name));
        }
      }
    }

    @Override
    void close() {
      // nothing is open
    }
  }
}
