package oomlab.internal.child;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import oomlab.Touch;

/** One allocating thread: maps a chunk, says so, touches it, and starts over. */
final class AllocatingThread implements Runnable {
  /** Between two blocks a worker looks whether it must stop; small, so that it stops at once. */
  private static final int BLOCK_BYTES = 1 << 20;

  /** A view of memory has an {@code int} for its length. */
  private static final long WINDOW_BYTES = 1L << 30;

  /** The size of a huge page on x86-64 and of the usual one on arm64. */
  private static final long HUGE_BYTES = 2L << 20;

  private final Touch touch;
  private final long chunkBytes;
  private final Budget budget;
  private final int pageBytes;
  private final int fd;

  /**
   * Prepares a worker.
   *
   * @param pageBytes distance between two touched bytes
   * @param fd the file of strategy {@link Touch#FILE}, or -1 as mmap(2) wants it
   */
  AllocatingThread(Touch touch, long chunkBytes, int pageBytes, int fd, Budget budget) {
    this.touch = touch;
    this.chunkBytes = chunkBytes;
    this.pageBytes = pageBytes;
    this.fd = fd;
    this.budget = budget;
  }

  @Override
  public void run() {
    try {
      String self = Long.toHexString(ChildLibC.pthreadSelf());
      long bytes = budget.take(chunkBytes);
      while (bytes > 0) {
        announce(self, bytes);
        allocate(bytes);
        bytes = budget.take(chunkBytes);
      }
    } catch (Refused e) {
      ChildMain.fail(e.sentence(), e.errno());
    }
  }

  private void allocate(long bytes) throws Refused {
    switch (touch) {
      case PAGE ->
          touchPages(
              ChildLibC.mmap(bytes, ChildLibC.MAP_PRIVATE | ChildLibC.MAP_ANONYMOUS, -1), bytes);
      case BYTE ->
          fill(ChildLibC.mmap(bytes, ChildLibC.MAP_PRIVATE | ChildLibC.MAP_ANONYMOUS, -1), bytes);
      case POPULATE ->
          ChildLibC.mmap(
              bytes, ChildLibC.MAP_PRIVATE | ChildLibC.MAP_ANONYMOUS | ChildLibC.MAP_POPULATE, -1);
      case MADVISE ->
          ChildLibC.madvise(
              ChildLibC.mmap(bytes, ChildLibC.MAP_PRIVATE | ChildLibC.MAP_ANONYMOUS, -1),
              bytes,
              ChildLibC.MADV_POPULATE_WRITE);
      case HUGE -> huge(bytes);
      case MLOCK ->
          ChildLibC.mlock(
              ChildLibC.mmap(bytes, ChildLibC.MAP_PRIVATE | ChildLibC.MAP_ANONYMOUS, -1), bytes);
      case FILE -> {
        long address = ChildLibC.mmap(bytes, ChildLibC.MAP_PRIVATE, fd);
        readPages(address, bytes);
        touchPages(address, bytes);
      }
      case SHARED ->
          touchPages(
              ChildLibC.mmap(bytes, ChildLibC.MAP_SHARED | ChildLibC.MAP_ANONYMOUS, -1), bytes);
    }
  }

  /** Maps at a multiple of 2 MiB, which kernels before 6.7 do not do on their own. */
  private void huge(long bytes) throws Refused {
    long mapped = bytes + HUGE_BYTES;
    long start = ChildLibC.mmap(mapped, ChildLibC.MAP_PRIVATE | ChildLibC.MAP_ANONYMOUS, -1);
    long address = (start + HUGE_BYTES - 1) & -HUGE_BYTES;
    ChildLibC.munmap(start, address - start);
    long tail = (address + bytes + pageBytes - 1) & -pageBytes;
    ChildLibC.munmap(tail, start + mapped - tail);
    ChildLibC.madvise(address, bytes, ChildLibC.MADV_HUGEPAGE);
    try {
      ChildLibC.madvise(address, bytes, ChildLibC.MADV_POPULATE_WRITE);
    } catch (Refused e) {
      if (e.errno() != ChildLibC.EINVAL) {
        throw e;
      }
      touchPages(address, bytes); // before 5.14
    }
  }

  private void touchPages(long address, long bytes) {
    for (long done = 0; done < bytes; done += WINDOW_BYTES) {
      int window = (int) Math.min(WINDOW_BYTES, bytes - done);
      ByteBuffer view = ChildLibC.view(address + done, window);
      for (int block = 0; block < window; block += BLOCK_BYTES) {
        write(view, block, Math.min(window, block + BLOCK_BYTES), pageBytes);
        if (budget.stopped()) {
          return;
        }
      }
    }
  }

  private void readPages(long address, long bytes) {
    for (long done = 0; done < bytes; done += WINDOW_BYTES) {
      int window = (int) Math.min(WINDOW_BYTES, bytes - done);
      ByteBuffer view = ChildLibC.view(address + done, window);
      for (int i = 0; i < window && !budget.stopped(); i += pageBytes) {
        budget.saw(view.get(i));
      }
    }
  }

  private void fill(long address, long bytes) {
    for (long done = 0; done < bytes && !budget.stopped(); done += BLOCK_BYTES) {
      ChildLibC.fill(address + done, Math.min(BLOCK_BYTES, bytes - done));
    }
  }

  /** Small and called often, so that the compiler takes it whole. */
  private static void write(ByteBuffer view, int from, int to, int pageBytes) {
    for (int i = from; i < to; i += pageBytes) {
      view.put(i, (byte) 1);
    }
  }

  /** Prints the reference line in one write, so that lines of two threads never mix. */
  private static void announce(String self, long bytes) {
    StringBuilder line = new StringBuilder(64).append("thread(").append(self);
    print(line.append("), allocating ").append(bytes).append(" bytes.\n"));
  }

  /** Writes to standard output at once. */
  static void print(CharSequence line) {
    try {
      OUT.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Nobody reads: the parent is gone, and standard input says so as well.
      return;
    }
  }

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
}
