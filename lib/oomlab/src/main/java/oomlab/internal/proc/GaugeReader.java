package oomlab.internal.proc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The slower sources of a recording. */
final class GaugeReader {
  private static final long MILLI = 1_000_000;

  /** VmHWM gets most: the last value before the kill is the peak. */
  private static final double STATUS_SHARE = 0.005;

  private static final double OTHER_SHARE = 0.000_5;

  private GaugeReader() {}

  /** Opens what this machine has; the rest gives no track. */
  static List<GaugeSource> open(
      Path root, int pid, Gauges gauges, long pageBytes, Set<Integer> threadIds) {
    Path process = root.resolve(Integer.toString(pid));
    List<GaugeSource> sources = new ArrayList<>();
    add(sources, () -> new StatusSource(process.resolve("status")));
    add(sources, () -> new ScoreSource(process.resolve("oom_score")));
    add(sources, () -> new StatSource(process.resolve("stat")));
    add(sources, () -> new PressureSource(root.resolve("pressure/memory")));
    add(sources, () -> new KillSource(root.resolve("vmstat")));
    for (Path gauge : gauges.numbers()) {
      add(sources, () -> new NumberSource(gauge));
    }
    gauges.keyed().forEach((file, keys) -> add(sources, () -> new KeysSource(file, keys)));
    gauges.members().ifPresent(m -> sources.add(new MembersSource(root, m, pageBytes)));
    sources.add(new TaskSource(process.resolve("task").toFile(), threadIds));
    return sources;
  }

  private interface Opening {
    GaugeSource open() throws IOException;
  }

  private static void add(List<GaugeSource> sources, Opening opening) {
    try {
      sources.add(opening.open());
    } catch (IOException e) {
      return; // not on this kernel, or not for this user
    }
  }

  /** A source that keeps one file open. */
  private abstract static class FileSource extends GaugeSource {
    final ProcFile file;

    FileSource(Path path, int bytes, double share, long fastestNanos) throws IOException {
      super(share, fastestNanos);
      file = ProcFile.open(path, bytes);
    }

    final void keepIfThere(int track, long nanos, long value) {
      if (value != ProcFile.ABSENT) {
        keep(track, nanos, value);
      }
    }

    @Override
    final void close() throws IOException {
      file.close();
    }
  }

  private static final class StatusSource extends FileSource {
    StatusSource(Path path) throws IOException {
      super(path, Proc.SHORT_FILE_BYTES, STATUS_SHARE, 2 * MILLI);
      track("VmHWM", "bytes");
      track("VmSwap", "bytes");
      track("RssAnon", "bytes");
      track("RssFile", "bytes");
    }

    @Override
    boolean holdsPeak() {
      return true;
    }

    @Override
    void read(long nanos) throws IOException {
      file.read();
      keepKilobytes(0, nanos, file.after(Proc.VM_HWM));
      keepKilobytes(1, nanos, file.after(Proc.VM_SWAP));
      keepKilobytes(2, nanos, file.after(Proc.RSS_ANON));
      keepKilobytes(3, nanos, file.after(Proc.RSS_FILE));
    }

    private void keepKilobytes(int track, long nanos, long kilobytes) {
      keepIfThere(track, nanos, kilobytes == ProcFile.ABSENT ? kilobytes : kilobytes << 10);
    }
  }

  private static final class ScoreSource extends FileSource {
    ScoreSource(Path path) throws IOException {
      super(path, Proc.SHORT_FILE_BYTES, OTHER_SHARE, 10 * MILLI);
      track("oom_score", "count");
    }

    @Override
    void read(long nanos) throws IOException {
      file.read();
      keepIfThere(0, nanos, file.number(0));
    }
  }

  /** Page faults that read nothing from a disk, and time on a processor, of all threads. */
  private static final class StatSource extends FileSource {
    private static final long TICK_MICROS = 10_000; // USER_HZ is 100

    StatSource(Path path) throws IOException {
      super(path, Proc.SHORT_FILE_BYTES, OTHER_SHARE, 5 * MILLI);
      track("minflt", "count");
      track("cpu", "us");
    }

    @Override
    void read(long nanos) throws IOException {
      file.read();
      keepIfThere(0, nanos, file.statField(10));
      long user = file.statField(14);
      long system = file.statField(15);
      if (user != ProcFile.ABSENT && system != ProcFile.ABSENT) {
        keep(1, nanos, (user + system) * TICK_MICROS);
      }
    }
  }

  private static final class PressureSource extends FileSource {
    PressureSource(Path path) throws IOException {
      super(path, Proc.SHORT_FILE_BYTES, OTHER_SHARE, 10 * MILLI);
      track("psi some", "us");
      track("psi full", "us");
    }

    @Override
    void read(long nanos) throws IOException {
      file.read();
      keepIfThere(0, nanos, file.after(Proc.SOME, Proc.TOTAL));
      keepIfThere(1, nanos, file.after(Proc.FULL, Proc.TOTAL));
    }
  }

  private static final class KillSource extends FileSource {
    KillSource(Path path) throws IOException {
      super(path, Proc.LONG_FILE_BYTES, OTHER_SHARE, 10 * MILLI);
      track("oom_kill", "count");
    }

    @Override
    void read(long nanos) throws IOException {
      file.readAll();
      keepIfThere(0, nanos, file.after(Proc.OOM_KILL));
    }
  }

  /** A file that is one number, such as a cgroup's usage; the track has its name. */
  private static final class NumberSource extends FileSource {
    NumberSource(Path path) throws IOException {
      super(path, Proc.SHORT_FILE_BYTES, OTHER_SHARE, 5 * MILLI);
      track(String.valueOf(path.getFileName()), "bytes");
    }

    @Override
    void read(long nanos) throws IOException {
      file.read();
      keepIfThere(0, nanos, file.number(0));
    }
  }

  /** A file of {@code key value} lines in bytes; a track has the file's name and the key. */
  private static final class KeysSource extends FileSource {
    private final List<byte[]> keys;

    KeysSource(Path path, List<String> names) throws IOException {
      super(path, Proc.SHORT_FILE_BYTES, OTHER_SHARE, 20 * MILLI);
      names.forEach(name -> track(path.getFileName() + " " + name, "bytes"));
      keys = names.stream().map(name -> ProcFile.key(name + " ")).toList();
    }

    @Override
    void read(long nanos) throws IOException {
      file.read();
      for (int i = 0; i < keys.size(); i++) {
        keepIfThere(i, nanos, file.after(keys.get(i)));
      }
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
