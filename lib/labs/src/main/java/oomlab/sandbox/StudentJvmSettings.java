package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How students' JVMs are started, and what they may use.
 *
 * @param java the command up to the main class
 * @param readable files that the command must be able to read
 * @param limits limits of the process
 * @param cellMillis how long a cell may run
 * @param totalMillis how long a submission may run, all its processes together
 * @param outputChars how much a cell may print and show
 * @param withheld packages that are not on the class path, although the assignment's own cells may
 *     use them
 */
public record StudentJvmSettings(
    List<String> java,
    List<Path> readable,
    SandboxLimits limits,
    long cellMillis,
    long totalMillis,
    long outputChars,
    List<String> withheld) {
  /** Makes the lists unmodifiable. */
  public StudentJvmSettings {
    java = List.copyOf(java);
    readable = List.copyOf(readable);
    withheld = List.copyOf(withheld);
  }

  /**
   * Returns the same where its processes get to it. As the user nobody and without a file system of
   * its own, a process passes no folder that is closed to others, such as {@code /root}: what lies
   * behind one is copied.
   *
   * @param isolated whether they are isolated as far as the machine allows
   * @param folder one that everybody can reach; the copies stay there
   */
  public StudentJvmSettings reachable(boolean isolated, Path folder) throws IOException {
    Map<String, String> copies = new TreeMap<>(Comparator.reverseOrder()); // a/b before a
    for (Path path : readable) {
      if (FileAccess.closedAround(path).isPresent()) {
        Path copy = folder.resolve("java-" + copies.size() + "/" + path.getFileName());
        copies.put(path.toString(), copy.toString());
      }
    }
    if (copies.isEmpty() || !Sandbox.here(isolated).outside()) {
      return this;
    }
    for (Map.Entry<String, String> each : copies.entrySet()) {
      WorkFolder.copy(Path.of(each.getKey()), Path.of(each.getValue()));
    }
    return new StudentJvmSettings(
        java.stream().map(argument -> replaced(argument, copies)).toList(),
        readable.stream().map(path -> Path.of(replaced(path.toString(), copies))).toList(),
        limits,
        cellMillis,
        totalMillis,
        outputChars,
        withheld);
  }

  private static String replaced(String text, Map<String, String> copies) {
    String all = text;
    for (Map.Entry<String, String> each : copies.entrySet()) {
      all = all.replace(each.getKey(), each.getValue());
    }
    return all;
  }
}
