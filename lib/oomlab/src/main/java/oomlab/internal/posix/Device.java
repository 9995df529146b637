package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import com.sun.jna.Native;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A character device opened without blocking: what {@code /dev/kmsg} needs, where one read is one
 * record and an empty log must not block.
 */
public final class Device implements AutoCloseable {
  private static final int RECORD_BYTES = 16384; // printk.c: a record takes at most 8 KiB with keys

  private final int fd;
  private boolean open = true;

  private Device(int fd) {
    this.fd = fd;
  }

  /**
   * Opens the device for reading.
   *
   * @param atEnd whether to skip the records that it still has
   * @throws ErrnoException if it cannot be opened: EPERM or EACCES without the right
   */
  public static Device open(Path path, boolean atEnd) throws ErrnoException {
    int fd = LibC.open(path.toString(), LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
    if (fd < 0) {
      throw ErrnoException.last(words("cannot open %s", path));
    }
    if (atEnd && LibC.lseek(fd, 0, LibC.SEEK_END) < 0) {
      ErrnoException failure = ErrnoException.last(words("cannot seek to the end of %s", path));
      Fd.close(fd);
      throw failure;
    }
    return new Device(fd);
  }

  /**
   * Reads one record; empty if there is none now.
   *
   * @throws ErrnoException if the read fails; EPIPE says that records were overwritten, and the
   *     next read goes on after the hole
   */
  public synchronized Optional<byte[]> read() throws ErrnoException {
    if (!open) {
      return Optional.empty();
    }
    byte[] buffer = new byte[RECORD_BYTES];
    int n;
    do {
      n = (int) LibC.read(fd, buffer, buffer.length);
    } while (n < 0 && Native.getLastError() == LibC.EINTR);
    if (n > 0) {
      return Optional.of(Arrays.copyOf(buffer, n));
    }
    if (n == 0 || Native.getLastError() == LibC.EAGAIN) {
      return Optional.empty();
    }
    throw ErrnoException.last(words("cannot read the device"));
  }

  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      Fd.close(fd);
    }
  }
}
