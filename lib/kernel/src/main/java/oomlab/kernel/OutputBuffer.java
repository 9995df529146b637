package oomlab.kernel;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Collects what cells print and hands it on in pieces of about 8 KB or after 50 ms, whichever is
 * first. The order between the two streams is kept; a character of several bytes is never split.
 */
final class OutputBuffer {
  static final int PIECE_BYTES = 8192;
  static final long DELAY_MILLIS = 50;

  private final BiConsumer<String, String> sink;
  private final Part out = new Part("stdout");
  private final Part err = new Part("stderr");

  private final class Part extends OutputStream {
    private final String name;
    private byte[] bytes = new byte[PIECE_BYTES + 4];
    private int count;

    private Part(String name) {
      this.name = name;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      synchronized (OutputBuffer.this) {
        (this == out ? err : out).hand(false);
        int done = 0;
        while (done < length) {
          int step = Math.min(length - done, PIECE_BYTES - count);
          System.arraycopy(from, offset + done, bytes, count, step);
          count += step;
          done += step;
          if (count >= PIECE_BYTES) {
            hand(false);
          }
        }
        OutputBuffer.this.notifyAll();
      }
    }

    /** Hands on what is there; the bytes of an unfinished character stay unless it is the end. */
    private void hand(boolean end) {
      int whole = end ? count : wholeCharacters(bytes, count);
      if (whole == 0) {
        return;
      }
      String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
      byte[] rest = Arrays.copyOfRange(bytes, whole, count);
      System.arraycopy(rest, 0, bytes, 0, rest.length);
      count = rest.length;
      sink.accept(name, text);
    }
  }

  /** Hands pieces to {@code sink} as (stream name, text); call {@link #startTimer} as well. */
  OutputBuffer(BiConsumer<String, String> sink) {
    this.sink = sink;
  }

  PrintStream out() {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  PrintStream err() {
    return new PrintStream(err, false, StandardCharsets.UTF_8);
  }

  /** Starts the thread that hands on what has waited long enough. */
  void startTimer() {
    KernelThreads.start("output", this::runTimer);
  }

  /** Hands on all whole characters now. */
  synchronized void flush() {
    out.hand(false);
    err.hand(false);
  }

  /** Hands on everything, even the bytes of a character that never got complete. */
  synchronized void end() {
    out.hand(true);
    err.hand(true);
  }

  private synchronized void runTimer() {
    while (true) {
      try {
        while (out.count == 0 && err.count == 0) {
          wait();
        }
        long deadline = System.nanoTime() + DELAY_MILLIS * 1_000_000;
        long left = DELAY_MILLIS;
        while (left > 0) {
          wait(left);
          left = (deadline - System.nanoTime()) / 1_000_000;
        }
        flush();
      } catch (InterruptedException e) {
        // Nobody ends this thread but the end of the process.
      }
    }
  }

  /** Returns how many leading bytes hold whole UTF-8 characters. */
  static int wholeCharacters(byte[] bytes, int count) {
    int start = count - 1;
    while (start >= 0 && count - start < 4 && (bytes[start] & 0xC0) == 0x80) {
      start--;
    }
    if (start < 0) {
      return count;
    }
    int lead = bytes[start] & 0xFF;
    int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return count - start < needed ? start : count;
  }
}
