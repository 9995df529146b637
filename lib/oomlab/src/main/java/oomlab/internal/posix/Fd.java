package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** File descriptors: small helpers that hide EINTR. */
final class Fd {
  private Fd() {}

  /** A pipe whose ends are closed on exec and are never 0, 1 or 2. */
  record Pipe(int read, int write) implements AutoCloseable {
    static Pipe open() throws ErrnoException {
      int[] fds = new int[2];
      if (LibC.pipe2(fds, LibC.O_CLOEXEC) != 0) {
        throw ErrnoException.last(words("cannot make a pipe"));
      }
      return new Pipe(aboveStandard(fds[0]), aboveStandard(fds[1]));
    }

    /** Opens the read end once more ({@code man 5 proc_pid_fd}): a stream that owns its own. */
    InputStream input() throws IOException {
      // Buffered, because a plain FileInputStream seeks in readAllBytes, which a pipe refuses.
      return new BufferedInputStream(new FileInputStream("/proc/self/fd/" + read));
    }

    /** Opens the write end once more: a stream that owns its own. */
    OutputStream output() throws IOException {
      return new FileOutputStream("/proc/self/fd/" + write);
    }

    @Override
    public void close() {
      Fd.close(read);
      Fd.close(write);
    }
  }

  // A JVM started with closed standard streams would get 0..2 here, and dup2 in the child would
  // then overwrite one end with the other.
  private static int aboveStandard(int fd) throws ErrnoException {
    if (fd > 2) {
      return fd;
    }
    int higher = LibC.fcntl(fd, LibC.F_DUPFD_CLOEXEC, 3);
    if (higher < 0) {
      throw ErrnoException.last(words("cannot move a pipe above the standard streams"));
    }
    close(fd);
    return higher;
  }

  static void close(int fd) {
    // Not retried on EINTR: Linux has released the descriptor by then (man 2 close).
    int ignored = LibC.close(fd);
  }

  /** Waits until there is something to read, or to know of a pidfd, for at most this time. */
  static void poll(int fd, int timeoutMillis) throws ErrnoException {
    try (Memory pollfd = new Memory(8)) {
      pollfd.setInt(0, fd);
      pollfd.setShort(4, LibC.POLLIN);
      pollfd.setShort(6, (short) 0);
      if (LibC.poll(pollfd, 1, timeoutMillis) < 0 && Native.getLastError() != LibC.EINTR) {
        throw ErrnoException.last(words("cannot poll"));
      }
    }
  }
}
