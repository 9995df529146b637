package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import oomlab.book.BookEvent;

/** Shows how the book grows: one line that changes on a terminal, else one line a notebook. */
final class ProgressLine implements Consumer<BookEvent>, AutoCloseable {
  private final PrintWriter out;
  private final boolean terminal;
  private final Path root;
  private final List<String> failures = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private String now = "";
  private long sinceNanos = System.nanoTime();

  private ProgressLine(PrintWriter out, boolean terminal, Path root) {
    this.out = out;
    this.terminal = terminal;
    this.root = root;
  }

  static ProgressLine on(PrintWriter out, boolean terminal, Path root) {
    ProgressLine progress = new ProgressLine(out, terminal, root);
    if (terminal) {
      var unused =
          progress.clock.scheduleWithFixedDelay(progress::tick, 200, 200, TimeUnit.MILLISECONDS);
    }
    return progress;
  }

  /** Returns a line for each notebook that did not run to its end. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Returns what the authors of the book should know, a sentence each. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  @Override
  public synchronized void accept(BookEvent event) {
    if (event instanceof BookEvent.Opened opened) {
      sinceNanos = System.nanoTime();
      now = words("%s  starting its kernel", opened.notebook());
      tick();
    } else if (event instanceof BookEvent.Cell cell) {
      now = words("%s  cell %d/%d", cell.notebook(), cell.number(), cell.cells());
      tick();
    } else if (event instanceof BookEvent.Page page) {
      line(
          words(
              page.failure().isPresent()
                  ? "%s  %.1f s  FAILED  target/book/%s.html"
                  : "%s  %.1f s  target/book/%s.html",
              page.notebook(),
              page.seconds(),
              page.notebook()));
      page.failure()
          .ifPresent(why -> failures.add("oomlab run: " + words("%s, %s", page.notebook(), why)));
    } else if (event instanceof BookEvent.Remark remark) {
      remarks.add("oomlab run: " + remark.why());
    } else if (event instanceof BookEvent.Printed printed) {
      line(words("Printed: %s", root.resolve(printed.file())));
    } else if (event instanceof BookEvent.Finished finished) {
      line(words("The book: %s", root.resolve(finished.index())));
    }
  }

  private void line(String text) {
    now = "";
    out.println(terminal ? "\r\u001b[K" + text : text);
    out.flush();
  }

  private synchronized void tick() {
    if (terminal && !now.isEmpty()) {
      double seconds = (System.nanoTime() - sinceNanos) / 1e9;
      out.print(String.format(Locale.ROOT, "\r\u001b[K%s  %.1f s", now, seconds));
      out.flush();
    }
  }

  @Override
  public synchronized void close() {
    clock.shutdownNow();
    if (terminal && !now.isEmpty()) {
      line(now);
    }
  }
}
