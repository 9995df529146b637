package oomlab.internal.child;

import java.util.concurrent.atomic.AtomicLong;

/** How much the workers may still allocate together: without an end, or a total for measuring. */
final class Budget {
  private final boolean endless;
  private final AtomicLong left;
  private volatile boolean stopped;
  private volatile byte seen;

  private Budget(boolean endless, long bytes) {
    this.endless = endless;
    left = new AtomicLong(bytes);
  }

  /** Allocates until something else ends it. */
  static Budget endless() {
    return new Budget(true, 0);
  }

  /** Ends after {@code bytes} bytes of all workers together. */
  static Budget of(long bytes) {
    return new Budget(false, bytes);
  }

  /** Returns the size of the next chunk, or 0 when it is time to stop. */
  long take(long chunkBytes) {
    if (stopped) {
      return 0;
    }
    if (endless) {
      return chunkBytes;
    }
    long before = left.getAndAdd(-chunkBytes);
    return Math.max(0, Math.min(chunkBytes, before));
  }

  /** Tells the workers to stop at the next block. */
  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  /** Keeps what was read, so that the compiler cannot drop the read. */
  void saw(byte value) {
    seen = value;
  }

  @Override
  public String toString() {
    return endless ? "endless" : left.get() + " bytes left, last read " + seen;
  }
}
