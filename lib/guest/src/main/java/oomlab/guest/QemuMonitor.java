package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection to QEMU's human monitor (docs/system/monitor), which saves a guest's state. */
final class QemuMonitor implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<String> answers;
  private final SerialLine line;

  private QemuMonitor(SerialLine line, BlockingQueue<String> answers) {
    this.line = line;
    this.answers = answers;
  }

  static QemuMonitor open(Path socket) throws IOException {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    SerialLine line =
        SerialLine.tryOpen(socket, answers::add)
            .orElseThrow(() -> new IOException(words("QEMU's monitor does not answer")));
    return new QemuMonitor(line, answers);
  }

  /** Stops the guest, sends its state to a socket in QEMU's folder, and lets it go on. */
  void migrate(String socket) throws IOException {
    try {
      line.send("stop\nmigrate_set_parameter max-bandwidth 4G\nmigrate unix:" + socket + "\n");
      String status = ask("info migrate", "Migration status:");
      if (!status.contains("completed")) {
        throw new IOException(words("QEMU did not save the guest: %s", status));
      }
    } finally {
      run();
    }
  }

  /** Lets a guest go on that was restored: it was saved while it stood still. */
  void goOn() throws IOException {
    String status = ask("info status", "VM status:");
    while (status.contains("inmigrate")) {
      status = ask("info status", "VM status:");
    }
    run();
  }

  // Asking afterwards makes sure that QEMU has read it before the socket is closed.
  private void run() throws IOException {
    line.send("cont\n");
    String status = ask("info status", "VM status:");
    if (!status.contains("running")) {
      throw new IOException(words("QEMU does not let the guest go on: %s", status));
    }
  }

  private String ask(String question, String key) throws IOException {
    line.send(question + "\n");
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      String answer = "";
      while (!answer.startsWith(key)) {
        boolean over = line.over(); // before the look: what came until then is in the queue
        String next = answers.poll(50, TimeUnit.MILLISECONDS);
        if (next == null && (over || System.nanoTime() > deadline)) {
          throw new IOException(words("QEMU has not answered \"%s\"", question));
        }
        answer = next == null ? "" : next;
      }
      return answer.strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(words("interrupted"), e);
    }
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
