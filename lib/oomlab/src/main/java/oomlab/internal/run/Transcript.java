package oomlab.internal.run;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import oomlab.Run.Allocation;
import oomlab.Verdict.MemoryRefused;

/** What the experiment prints: our lines and the child's, in the order in which they come. */
final class Transcript {
  private static final int MOST_ERROR_CHARS = 2000;

  /** Of what a program prints, so many lines are kept from its beginning and from its end. */
  private static final int KEPT_LINES = 1000;

  private static final int LONGEST_LINE_BYTES = 4096;
  private static final int MOST_ALLOCATIONS = 1 << 20;

  private final long originNanoTime;
  private final Consumer<String> listener;
  private final List<String> lines = new ArrayList<>();
  private final Deque<String> latest = new ArrayDeque<>();
  private final List<Allocation> allocations = new ArrayList<>();
  private final StringBuilder errors = new StringBuilder();
  private final List<Thread> readers = new ArrayList<>();
  private Optional<MemoryRefused> refusal = Optional.empty();
  private int programLines;
  private long leftOut;

  Transcript(long originNanoTime, Consumer<String> listener) {
    this.originNanoTime = originNanoTime;
    this.listener = listener;
  }

  synchronized void say(String line) {
    keep(line);
    listener.accept(line);
  }

  private void keep(String line) {
    if (programLines <= KEPT_LINES) {
      lines.add(line);
      return;
    }
    latest.add(line);
    if (latest.size() > KEPT_LINES) {
      latest.remove();
      leftOut++;
    }
  }

  /** Reads both streams of our own child until they end. */
  void follow(InputStream stdout, InputStream stderr) {
    start("oomlab-stdout", () -> lines(stdout, this::announced));
    start("oomlab-stderr", () -> lines(stderr, this::complained));
  }

  /**
   * Reads both streams of a program until they end.
   *
   * @param streams get each byte at once; without them the listener gets each line
   */
  void follow(InputStream stdout, InputStream stderr, Optional<ProgramStreams> streams) {
    start("oomlab-stdout", () -> bytes(stdout, streams.map(ProgramStreams::out), false));
    start("oomlab-stderr", () -> bytes(stderr, streams.map(ProgramStreams::err), true));
  }

  /** Waits until everything that the ended child wrote is read. */
  void finish() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join(2000);
    }
  }

  synchronized List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (leftOut > 0) {
      all.add("(oomlab left out %d lines here)".formatted(leftOut));
    }
    all.addAll(latest);
    return List.copyOf(all);
  }

  synchronized List<Allocation> allocations() {
    return List.copyOf(allocations);
  }

  /** What the child wrote to standard error, on one line. */
  synchronized String errors() {
    return errors.toString().strip();
  }

  /** The first line in which a program wrote that it was refused memory. */
  synchronized Optional<MemoryRefused> refusal() {
    return refusal;
  }

  private synchronized void announced(String line) {
    long now = System.nanoTime() - originNanoTime;
    Allocation.parse(now, line).ifPresent(allocations::add);
    say(line);
  }

  private synchronized void complained(String line) {
    if (errors.length() < MOST_ERROR_CHARS) {
      errors.append(line.strip()).append(' ');
    }
  }

  private synchronized void written(String line, boolean error, boolean shown) {
    long now = System.nanoTime() - originNanoTime;
    if (allocations.size() < MOST_ALLOCATIONS) {
      Allocation.parse(now, line).ifPresent(allocations::add);
    }
    refusal = refusal.or(() -> RefusalWords.in(line));
    if (error) {
      complained(line);
    }
    programLines++;
    keep(line);
    if (!shown) {
      listener.accept(line);
    }
  }

  private void bytes(InputStream in, Optional<OutputStream> copy, boolean error)
      throws IOException {
    byte[] buffer = new byte[8192];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    Optional<OutputStream> out = copy;
    for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
      out = copied(buffer, got, out);
      for (int i = 0; i < got; i++) {
        if (buffer[i] != '\n') {
          line.write(buffer[i]);
        }
        if (buffer[i] == '\n' || line.size() == LONGEST_LINE_BYTES) {
          written(text(line), error, copy.isPresent());
        }
      }
    }
    if (line.size() > 0) {
      written(text(line), error, copy.isPresent());
    }
  }

  /** Hands on; once nobody reads there any more, the program is still read to its end. */
  private static Optional<OutputStream> copied(
      byte[] buffer, int count, Optional<OutputStream> out) {
    try {
      if (out.isPresent()) {
        out.get().write(buffer, 0, count);
        out.get().flush();
      }
      return out;
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  // A saved run has a line for each, so that nothing else may end one.
  private static String text(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}&&[^\t]]", "");
    line.reset();
    return text;
  }

  /** Reads until the stream ends. */
  private interface Reading {
    void run() throws IOException;
  }

  private static void lines(InputStream in, Consumer<String> sink) throws IOException {
    BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      sink.accept(line);
    }
  }

  private void start(String name, Reading reading) {
    Thread thread =
        new Thread(
            () -> {
              try {
                reading.run();
              } catch (IOException e) {
                // The stream is closed under the reader when the run is given up: nothing to add.
                return;
              }
            },
            name);
    thread.setDaemon(true);
    readers.add(thread);
    thread.start();
  }
}
