package oomlab.internal.child;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import oomlab.Touch;

/**
 * The victim: waits for a "go" on standard input, then allocates in several threads until it is
 * killed or the kernel refuses.
 *
 * <p>Prints one line a chunk, {@code thread(7fed7c5bd700), allocating 1073741824 bytes.} If
 * standard input ends, the parent is gone: the process then leaves its memory cgroup, removes it
 * and ends. If the kernel refuses memory, it says so on standard error and exits with the error
 * number.
 *
 * <p>Written for a quick start: no lambda, no string concatenation and no format on the way to the
 * first page, because each of them makes the JVM spin classes first.
 */
public final class ChildMain {
  /** How long workers may take to stop when the parent is gone. */
  private static final long STOP_MILLIS = 300;

  private ChildMain() {}

  /**
   * Runs the victim.
   *
   * @param args touch strategy, threads, bytes of a chunk, folder for a temporary file; then
   *     optionally the bytes to stop after, for measuring
   */
  public static void main(String[] args) {
    try {
      run(args);
    } catch (IllegalArgumentException e) {
      fail("oom: wrong arguments: " + e.getMessage(), 2);
    } catch (IOException e) {
      fail("oom: standard input: " + e.getMessage(), 1);
    } catch (Refused e) {
      fail(e.sentence(), e.errno());
    } catch (OutOfMemoryError e) {
      fail("oom: no memory or no threads left for the Java machine itself", ChildLibC.ENOMEM);
    }
  }

  private static void run(String[] args) throws IOException, Refused {
    if (args.length < 4 || args.length > 5) {
      throw new IllegalArgumentException(
          "want TOUCH THREADS CHUNK_BYTES FOLDER [STOP_AFTER_BYTES]");
    }
    Touch touch = Touch.valueOf(args[0]);
    int threads = Integer.parseInt(args[1]);
    long chunkBytes = Long.parseLong(args[2]);
    if (threads < 1 || chunkBytes < 1) {
      throw new IllegalArgumentException("want at least one thread and one byte");
    }
    boolean endless = args.length == 4;
    long totalBytes = endless ? 0 : Long.parseLong(args[4]);
    Budget budget = endless ? Budget.endless() : Budget.of(totalBytes);
    int fd = -1;
    if (touch == Touch.FILE) {
      StringBuilder path = new StringBuilder(args[3]).append("/oom-");
      path.append(ProcessHandle.current().pid()).append(".tmp");
      fd = ChildLibC.namelessFile(path.toString(), chunkBytes);
    }
    int pageBytes = ChildLibC.getpagesize(); // also binds the C library while there is time
    nameTasks();

    FileInputStream in = new FileInputStream(FileDescriptor.in);
    awaitGo(in, budget, new Thread[0]);
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] =
          new Thread(new AllocatingThread(touch, chunkBytes, pageBytes, fd, budget), "oom");
      workers[i].setDaemon(true);
    }
    for (Thread worker : workers) {
      worker.start();
    }
    nameTasks(); // a thread of the JVM may have named itself only after the first time
    if (endless) {
      byte[] rest = new byte[64];
      int got = in.read(rest);
      while (got >= 0) { // nothing more is expected: only the end matters
        got = in.read(rest);
      }
      leave(budget, workers);
    } else {
      join(workers, 0);
      StringBuilder line = new StringBuilder("touched ").append(totalBytes);
      AllocatingThread.print(line.append(" bytes.\n"));
      Runtime.getRuntime().halt(0);
    }
  }

  private static void awaitGo(FileInputStream in, Budget budget, Thread[] workers)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        leave(budget, workers);
      }
      line.append((char) c);
    }
    if (!line.toString().equals("go")) {
      throw new IllegalArgumentException("the first line of standard input is not: go");
    }
  }

  /** Stops allocating, cleans up after the lost parent, and ends the process. */
  private static void leave(Budget budget, Thread[] workers) {
    budget.stop();
    // Out of the cgroup only when nobody allocates any more: there is no limit outside.
    if (join(workers, STOP_MILLIS)) {
      try {
        Optional<OwnCgroup> own = OwnCgroup.find(Path.of("/proc/self"));
        if (own.isPresent()) {
          own.get().leave(ProcessHandle.current().pid());
        }
      } catch (IOException e) {
        // Ending matters more; the next run removes the empty group.
        Runtime.getRuntime().halt(1);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static boolean join(Thread[] workers, long millis) {
    try {
      for (Thread worker : workers) {
        worker.join(millis);
        if (worker.isAlive()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      return false; // nobody interrupts the main thread of this process
    }
  }

  /**
   * Names the process and the JVM's own threads {@code oom} (man 5 proc_pid_comm), so that the
   * kernel says {@code oom} whichever thread asks for the page too many.
   */
  private static void nameTasks() {
    String[] tasks = new File("/proc/self/task").list();
    if (tasks == null) {
      return;
    }
    for (String task : tasks) {
      name("/proc/self/task/".concat(task).concat("/comm"));
    }
  }

  private static void name(String comm) {
    try (FileOutputStream out = new FileOutputStream(comm)) {
      out.write("oom".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return; // a thread that has just ended
    }
  }

  /** Ends the process with one line on standard error. */
  static void fail(String sentence, int status) {
    System.err.println(sentence);
    Runtime.getRuntime().halt(status);
  }
}
