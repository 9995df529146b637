package oomlab.internal.child;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import oomlab.Touch;

/**
 * The victim: waits for a "go" on standard input, then allocates in several threads until it is
 * killed or the kernel refuses.
 *
 * <p>Prints one line a chunk, {@code thread(7fed7c5bd700), allocating 1073741824 bytes.} If
 * standard input ends, the parent is gone, and so is this process. If the kernel refuses memory, it
 * says so on standard error and exits with the error number.
 *
 * <p>Written for a quick start: no lambda, no string concatenation and no format on the way to the
 * first page, because each of them makes the JVM spin classes first.
 */
public final class ChildMain {
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
    } catch (InterruptedException e) {
      fail("oom: interrupted", 1);
    } catch (OutOfMemoryError e) {
      fail("oom: no memory or no threads left for the Java machine itself", ChildLibC.ENOMEM);
    }
  }

  private static void run(String[] args) throws IOException, InterruptedException, Refused {
    Touch touch = Touch.valueOf(args[0]);
    int threads = Integer.parseInt(args[1]);
    long chunkBytes = Long.parseLong(args[2]);
    boolean endless = args.length == 4;
    long totalBytes = endless ? Long.MAX_VALUE : Long.parseLong(args[4]);
    AtomicLong leftBytes = new AtomicLong(totalBytes);
    int fd = -1;
    if (touch == Touch.FILE) {
      StringBuilder path = new StringBuilder(args[3]).append("/oom-");
      path.append(ProcessHandle.current().pid()).append(".tmp");
      fd = ChildLibC.namelessFile(path.toString(), chunkBytes);
    }
    int pageBytes = ChildLibC.getpagesize(); // also binds the C library while there is time
    nameTasks();

    FileInputStream in = new FileInputStream(FileDescriptor.in);
    awaitGo(in);
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] =
          new Thread(new AllocatingThread(touch, chunkBytes, pageBytes, fd, leftBytes), "oom");
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
    } else {
      for (Thread worker : workers) {
        worker.join();
      }
      StringBuilder line = new StringBuilder("touched ").append(totalBytes);
      AllocatingThread.print(line.append(" bytes.\n"));
    }
    Runtime.getRuntime().halt(0);
  }

  private static void awaitGo(FileInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        Runtime.getRuntime().halt(0);
      }
      line.append((char) c);
    }
    if (!line.toString().equals("go")) {
      throw new IllegalArgumentException("the first line of standard input is not: go");
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
