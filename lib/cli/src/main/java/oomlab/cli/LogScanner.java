package oomlab.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/**
 * Reads the reports out of a log that may be anything, also binary or gzipped, at about the speed
 * of grep: decodes only the lines of reports, and counts the others.
 *
 * <p>Lines end only at newlines, because a process name may hold a carriage return. Bytes that are
 * no UTF-8 become replacement characters. What no kernel writes, the far end of a very long line,
 * is dropped, so that memory stays small.
 */
final class LogScanner {
  private static final int BLOCK_BYTES = 1 << 18;
  private static final int GZIP_BYTES = 1 << 16;

  // The first two bytes: RFC 1952, and byte-order marks.
  private static final int GZIP = 0x1f8b;
  private static final int UTF_16LE = 0xfffe;
  private static final int UTF_16BE = 0xfeff;

  /** Longer than what the parser looks at of a line, in any encoding. */
  private static final int LONGEST_BYTES = 1 << 17;

  private static final List<LogBytes> MARKERS = LogBytes.of(OomReports.Reader.MARKERS);

  private final InputStream in;
  private final OomReports.Reader reader;
  private final byte[] buffer;
  private final int blockBytes;
  private final Deque<OomReport> complete = new ArrayDeque<>();
  private final Deque<String> context = new ArrayDeque<>();
  private int filled;
  private int skipped;
  private boolean ended;

  /**
   * Begins to read.
   *
   * @param log what this reads ahead of what it hands over, and does not close
   * @throws IOException if its first bytes cannot be read
   */
  public LogScanner(InputStream log) throws IOException {
    this(log, BLOCK_BYTES);
  }

  LogScanner(InputStream log, int blockBytes) throws IOException {
    this(log, blockBytes, reader -> reader);
  }

  /**
   * Begins to read.
   *
   * @param listener stands before the reader of reports: gets all that the reader gets
   */
  LogScanner(InputStream log, UnaryOperator<OomReports.Reader> listener) throws IOException {
    this(log, BLOCK_BYTES, listener);
  }

  private LogScanner(InputStream log, int blockBytes, UnaryOperator<OomReports.Reader> listener)
      throws IOException {
    this.in = unpacked(log);
    this.reader = listener.apply(OomReports.reader(complete::add));
    this.blockBytes = blockBytes;
    this.buffer = new byte[LONGEST_BYTES + blockBytes];
  }

  private static InputStream unpacked(InputStream log) throws IOException {
    PushbackInputStream in = new PushbackInputStream(log, 2);
    byte[] magic = in.readNBytes(2);
    in.unread(magic);
    int first = magic.length == 2 ? ((magic[0] & 0xff) << 8) | (magic[1] & 0xff) : 0;
    return switch (first) {
      case GZIP -> new GZIPInputStream(in, GZIP_BYTES);
      case UTF_16LE, UTF_16BE -> new SequenceInputStream(inUtf8(in));
      default -> in;
    };
  }

  /** PowerShell writes its output in two bytes a letter: hands it over a piece at a time. */
  @SuppressWarnings("JdkObsolete") // SequenceInputStream takes no other.
  private static Enumeration<InputStream> inUtf8(InputStream in) {
    Reader letters = new InputStreamReader(in, StandardCharsets.UTF_16);
    return new Enumeration<>() {
      private final char[] piece = new char[BLOCK_BYTES / 4];
      private int count;

      @Override
      public boolean hasMoreElements() {
        try {
          count = letters.read(piece);
          return count >= 0;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public InputStream nextElement() {
        byte[] bytes = new String(piece, 0, count).getBytes(StandardCharsets.UTF_8);
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /**
   * Reads on until a report is complete; empty at the end of the log.
   *
   * @throws IOException if the log cannot be read to its end
   */
  public Optional<OomReport> next() throws IOException {
    while (complete.isEmpty() && !ended) {
      block();
    }
    return Optional.ofNullable(complete.poll());
  }

  private void block() throws IOException {
    int got = read();
    if (got < 0) {
      lines(filled);
      reader.finish();
      ended = true;
      return;
    }
    int end = LogBytes.lineStart(buffer, filled, filled + got);
    boolean whole = end > filled;
    filled += got;
    if (whole) {
      lines(end);
      filled -= end;
      System.arraycopy(buffer, end, buffer, 0, filled);
    }
    filled = Math.min(filled, LONGEST_BYTES);
  }

  private int read() throws IOException {
    try {
      return in.read(buffer, filled, blockBytes);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Handles whole lines, all up to the end. */
  private void lines(int end) {
    int at = 0;
    while (at < end) {
      if (reader.idle()) {
        int marker = marker(at, end);
        int line = marker < end ? LogBytes.lineStart(buffer, at, marker) : end;
        skip(at, line);
        at = line;
        if (marker == end) {
          return;
        }
        reader.skip(skipped - context.size());
        context.forEach(reader::line);
        context.clear();
        skipped = 0;
      }
      int next = LogBytes.newline(buffer, at, end);
      reader.line(new String(buffer, at, next - at, StandardCharsets.UTF_8));
      at = next + 1;
    }
  }

  private int marker(int from, int to) {
    int first = to;
    for (LogBytes markers : MARKERS) {
      first = markers.find(buffer, from, first);
    }
    return first;
  }

  /** Counts whole lines, and keeps the last of them. */
  private void skip(int from, int to) {
    skipped += LogBytes.newlines(buffer, from, to);
    int at = to;
    Deque<String> last = new ArrayDeque<>();
    while (at > from && last.size() < OomReports.Reader.CONTEXT_LINES) {
      int start = LogBytes.lineStart(buffer, from, at - 1);
      last.addFirst(new String(buffer, start, at - 1 - start, StandardCharsets.UTF_8));
      at = start;
    }
    context.addAll(last);
    while (context.size() > OomReports.Reader.CONTEXT_LINES) {
      context.removeFirst();
    }
  }
}
