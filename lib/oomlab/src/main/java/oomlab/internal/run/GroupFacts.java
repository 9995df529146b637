package oomlab.internal.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.Recording;
import oomlab.Recording.Track;
import oomlab.internal.cgroup.CgroupFiles;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.proc.Gauges;

/**
 * What the kernel counted for a group, as tracks: {@code memory.events oom_kill}, {@code
 * memory.peak}, {@code memory.stat shmem}. The group was made for the run, so that its counters
 * began at 0. What this kernel does not count has no track.
 */
final class GroupFacts {
  private static final String STAT = "memory.stat";
  private static final long LEAST_BYTES = 1 << 20;

  private GroupFacts() {}

  /** What is recorded of a group while a program runs in it. */
  static Gauges gauges(MemoryCgroup group, int pid, long limitBytes) {
    Path stat = group.directory().resolve(STAT);
    return new Gauges(
        List.of(group.usageFile()),
        Map.of(stat, group.counters().getOrDefault(stat, List.of())),
        Optional.of(
            new Gauges.Members(group::members, pid, Math.max(LEAST_BYTES, limitBytes / 64))));
  }

  /**
   * Returns the recording with what was counted in all.
   *
   * @param nanos now: nanoseconds since the run's start
   * @param empty whether no process is in the group any more: what is charged outlived them
   */
  static Recording added(Recording recording, MemoryCgroup group, long nanos, boolean empty)
      throws IOException {
    List<Track> tracks = new ArrayList<>(recording.tracks());
    add(tracks, group.peakFile(), List.of(), nanos);
    if (empty) {
      add(tracks, group.usageFile(), List.of(), nanos);
    }
    for (Map.Entry<Path, List<String>> file : group.counters().entrySet()) {
      boolean stat = file.getKey().endsWith(STAT);
      if (file.getKey().endsWith("memory.oom_control")) {
        // The file is of the group alone; what counts is the group with those below it.
        add(tracks, "memory.oom_control oom_kill", "count", nanos, group.oomKills());
      } else if (empty || !stat) {
        add(tracks, file.getKey(), file.getValue(), nanos);
      }
    }
    return new Recording(recording.series(), tracks, recording.quality());
  }

  private static void add(List<Track> tracks, Path file, List<String> keys, long nanos)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    if (keys.isEmpty()) {
      String unit = name.equals("memory.failcnt") ? "count" : "bytes";
      add(tracks, name, unit, nanos, CgroupFiles.number(file));
    }
    for (String key : keys) {
      String unit = name.equals(STAT) ? "bytes" : "count";
      add(tracks, name + " " + key, unit, nanos, CgroupFiles.value(file, key));
    }
  }

  private static void add(
      List<Track> tracks, String name, String unit, long nanos, OptionalLong value) {
    if (value.isEmpty()) {
      return;
    }
    Track before =
        tracks.stream()
            .filter(track -> track.name().equals(name))
            .findFirst()
            .orElse(new Track(name, unit, new long[0], new long[0]));
    Track after =
        new Track(
            name, unit, more(before.nanos(), nanos), more(before.values(), value.getAsLong()));
    int at = tracks.indexOf(before);
    if (at >= 0) {
      tracks.set(at, after);
    } else {
      tracks.add(after);
    }
  }

  private static long[] more(long[] values, long value) {
    return Stream.of(Arrays.stream(values), Arrays.stream(new long[] {value}))
        .flatMapToLong(stream -> stream)
        .toArray();
  }
}
