package oomlab.internal.proc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded beside a process, at its own slower rate.
 *
 * @param numbers files of a number of bytes each, recorded under their names
 * @param keyed files of {@code key value} lines, a track a key: {@code memory.stat anon}, in bytes
 * @param members whose resident memory is recorded as well: processes that come and go
 */
public record Gauges(List<Path> numbers, Map<Path, List<String>> keyed, Optional<Members> members) {
  /** Files of a number each, and nothing else. */
  public static Gauges of(List<Path> numbers) {
    return new Gauges(numbers, Map.of(), Optional.empty());
  }

  /**
   * The processes of a group.
   *
   * @param group tells their process ids now
   * @param except the process that the recording is of
   * @param thresholdBytes a process that never held as much gives no track
   */
  public record Members(Group group, int except, long thresholdBytes) {}

  /** Tells the process ids of a group. */
  public interface Group {
    List<Integer> members() throws IOException;
  }
}
