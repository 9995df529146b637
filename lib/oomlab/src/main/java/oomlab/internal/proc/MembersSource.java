package oomlab.internal.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import oomlab.Recording.Track;
import oomlab.internal.proc.Gauges.Members;
import org.jspecify.annotations.Nullable;

/**
 * The resident memory of each process of a group: a track {@code rss PID NAME} in bytes for each of
 * the largest. A process that lives shorter than a read's period is not seen.
 */
final class MembersSource extends GaugeSource {
  /** Of more than so many only the largest get a track. */
  static final int MOST_TRACKS = 16;

  private static final double SHARE = 0.02;
  private static final long FASTEST_NANOS = 5_000_000;

  /** No more than so many are read at a time, and kept at all. */
  private static final int MOST_READ = 256;

  private static final int MOST_KEPT = 256;

  private static final int READS_A_NAME = 4;

  /** A process's memory so far, and whose it is. */
  private static final class Curve {
    private final ProcFile statm;
    private final LongTable columns = new LongTable(2);
    private volatile String name = "";
    private volatile long mostBytes;

    Curve(ProcFile statm) {
      this.statm = statm;
    }
  }

  private final Path root;
  private final Members members;
  private final long pageBytes;
  private final Map<Integer, Curve> processes = new ConcurrentHashMap<>();

  MembersSource(Path root, Members members, long pageBytes) {
    super(SHARE, FASTEST_NANOS);
    this.root = root;
    this.members = members;
    this.pageBytes = pageBytes;
  }

  @Override
  void read(long nanos) throws IOException {
    int left = MOST_READ;
    for (int pid : members.group().members()) {
      if (pid != members.except() && left-- > 0) {
        read(pid, nanos);
      }
    }
  }

  private void read(int pid, long nanos) {
    @Nullable Curve process = processes.get(pid);
    try {
      if (process == null) {
        if (processes.size() >= MOST_KEPT) {
          return;
        }
        Path statm = root.resolve(Integer.toString(pid)).resolve("statm");
        process = new Curve(ProcFile.open(statm, Proc.SHORT_FILE_BYTES));
        processes.put(pid, process);
      }
      process.statm.read();
      long pages = process.statm.number(1);
      if (pages == ProcFile.ABSENT || pages == 0) {
        return; // it has let go of its memory
      }
      if (process.columns.size() % READS_A_NAME == 0) {
        // It may have become another program since.
        process.name = Files.readString(root.resolve(pid + "/comm")).strip();
      }
      process.columns.add(nanos);
      process.columns.add(pages * pageBytes);
      process.mostBytes = Math.max(process.mostBytes, pages * pageBytes);
    } catch (IOException gone) {
      closeQuietly(process); // it ended since it was listed
    }
  }

  private static void closeQuietly(@Nullable Curve process) {
    try {
      if (process != null) {
        process.statm.close();
      }
    } catch (IOException e) {
      return; // closing what was only read cannot lose anything
    }
  }

  @Override
  void close() throws IOException {
    for (Curve process : processes.values()) {
      process.statm.close();
    }
  }

  @Override
  List<Track> tracks() {
    Map<Integer, Curve> now = new HashMap<>(processes);
    List<Track> tracks = new ArrayList<>();
    now.entrySet().stream()
        .filter(e -> e.getValue().mostBytes >= members.thresholdBytes())
        .sorted(
            Comparator.comparingLong((Map.Entry<Integer, Curve> e) -> -e.getValue().mostBytes)
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_TRACKS)
        .forEach(e -> tracks.add(track(e.getKey(), e.getValue())));
    return tracks;
  }

  private static Track track(int pid, Curve process) {
    LongTable columns = process.columns;
    int rows = columns.size();
    String name = process.name.replaceAll("[,\\p{Cntrl}]", "?");
    return new Track(
        "rss " + pid + " " + name, "bytes", columns.column(0, rows), columns.column(1, rows));
  }
}
