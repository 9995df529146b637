package oomlab.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The lines of a log that may be anything, also binary: ends only at newlines, because a process
 * name may hold a carriage return, and cuts lines that no kernel writes, so that memory stays
 * small.
 */
final class LogLines implements Iterator<String> {
  private static final int LONGEST_BYTES = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int position;
  private int filled;

  /** Reads from the stream, as UTF-8; bytes that are none become replacement characters. */
  LogLines(InputStream in) {
    this.in = in;
  }

  @Override
  public boolean hasNext() {
    if (position < filled) {
      return true;
    }
    try {
      filled = Math.max(0, in.read(buffer));
      position = 0;
      return filled > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    line.reset();
    do {
      int from = position;
      while (position < filled && buffer[position] != '\n') {
        position++;
      }
      line.write(buffer, from, Math.min(position - from, LONGEST_BYTES - line.size()));
      if (position < filled) {
        position++;
        break;
      }
    } while (hasNext());
    return line.toString(StandardCharsets.UTF_8);
  }
}
