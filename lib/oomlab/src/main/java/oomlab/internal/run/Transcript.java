package oomlab.internal.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import oomlab.Allocation;

/** What the experiment prints: our lines and the child's, in the order in which they come. */
final class Transcript {
  private static final int MOST_ERROR_CHARS = 2000;

  private final long originNanoTime;
  private final Consumer<String> listener;
  private final List<String> lines = new ArrayList<>();
  private final List<Allocation> allocations = new ArrayList<>();
  private final StringBuilder errors = new StringBuilder();
  private final List<Thread> readers = new ArrayList<>();

  Transcript(long originNanoTime, Consumer<String> listener) {
    this.originNanoTime = originNanoTime;
    this.listener = listener;
  }

  synchronized void say(String line) {
    lines.add(line);
    listener.accept(line);
  }

  /** Reads both streams until they end. */
  void follow(InputStream stdout, InputStream stderr) {
    readers.add(reader("oomlab-stdout", stdout, this::announced));
    readers.add(reader("oomlab-stderr", stderr, this::complained));
    readers.forEach(Thread::start);
  }

  /** Waits until everything that the ended child wrote is read. */
  void finish() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join(2000);
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  synchronized List<Allocation> allocations() {
    return List.copyOf(allocations);
  }

  /** What the child wrote to standard error, on one line. */
  synchronized String errors() {
    return errors.toString().strip();
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

  private static Thread reader(String name, InputStream in, Consumer<String> sink) {
    Thread thread =
        new Thread(
            () -> {
              try {
                BufferedReader text =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                  sink.accept(line);
                }
              } catch (IOException e) {
                // The stream is closed under the reader when the run is given up: nothing to add.
                return;
              }
            },
            name);
    thread.setDaemon(true);
    return thread;
  }
}
