package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import org.zeromq.ZMQ;

/**
 * Publishes to every connected frontend, in order and without loss: one thread owns the socket, and
 * a cell that prints faster than the slowest frontend reads has to wait. Cell threads get
 * interrupted and on old JDKs stopped; so they never touch the socket, and only monitors are used,
 * because a stopped thread gives those up.
 */
final class IoPub {
  private static final int QUEUED_STREAM_MESSAGES = 64;
  private static final long PATIENCE_MILLIS = 20_000;

  private final MessageWire wire;
  private final ZMQ.Socket socket;
  private final ArrayDeque<Item> queue = new ArrayDeque<>();
  private int streamsQueued;
  private long lostChars;
  private boolean closing;
  private boolean closed;
  private volatile JsonObject parent = new JsonObject();

  private record Item(List<byte[]> frames, boolean stream) {}

  IoPub(MessageWire wire, ZMQ.Socket socket) {
    this.wire = wire;
    this.socket = socket;
  }

  void start() {
    KernelThreads.start("iopub", this::run);
  }

  /** Sets the request that output from now on belongs to. */
  void parent(JsonObject header) {
    parent = header;
  }

  /** Publishes in answer to the running (or else the latest) cell. */
  void publish(String type, JsonObject content) {
    publish(type, parent, content);
  }

  /** Publishes in answer to the given request; never waits. */
  void publish(String type, JsonObject parentHeader, JsonObject content) {
    List<byte[]> frames = frames(type, parentHeader, content);
    synchronized (queue) {
      queue.add(new Item(frames, false));
      queue.notifyAll();
    }
  }

  /**
   * Publishes a piece of output; waits while too much is under way. After 20 s without progress the
   * piece is dropped, and how much was lost is said once the frontend reads again.
   */
  void stream(String name, String text) {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    boolean interrupted = false;
    synchronized (queue) {
      while (streamsQueued >= QUEUED_STREAM_MESSAGES && !interrupted) {
        long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          lostChars += text.length();
          return;
        }
        try {
          queue.wait(leftMillis);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (lostChars > 0) {
        enqueueStream(
            "stderr",
            words(
                    "[%d characters of output were lost: the frontend did not read for %d s]",
                    lostChars, PATIENCE_MILLIS / 1000)
                + "\n");
        lostChars = 0;
      }
      enqueueStream(name, text);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the socket once all is handed to it; waits for that at most the given time. */
  void close(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    synchronized (queue) {
      closing = true;
      queue.notifyAll();
      while (!closed) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        try {
          queue.wait(left);
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  private void enqueueStream(String name, String text) {
    JsonObject content = new JsonObject();
    content.addProperty("name", name);
    content.addProperty("text", text);
    queue.add(new Item(frames("stream", parent, content), true));
    streamsQueued++;
    queue.notifyAll();
  }

  private List<byte[]> frames(String type, JsonObject parentHeader, JsonObject content) {
    return wire.encode(
        List.of(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
        type,
        parentHeader,
        new JsonObject(),
        content);
  }

  private void run() {
    while (true) {
      Item item;
      synchronized (queue) {
        while (queue.isEmpty() && !closing) {
          try {
            queue.wait();
          } catch (InterruptedException e) {
            // Nobody ends this thread but the end of the process.
          }
        }
        if (queue.isEmpty()) {
          socket.close();
          closed = true;
          queue.notifyAll();
          return;
        }
        item = queue.remove();
        if (item.stream()) {
          streamsQueued--;
          queue.notifyAll();
        }
      }
      MessageFrames.send(socket, item.frames());
    }
  }
}
