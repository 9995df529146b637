package oomlab.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * How students' JVMs are started, and what they may use.
 *
 * @param java the command up to the main class
 * @param readable files that the command must be able to read
 * @param limits limits of the process
 * @param cellMillis how long a cell may run
 * @param totalMillis how long a submission may run, all its processes together
 * @param outputChars how much a cell may print and show
 */
public record StudentJvmSettings(
    List<String> java,
    List<Path> readable,
    SandboxLimits limits,
    long cellMillis,
    long totalMillis,
    long outputChars) {
  /** Makes the lists unmodifiable. */
  public StudentJvmSettings {
    java = List.copyOf(java);
    readable = List.copyOf(readable);
  }
}
