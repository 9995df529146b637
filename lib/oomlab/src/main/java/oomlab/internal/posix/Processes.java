package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import com.sun.jna.Native;
import java.util.function.BooleanSupplier;

/** Signals to processes that are not our own children. */
public final class Processes {
  private Processes() {}

  /**
   * Kills a process, if it still is the one that is meant. The process is pinned by a pidfd before
   * the check where the kernel has one, so a reused pid is never hit.
   *
   * @param pid the process
   * @param stillMeant asked after the pid is pinned and before the signal
   * @return whether the signal was sent; false if the process is gone or no longer meant
   * @throws ErrnoException if the kernel refuses
   */
  public static boolean kill(int pid, BooleanSupplier stillMeant) throws ErrnoException {
    int fd = LibC.pidfdOpen(pid);
    if (fd < 0 && Native.getLastError() == LibC.ESRCH) {
      return false;
    }
    try {
      if (!stillMeant.getAsBoolean()) {
        return false;
      }
      int kill = Signal.SIGKILL.number();
      long result =
          fd >= 0 ? LibC.syscall(LibC.SYS_PIDFD_SEND_SIGNAL, fd, kill, 0, 0) : LibC.kill(pid, kill);
      if (result != 0 && Native.getLastError() != LibC.ESRCH) {
        throw ErrnoException.last(words("cannot kill process %d", pid));
      }
      return result == 0;
    } finally {
      if (fd >= 0) {
        Fd.close(fd);
      }
    }
  }
}
