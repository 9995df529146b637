package oomlab.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The last lines of what a process says on its standard error, for whoever asks why it ended. */
final class LastWords {
  private static final int LINES = 4;
  private static final int LINE_CHARS = 300;
  private static final long PATIENCE_MILLIS = 1_000;

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final CountDownLatch end = new CountDownLatch(1);

  private LastWords() {}

  /** Reads on a thread of its own until there is no more, so that the process never waits. */
  static LastWords of(InputStream errors) {
    LastWords words = new LastWords();
    Thread reader = new Thread(() -> words.read(errors), "worker-errors");
    reader.setDaemon(true);
    reader.start();
    return words;
  }

  private void read(InputStream errors) {
    try (BufferedReader from =
        new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        add(line.strip());
      }
    } catch (IOException gone) {
      // It was ended: what it had said is there.
      add("");
    } finally {
      end.countDown();
    }
  }

  private synchronized void add(String line) {
    if (!line.isEmpty()) {
      lines.add(line.substring(0, Math.min(LINE_CHARS, line.length())));
      if (lines.size() > LINES) {
        lines.remove();
      }
    }
  }

  /** Returns the lines behind a colon, as one; empty if it said nothing. */
  @Override
  public String toString() {
    try {
      boolean ignored = end.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return lines.isEmpty() ? "" : ": " + String.join("; ", lines);
    }
  }
}
