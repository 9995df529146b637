package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import oomlab.sandbox.GradingWorker;
import oomlab.sandbox.StudentJvmSettings;
import org.jspecify.annotations.Nullable;

/** Grades the submissions of a class, several at a time, each in a worker process. */
public final class ClassGrader {
  private final Grader grader;
  private final List<String> workerCommand;
  private final StudentJvmSettings settings;
  private final boolean isolated;
  private final Path tempFolder;

  /**
   * Prepares.
   *
   * @param workerCommand starts Java with the library on its class path, up to the main class
   * @param tempFolder an existing folder with a short path
   * @param isolated whether to isolate students' processes as far as the machine allows
   */
  public ClassGrader(
      Grader grader,
      List<String> workerCommand,
      StudentJvmSettings settings,
      boolean isolated,
      Path tempFolder) {
    this.grader = grader;
    this.workerCommand = List.copyOf(workerCommand);
    this.settings = settings;
    this.isolated = isolated;
    this.tempFolder = tempFolder;
  }

  /** Who learns of results, from any thread, one at a time. */
  public interface Listener {
    /** Says what students' processes are kept from; once, before the first result. */
    void isolation(String statement);

    /** Takes a result. */
    void graded(Submission submission, Grader.Result result) throws IOException;
  }

  /** A submission that is to be graded, and the key of its result. */
  public record Todo(Submission submission, String key) {}

  /**
   * Grades all of them.
   *
   * @param jobs how many at a time
   * @throws IOException if a result cannot be kept, or no process can be started at all
   */
  public void grade(List<Todo> todo, int jobs, Listener listener)
      throws IOException, InterruptedException {
    ConcurrentLinkedQueue<Todo> queue = new ConcurrentLinkedQueue<>(todo);
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    int count = Math.min(jobs, todo.size());
    Object turn = new Object();
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  work(number, queue, listener, turn, failure);
                } catch (IOException | InterruptedException | RuntimeException e) {
                  failure.compareAndSet(null, e);
                  queue.clear();
                }
              },
              "grader-" + i);
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      queue.clear();
      threads.forEach(Thread::interrupt);
    }
    @Nullable Exception failed = failure.get();
    if (failed != null) {
      throw failed instanceof IOException io
          ? io
          : new IOException(String.valueOf(failed.getMessage()), failed);
    }
  }

  private void work(
      int number,
      ConcurrentLinkedQueue<Todo> queue,
      Listener listener,
      Object turn,
      AtomicReference<@Nullable Exception> failure)
      throws IOException, InterruptedException {
    Path workerFolder = Files.createTempDirectory(tempFolder, "w");
    Files.setPosixFilePermissions(workerFolder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path jvmFolder = Files.createDirectory(workerFolder.resolve("s"));
    Files.setPosixFilePermissions(jvmFolder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (GradingWorker worker =
        new GradingWorker(workerCommand, settings, jvmFolder, isolated, grader.folder())) {
      String statement = worker.statement();
      if (number == 0) {
        synchronized (turn) {
          listener.isolation(statement);
        }
      }
      for (Todo next = queue.poll(); next != null; next = queue.poll()) {
        Grader.Result result = grader.grade(next.submission(), next.key(), worker, workerFolder);
        synchronized (turn) {
          if (failure.get() == null) {
            listener.graded(next.submission(), result);
          }
        }
      }
    } finally {
      FolderRemoval.remove(workerFolder);
    }
  }
}
