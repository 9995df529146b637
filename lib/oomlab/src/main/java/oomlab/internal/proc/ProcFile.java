package oomlab.internal.proc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of {@code /proc} kept open and read again and again without allocating: a {@code
 * pread(2)} at offset 0 makes the kernel write it anew.
 *
 * <p>An open file of {@code /proc/PID} stays with that process: once it is gone, reads fail, also
 * when another process has got the same number.
 */
final class ProcFile implements AutoCloseable {
  /** No such number: this class returns plain longs so that it never allocates. */
  static final long ABSENT = Long.MIN_VALUE;

  private final FileChannel channel;
  private final ByteBuffer buffer;
  private int filled;

  private ProcFile(FileChannel channel, int capacityBytes) {
    this.channel = channel;
    buffer = ByteBuffer.allocateDirect(capacityBytes);
  }

  /** Opens a file of which the first {@code capacityBytes} bytes matter. */
  static ProcFile open(Path file, int capacityBytes) throws IOException {
    return new ProcFile(FileChannel.open(file, StandardOpenOption.READ), capacityBytes);
  }

  /** Returns the bytes to search {@link #after} for. */
  static byte[] key(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads in one system call: enough for files of up to a page. */
  void read() throws IOException {
    buffer.clear();
    filled = Math.max(0, channel.read(buffer, 0));
  }

  /** Reads up to the end or the capacity; longer files come in pieces of a page. */
  void readAll() throws IOException {
    read();
    int got = filled;
    while (got > 0 && buffer.hasRemaining()) {
      got = channel.read(buffer, filled);
      filled += Math.max(0, got);
    }
  }

  /** Returns the {@code index}-th of the numbers that the text begins with, or {@link #ABSENT}. */
  long number(int index) {
    return number(0, index);
  }

  /** Returns field {@code n} of {@code /proc/PID/stat} as man 5 proc counts them, from 4 on. */
  long statField(int n) {
    int at = filled - 1;
    while (at >= 0 && buffer.get(at) != ')') { // the name before may have any character
      at--;
    }
    return number(at + 1, n - 3);
  }

  private long number(int from, int index) {
    int at = skip(from, true);
    for (int i = 0; i < index; i++) {
      at = skip(at, false);
      at = skip(at, true);
    }
    return digits(at);
  }

  /** Skips blanks, or all that is none. */
  private int skip(int from, boolean blanks) {
    int at = from;
    while (at < filled && (buffer.get(at) <= ' ') == blanks) {
      at++;
    }
    return at;
  }

  /** Returns the number behind {@code key} where a line begins with it, or {@link #ABSENT}. */
  long after(byte[] key) {
    return afterIn(key, key, 0);
  }

  /**
   * Returns the number behind {@code key} in the line that begins with {@code line}, or {@link
   * #ABSENT}.
   */
  long after(byte[] line, byte[] key) {
    return afterIn(line, key, line.length);
  }

  private long afterIn(byte[] line, byte[] key, int skip) {
    int start = 0;
    while (start < filled) {
      int end = start;
      while (end < filled && buffer.get(end) != '\n') {
        end++;
      }
      if (matches(line, start, end)) {
        for (int at = start + skip; at + key.length <= end; at++) {
          if (matches(key, at, end)) {
            return digits(skip(at + key.length, true));
          }
        }
        return ABSENT;
      }
      start = end + 1;
    }
    return ABSENT;
  }

  private boolean matches(byte[] text, int at, int end) {
    if (at + text.length > end) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (buffer.get(at + i) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private long digits(int from) {
    int at = from;
    long value = 0;
    while (at < filled && buffer.get(at) >= '0' && buffer.get(at) <= '9') {
      value = value * 10 + (buffer.get(at) - '0');
      at++;
    }
    boolean whole = at > from && at - from <= 18 && (at == filled || buffer.get(at) <= ' ');
    return whole ? value : ABSENT;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
