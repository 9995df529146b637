package oomlab.internal.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** File descriptors: small helpers that hide EINTR. */
final class Fd {
  private Fd() {}

  /** A pipe whose ends are closed on exec and are never 0, 1 or 2. */
  record Pipe(int read, int write) {
    static Pipe open() throws ErrnoException {
      int[] fds = new int[2];
      if (LibC.pipe2(fds, LibC.O_CLOEXEC) != 0) {
        throw ErrnoException.last("cannot make a pipe");
      }
      return new Pipe(aboveStandard(fds[0]), aboveStandard(fds[1]));
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
      throw ErrnoException.last("cannot move a pipe above the standard streams");
    }
    close(fd);
    return higher;
  }

  static void close(int fd) {
    // Not retried on EINTR: Linux has released the descriptor by then (man 2 close).
    int ignored = LibC.close(fd);
  }

  static int read(int fd, byte[] buffer) throws ErrnoException {
    while (true) {
      int n = LibC.read(fd, buffer, new NativeLong(buffer.length)).intValue();
      if (n >= 0) {
        return n;
      }
      if (Native.getLastError() != LibC.EINTR) {
        throw ErrnoException.last("cannot read");
      }
    }
  }

  static boolean poll(int fd, int timeoutMillis) throws ErrnoException {
    try (Memory pollfd = new Memory(8)) {
      pollfd.setInt(0, fd);
      pollfd.setShort(4, LibC.POLLIN);
      pollfd.setShort(6, (short) 0);
      int n = LibC.poll(pollfd, new NativeLong(1), timeoutMillis);
      if (n < 0 && Native.getLastError() != LibC.EINTR) {
        throw ErrnoException.last("cannot poll");
      }
      return n > 0;
    }
  }

  /** Reads a descriptor that this stream owns. */
  static final class Input extends InputStream {
    private final int fd;
    private boolean open = true;

    Input(int fd) {
      this.fd = fd;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return Fd.read(fd, one) == 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      byte[] buffer = new byte[length];
      int n = Fd.read(fd, buffer);
      System.arraycopy(buffer, 0, target, offset, n);
      return n == 0 ? -1 : n;
    }

    @Override
    public synchronized void close() {
      if (open) {
        open = false;
        Fd.close(fd);
      }
    }
  }

  /** Writes to a descriptor that this stream owns. */
  static final class Output extends OutputStream {
    private final int fd;
    private boolean open = true;

    Output(int fd) {
      this.fd = fd;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) throws IOException {
      if (!open) {
        throw new IOException("already closed");
      }
      if (length == 0) {
        return;
      }
      try (Memory memory = new Memory(length)) {
        memory.write(0, source, offset, length);
        int done = 0;
        while (done < length) {
          int n = LibC.write(fd, memory.share(done), new NativeLong(length - done)).intValue();
          if (n > 0) {
            done += n;
          } else if (Native.getLastError() != LibC.EINTR) {
            throw ErrnoException.last("cannot write");
          }
        }
      }
    }

    @Override
    public synchronized void close() {
      if (open) {
        open = false;
        Fd.close(fd);
      }
    }
  }
}
