package oomlab.internal.child;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import oomlab.Touch;

/** One allocating thread: maps a chunk, says so, touches it, and starts over. */
final class AllocatingThread implements Runnable {
  /** Strategy {@link Touch#BYTE} writes so much at a time. */
  private static final long BLOCK_BYTES = 1 << 20;

  /** So much is looked at at a time, so that the loop over its pages is soon called compiled. */
  private static final long WINDOW_BYTES = 16 << 20;

  /** The size of a huge page on x86-64 and of the usual one on arm64. */
  private static final long HUGE_BYTES = 2L << 20;

  private static final int ANONYMOUS = ChildLibC.MAP_PRIVATE | ChildLibC.MAP_ANONYMOUS;

  private final Touch touch;
  private final long chunkBytes;
  private final AtomicLong leftBytes;
  private final int pageBytes;
  private final int fd;

  /** Keeps what was read, so that the compiler cannot drop the read. */
  volatile byte seen;

  /**
   * Prepares a thread.
   *
   * @param pageBytes distance between two touched bytes
   * @param fd the file of strategy {@link Touch#FILE}, or -1 as mmap(2) wants it
   * @param leftBytes what all threads together may still allocate
   */
  AllocatingThread(Touch touch, long chunkBytes, int pageBytes, int fd, AtomicLong leftBytes) {
    this.touch = touch;
    this.chunkBytes = chunkBytes;
    this.pageBytes = pageBytes;
    this.fd = fd;
    this.leftBytes = leftBytes;
  }

  @Override
  public void run() {
    try {
      String self = Long.toHexString(ChildLibC.pthreadSelf());
      long bytes = nextChunk();
      while (bytes > 0) {
        announce(self, bytes);
        allocate(bytes);
        bytes = nextChunk();
      }
    } catch (Refused e) {
      ChildMain.fail(e.sentence(), e.errno());
    }
  }

  private long nextChunk() {
    return Math.max(0, Math.min(chunkBytes, leftBytes.getAndAdd(-chunkBytes)));
  }

  private void allocate(long bytes) throws Refused {
    switch (touch) {
      case PAGE -> touchPages(anonymous(bytes), bytes);
      case BYTE -> fill(anonymous(bytes), bytes);
      case POPULATE -> ChildLibC.mmap(bytes, ANONYMOUS | ChildLibC.MAP_POPULATE, -1);
      case MADVISE -> ChildLibC.madvise(anonymous(bytes), bytes, ChildLibC.MADV_POPULATE_WRITE);
      case HUGE -> huge(bytes);
      case MLOCK -> ChildLibC.mlock(anonymous(bytes), bytes);
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

  private static long anonymous(long bytes) throws Refused {
    return ChildLibC.mmap(bytes, ANONYMOUS, -1);
  }

  /** Maps at a multiple of 2 MiB, which kernels before 6.7 do not do on their own. */
  private void huge(long bytes) throws Refused {
    long mapped = bytes + HUGE_BYTES;
    long start = anonymous(mapped);
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
      write(ChildLibC.view(address + done, window), window, pageBytes);
    }
  }

  private void readPages(long address, long bytes) {
    for (long done = 0; done < bytes; done += WINDOW_BYTES) {
      int window = (int) Math.min(WINDOW_BYTES, bytes - done);
      ByteBuffer view = ChildLibC.view(address + done, window);
      for (int i = 0; i < window; i += pageBytes) {
        seen = view.get(i);
      }
    }
  }

  private static void fill(long address, long bytes) {
    for (long done = 0; done < bytes; done += BLOCK_BYTES) {
      ChildLibC.fill(address + done, Math.min(BLOCK_BYTES, bytes - done));
    }
  }

  /** Small and called often, so that the compiler takes it whole. */
  private static void write(ByteBuffer view, int bytes, int pageBytes) {
    for (int i = 0; i < bytes; i += pageBytes) {
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
