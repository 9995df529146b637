package oomlab.sandbox;

import java.time.Duration;
import java.util.Locale;
import oomlab.internal.text.Words;

/**
 * What a process and all that it starts may use.
 *
 * @param memoryBytes memory and swap together, its files in memory included
 * @param processes processes and threads at the same time, up to three of the sandbox included
 * @param fileBytes the largest file that it may write
 * @param diskBytes all that it may write, half of it to its folder and half to its {@code /tmp}
 * @param outputBytes what it may print
 * @param cpu processor time of all its processes
 * @param wall time from its start to its end
 */
public record SandboxLimits(
    long memoryBytes,
    int processes,
    long fileBytes,
    long diskBytes,
    long outputBytes,
    Duration cpu,
    Duration wall) {
  private static final long LEAST_DISK_BYTES = 64 << 10;

  /** Refuses what no process could start under. */
  public SandboxLimits {
    require(memoryBytes > 0, "memory", memoryBytes);
    require(processes > 0, "processes", processes);
    require(fileBytes > 0, "file", fileBytes);
    require(diskBytes >= LEAST_DISK_BYTES, "disk", diskBytes);
    require(outputBytes > 0, "output", outputBytes);
    require(cpu.compareTo(Duration.ZERO) > 0, "processor time", cpu.toMillis());
    require(wall.compareTo(Duration.ZERO) > 0, "time", wall.toMillis());
  }

  private static void require(boolean holds, String what, long given) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a limit of %d for %s lets nothing start".formatted(given, what));
    }
  }

  /** Returns a limit in words, such as {@code memory, 256 MiB}. */
  String words(Limit limit) {
    return switch (limit) {
      case MEMORY -> Words.words("memory, %s", size(memoryBytes));
      case PROCESSES -> Words.words("processes and threads, %d", processes);
      case DISK -> Words.words("written files, %s", size(diskBytes));
      case OUTPUT -> Words.words("output, %s", size(outputBytes));
      case CPU -> Words.words("processor time, %s", seconds(cpu));
      case WALL -> Words.words("time, %s", seconds(wall));
    };
  }

  private static String size(long bytes) {
    return bytes >= 1 << 20 && bytes % (1 << 20) == 0
        ? (bytes >> 20) + " MiB"
        : bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
