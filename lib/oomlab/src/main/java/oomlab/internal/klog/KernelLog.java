package oomlab.internal.klog;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import oomlab.internal.posix.ErrnoException;
import oomlab.internal.posix.NativeAccessException;
import oomlab.report.LogRecord;

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
    try {
      return KmsgLog.open(device(root), true);
    } catch (ErrnoException refused) {
      try {
        return JournalLog.open();
      } catch (IOException noJournal) {
        throw closed(root, refused);
      }
    }
  }

  /**
   * Returns the records that the kernel log still has of this boot, oldest first.
   *
   * @param root {@code /}, or where a test keeps {@code dev}
   * @throws IOException if it cannot be read; the message has the reason and the fix
   */
  static List<LogRecord> past(Path root) throws IOException {
    try (KmsgLog log = KmsgLog.open(device(root), false)) {
      return log.read();
    } catch (ErrnoException refused) {
      try {
        return JournalLog.past();
      } catch (IOException noJournal) {
        throw closed(root, refused);
      }
    }
  }

  /** Says whether and how the kernel log can be read on this machine, by trying. */
  static LogAccess access(Path root) {
    try (KernelLog log = open(root)) {
      return new LogAccess(true, log.source(), words("%s can be read", log.source()), "");
    } catch (NativeAccessException | IOException e) {
      return e.getCause() instanceof ErrnoException refused
          ? denied(root, refused)
          : new LogAccess(
              false, "/dev/kmsg", String.valueOf(e.getMessage()), words("see the reason"));
    }
  }

  /** Returns the records that arrived since the last call. Does not wait. */
  List<LogRecord> read() throws IOException;

  /** Why records are missing, in a sentence; empty if none is. */
  Optional<String> gap();

  /** Where the records come from: {@code /dev/kmsg} or {@code journalctl -k}. */
  String source();

  @Override
  void close();

  private static IOException closed(Path root, ErrnoException refused) {
    LogAccess why = denied(root, refused);
    return new IOException(why.reason() + words("; ") + why.fix(), refused);
  }

  private static LogAccess denied(Path root, ErrnoException refused) {
    Path device = device(root);
    if (!Files.exists(device)) {
      return new LogAccess(
          false,
          "/dev/kmsg",
          words("there is no %s here, as in many containers", device),
          words("start the container with --device /dev/kmsg --cap-add SYSLOG"));
    }
    if (refused.errno() == ErrnoException.EPERM && isOne(root, "dmesg_restrict")) {
      return new LogAccess(
          false,
          "/dev/kmsg",
          words("kernel.dmesg_restrict is 1 and this process lacks CAP_SYSLOG"),
          words("run as root, or: sudo sysctl kernel.dmesg_restrict=0"));
    }
    return new LogAccess(
        false,
        "/dev/kmsg",
        String.valueOf(refused.getMessage()),
        words("run as root, or: sudo usermod -aG adm $USER (then log in again)"));
  }

  private static boolean isOne(Path root, String sysctl) {
    try {
      return Files.readString(root.resolve("proc/sys/kernel").resolve(sysctl)).strip().equals("1");
    } catch (IOException e) {
      return false;
    }
  }

  private static Path device(Path root) {
    return root.resolve("dev/kmsg");
  }
}
