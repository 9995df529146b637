package oomlab.internal.klog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.internal.posix.ErrnoException;
import oomlab.internal.posix.NativeAccessException;

/** Tries the sources in turn, and says why one does not work. */
final class LogSources {
  private LogSources() {}

  static KernelLog open(Path root) throws IOException {
    try {
      return KmsgLog.open(device(root));
    } catch (ErrnoException refused) {
      try {
        return JournalLog.open();
      } catch (IOException noJournal) {
        LogAccess why = denied(root, refused);
        throw new IOException(why.reason() + "; " + why.fix(), refused);
      }
    }
  }

  static List<LogRecord> past(Path root) throws IOException {
    try (KmsgLog log = KmsgLog.openAtStart(device(root))) {
      return log.read();
    } catch (ErrnoException refused) {
      try {
        return JournalLog.past();
      } catch (IOException noJournal) {
        LogAccess why = denied(root, refused);
        throw new IOException(why.reason() + "; " + why.fix(), refused);
      }
    }
  }

  static LogAccess access(Path root) {
    try (KernelLog log = open(root)) {
      return new LogAccess(true, log.source(), log.source() + " can be read", "");
    } catch (NativeAccessException | IOException e) {
      return e.getCause() instanceof ErrnoException refused
          ? denied(root, refused)
          : new LogAccess(false, "/dev/kmsg", String.valueOf(e.getMessage()), "see the reason");
    }
  }

  private static LogAccess denied(Path root, ErrnoException refused) {
    Path device = device(root);
    if (!Files.exists(device)) {
      return new LogAccess(
          false,
          "/dev/kmsg",
          "there is no " + device + " here, as in many containers",
          "start the container with --device /dev/kmsg --cap-add SYSLOG");
    }
    if (refused.errno() == ErrnoException.EPERM && isOne(root, "dmesg_restrict")) {
      return new LogAccess(
          false,
          "/dev/kmsg",
          "kernel.dmesg_restrict is 1 and this process lacks CAP_SYSLOG",
          "run as root, or: sudo sysctl kernel.dmesg_restrict=0");
    }
    return new LogAccess(
        false,
        "/dev/kmsg",
        String.valueOf(refused.getMessage()),
        "run as root, or: sudo usermod -aG adm $USER (then log in again)");
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
