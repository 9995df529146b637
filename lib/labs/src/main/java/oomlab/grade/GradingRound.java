package oomlab.grade;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import oomlab.grade.ClassGrader.Todo;
import oomlab.grade.GradedSubmission.Status;
import oomlab.internal.text.Words;
import org.jspecify.annotations.Nullable;

/** One pass over submissions, several at a time: whatever happens with one, the others go on. */
final class GradingRound {
  private final GradingSlot.Opener slots;
  private final ClassGrader.Listener listener;
  private final boolean last;
  private final AtomicBoolean said;
  private final Queue<Todo> queue;
  private final Queue<NotRun> notRun = new ConcurrentLinkedQueue<>();
  private volatile String notOpened = "";
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Object turn = new Object();

  /** A submission that this machine could not run, and why, in one sentence. */
  record NotRun(Todo todo, String why) {}

  /**
   * Prepares.
   *
   * @param last whether what takes all memory now is to blame for it: one at a time, it had it all
   * @param said whether the listener knows what students' processes are kept from
   */
  GradingRound(
      GradingSlot.Opener slots,
      List<Todo> todo,
      ClassGrader.Listener listener,
      boolean last,
      AtomicBoolean said) {
    this.slots = slots;
    this.listener = listener;
    this.last = last;
    this.said = said;
    this.queue = new ConcurrentLinkedQueue<>(todo);
  }

  /**
   * Grades.
   *
   * @return what this machine could not run
   * @throws IOException if the listener cannot take a result
   */
  List<NotRun> run(int jobs) throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(jobs, queue.size()); i++) {
      threads.add(new Thread(this::work, "grader-" + i));
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      threads.forEach(Thread::interrupt);
    }
    @Nullable Throwable failed = failure.get();
    if (failed != null) {
      throw failed instanceof IOException io ? io : new IOException(failed.toString(), failed);
    }
    List<NotRun> all = new ArrayList<>(notRun);
    queue.forEach(todo -> all.add(new NotRun(todo, notOpened)));
    return all;
  }

  private void work() {
    try {
      boolean more = true;
      while (more && !queue.isEmpty()) {
        try (GradingSlot slot = slots.open()) {
          isolation(slot);
          more = work(slot);
        } catch (IOException none) {
          notOpened = words(none);
          more = false;
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Returns whether a fresh slot is to go on. */
  private boolean work(GradingSlot slot) throws InterruptedException {
    for (Todo next = queue.poll(); next != null; next = queue.poll()) {
      try {
        report(next, slot.grade(next));
        continue;
      } catch (IOException e) {
        notRun.add(new NotRun(next, words(e)));
      } catch (OutOfMemoryError e) {
        String why = Words.words("reading and running it takes more memory than the grader has");
        if (last) {
          report(next, failed(next, why));
        } else {
          // It may have been another one, at the same time.
          notRun.add(new NotRun(next, why));
        }
      } catch (StackOverflowError e) {
        report(next, failed(next, Words.words("something in it is nested too deeply")));
      } catch (RuntimeException | Error e) {
        report(next, failed(next, Words.words("the grader could not cope with it: %s", e)));
      }
      return true;
    }
    return false;
  }

  private static Grader.Result failed(Todo todo, String why) {
    return Grader.Result.without(
        GradedSubmission.without(
            todo.submission().name(), Status.FAILED, oneLine(why), 0, todo.key()));
  }

  private void isolation(GradingSlot slot) {
    synchronized (turn) {
      if (said.compareAndSet(false, true)) {
        listener.isolation(slot.statement());
      }
    }
  }

  private void report(Todo todo, Grader.Result result) {
    synchronized (turn) {
      if (failure.get() == null) {
        try {
          keep(todo, result);
        } catch (IOException | RuntimeException e) {
          fail(e);
        }
      }
    }
  }

  private void keep(Todo todo, Grader.Result result) throws IOException {
    try {
      listener.graded(todo.submission(), result);
    } catch (OutOfMemoryError e) {
      listener.graded(
          todo.submission(), failed(todo, Words.words("what it put out takes too much memory")));
    }
  }

  private void fail(Throwable e) {
    failure.compareAndSet(null, e);
    queue.clear();
  }

  /** The message of a file's exception is the file alone. */
  private static String words(IOException e) {
    String message = String.valueOf(e.getMessage());
    return oneLine(
        e instanceof FileSystemException
            ? e.getClass().getSimpleName().replace("Exception", "") + ": " + message
            : message);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cc}+", " ").strip();
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
