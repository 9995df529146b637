package oomlab.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a process prints, taken from it as it comes, whether somebody reads it or not, up to a
 * limit.
 */
final class ProcessOutput extends InputStream {
  private static final int CHUNK_BYTES = 8192;

  private final InputStream source;
  private final long limitBytes;
  private final Runnable flooded;
  private final Thread pump = new Thread(this::drain, "oomlab-output");
  private byte[] kept = new byte[CHUNK_BYTES];
  private int size;
  private int read;
  private boolean ended;

  /**
   * @param flooded told once when there is more than the limit, the rest of which is thrown away
   */
  ProcessOutput(InputStream source, long limitBytes, Runnable flooded) {
    this.source = source;
    this.limitBytes = limitBytes;
    this.flooded = flooded;
    pump.setDaemon(true);
  }

  void start() {
    pump.start();
  }

  private void drain() {
    byte[] chunk = new byte[CHUNK_BYTES];
    boolean full = false;
    try {
      for (int n = source.read(chunk, 0, chunk.length);
          n >= 0;
          n = source.read(chunk, 0, chunk.length)) {
        if (keep(chunk, n) && !full) {
          full = true;
          flooded.run();
        }
      }
    } catch (IOException broken) {
      // The same as its end: what came until now is there.
      return;
    } finally {
      end();
    }
  }

  /** Keeps what fits; returns whether something did not. */
  private synchronized boolean keep(byte[] chunk, int length) {
    int fits = (int) Math.min(length, limitBytes - size);
    if (size + fits > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(size + fits, 2 * size));
    }
    System.arraycopy(chunk, 0, kept, size, fits);
    size += fits;
    notifyAll();
    return fits < length;
  }

  synchronized boolean ended() {
    return ended;
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits until everything was taken, interrupted or not; returns whether that is so. */
  boolean awaitEnd(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    boolean interrupted = false;
    while (pump.isAlive() && System.nanoTime() < deadline) {
      try {
        pump.join(millis);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !pump.isAlive();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (read == size && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while reading a process's output", e);
      }
    }
    if (read == size) {
      return -1;
    }
    int n = Math.min(length, size - read);
    System.arraycopy(kept, read, target, offset, n);
    read += n;
    return n;
  }

  @Override
  public synchronized int available() {
    return size - read;
  }
}
