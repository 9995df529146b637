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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
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
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int GZIP_BYTES = 1 << 16;

  // The first two bytes: RFC 1952, and byte-order marks.
  private static final int GZIP = 0x1f8b;
  private static final int UTF_16LE = 0xfffe;
  private static final int UTF_16BE = 0xfeff;

  /** Longer than any line of a log, and enough for what a log service answers in one line. */
  private static final int LONGEST_BYTES = 1 << 22;

  private static final LogBytes MARKERS = new LogBytes(OomReports.Reader.MARKERS);

  /** One thread for all logs: a channel keeps a buffer for each that it is read from. */
  private static final Executor READER = new ForkJoinPool(1);

  private final InputStream in;
  private final OomReports.Reader reader;
  private final int blockBytes;
  private final Deque<OomReport> complete = new ArrayDeque<>();
  private final Deque<String> context = new ArrayDeque<>();
  private Block block;
  private Block ahead;
  private CompletableFuture<Void> reading;
  private int skipped;

  /** A line that has a marker: where it begins, and how many lines of the block are before it. */
  private record Marked(int start, int line) {}

  /** Whole lines of the log, and where the next one begins. */
  private static final class Block {
    final byte[] bytes;
    final Deque<Marked> marked = new ArrayDeque<>();
    int end;
    int lines;
    int rest; // bytes after them, of a line whose end was not read yet
    boolean last;

    Block(int size) {
      bytes = new byte[size];
    }
  }

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
    this.block = new Block(LONGEST_BYTES + blockBytes);
    this.ahead = new Block(LONGEST_BYTES + blockBytes);
    this.reading = CompletableFuture.runAsync(this::fill, READER);
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
    while (complete.isEmpty() && !block.last) {
      try {
        reading.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof UncheckedIOException u ? u.getCause() : new IOException(e);
      }
      Block read = ahead;
      ahead = block;
      block = read;
      if (!block.last) {
        reading = CompletableFuture.runAsync(this::fill, READER);
      }
      lines();
      if (block.last) {
        reader.finish();
      }
    }
    return Optional.ofNullable(complete.poll());
  }

  /** Reads the block ahead, and searches it, while the lines of the other are parsed. */
  private void fill() {
    byte[] bytes = ahead.bytes;
    System.arraycopy(block.bytes, block.end, bytes, 0, block.rest);
    int filled = block.rest;
    int end = 0;
    while (end == 0 && !ahead.last) {
      int got = read(bytes, filled);
      if (got < 0) {
        ahead.last = true;
        end = filled;
      } else if (LogBytes.lineStart(bytes, filled, filled + got) > filled) {
        filled += got;
        end = LogBytes.lineStart(bytes, 0, filled);
      } else {
        filled = Math.min(filled + got, LONGEST_BYTES);
      }
    }
    ahead.end = end;
    ahead.rest = Math.min(filled - end, LONGEST_BYTES);
    ahead.marked.clear();
    ahead.lines = 0;
    int counted = 0;
    int marker = MARKERS.find(bytes, 0, end);
    while (marker < end) {
      int start = LogBytes.lineStart(bytes, counted, marker);
      ahead.lines += LogBytes.newlines(bytes, counted, start);
      counted = start;
      ahead.marked.add(new Marked(start, ahead.lines));
      marker = MARKERS.find(bytes, LogBytes.newline(bytes, marker, end), end);
    }
    ahead.lines += LogBytes.newlines(bytes, counted, end);
  }

  private int read(byte[] bytes, int at) {
    try {
      return in.read(bytes, at, blockBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lines() {
    byte[] bytes = block.bytes;
    int line = 0;
    int at = 0;
    while (at < block.end) {
      if (reader.idle()) {
        Marked next = nextMarked(at);
        skipped += next.line - line;
        keepLast(at, next.start);
        line = next.line;
        at = next.start;
        if (at == block.end) {
          return;
        }
        reader.skip(skipped - context.size());
        context.forEach(reader::line);
        context.clear();
        skipped = 0;
      }
      int next = LogBytes.newline(bytes, at, block.end);
      reader.line(new String(bytes, at, next - at, StandardCharsets.UTF_8));
      line++;
      at = next + 1;
    }
  }

  /** Returns the next line that has a marker, the end of the block if none has. */
  private Marked nextMarked(int from) {
    while (!block.marked.isEmpty() && block.marked.element().start < from) {
      block.marked.remove();
    }
    return block.marked.isEmpty() ? new Marked(block.end, block.lines) : block.marked.element();
  }

  /** Keeps the last of some whole lines. */
  private void keepLast(int from, int to) {
    byte[] bytes = block.bytes;
    int at = to;
    Deque<String> last = new ArrayDeque<>();
    while (at > from && last.size() < OomReports.Reader.CONTEXT_LINES) {
      int start = LogBytes.lineStart(bytes, from, at - 1);
      last.addFirst(new String(bytes, start, at - 1 - start, StandardCharsets.UTF_8));
      at = start;
    }
    context.addAll(last);
    while (context.size() > OomReports.Reader.CONTEXT_LINES) {
      context.removeFirst();
    }
  }
}
