package oomlab.internal.klog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The kernel log from now on: opened at its current end, it gives what arrives later.
 *
 * <p>A source keeps account of what it could not see: {@link #gap} is empty only if no record was
 * lost.
 */
public sealed interface KernelLog extends AutoCloseable permits KmsgLog, JournalLog {
  /**
   * Opens the kernel log at its current end: {@code /dev/kmsg}, else the journal.
   *
   * @param root {@code /}, or where a test keeps {@code dev}
   * @throws IOException if neither can be read; the message has the reason and the fix
   */
  static KernelLog open(Path root) throws IOException {
    return LogSources.open(root);
  }

  /**
   * Returns the records that the kernel log still has of this boot, oldest first.
   *
   * @param root {@code /}, or where a test keeps {@code dev}
   * @throws IOException if it cannot be read; the message has the reason and the fix
   */
  static List<LogRecord> past(Path root) throws IOException {
    return LogSources.past(root);
  }

  /** Says whether and how the kernel log can be read on this machine, by trying. */
  static LogAccess access(Path root) {
    return LogSources.access(root);
  }

  /** Returns the records that arrived since the last call. Does not wait. */
  List<LogRecord> read() throws IOException;

  /** Why records are missing, in a sentence; empty if none is. */
  Optional<String> gap();

  /** Where the records come from: {@code /dev/kmsg} or {@code journalctl -k}. */
  String source();

  @Override
  void close();
}
