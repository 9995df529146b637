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

/**
 * The resident memory of each process of a group: a track {@code rss PID NAME} in bytes for each of
 * the largest. A process that lives shorter than a read's period is not seen.
 */
final class MembersSource extends GaugeSource {
  /** Of more than so many only the largest get a track. */
  static final int MOST_TRACKS = 16;

  private static final double SHARE = 0.01;
  private static final long FASTEST_NANOS = 5_000_000;

  /** No more than so many are read at a time, and kept at all. */
  private static final int MOST_READ = 256;

  private static final int MOST_KEPT = 4096;

  /** A process's memory so far, and whose it is. */
  private static final class Process {
    private final LongTable columns = new LongTable(2);
    private volatile String name = "";
    private volatile long mostBytes;
  }

  private final Path root;
  private final Members members;
  private final long pageBytes;
  private final Map<Integer, Process> processes = new ConcurrentHashMap<>();

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
    Path folder = root.resolve(Integer.toString(pid));
    try {
      String[] words = Files.readString(folder.resolve("statm")).strip().split(" ", -1);
      long bytes = Long.parseLong(words[1]) * pageBytes;
      if (bytes == 0 || processes.size() >= MOST_KEPT) {
        return; // it has let go of its memory
      }
      Process process = processes.computeIfAbsent(pid, p -> new Process());
      process.columns.add(nanos);
      process.columns.add(bytes);
      process.mostBytes = Math.max(process.mostBytes, bytes);
      process.name = Files.readString(folder.resolve("comm")).strip();
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException gone) {
      return; // it ended since it was listed
    }
  }

  @Override
  void close() {
    // nothing is open
  }

  @Override
  List<Track> tracks() {
    Map<Integer, Process> now = new HashMap<>(processes);
    List<Track> tracks = new ArrayList<>();
    now.entrySet().stream()
        .filter(e -> e.getValue().mostBytes >= members.thresholdBytes())
        .sorted(
            Comparator.comparingLong((Map.Entry<Integer, Process> e) -> -e.getValue().mostBytes)
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_TRACKS)
        .forEach(e -> tracks.add(track(e.getKey(), e.getValue())));
    return tracks;
  }

  private static Track track(int pid, Process process) {
    LongTable columns = process.columns;
    int rows = columns.size();
    String name = process.name.replaceAll("[,\\p{Cntrl}]", "?");
    return new Track(
        "rss " + pid + " " + name, "bytes", columns.column(0, rows), columns.column(1, rows));
  }
}
