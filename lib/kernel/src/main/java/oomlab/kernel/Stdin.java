package oomlab.kernel;

import com.google.gson.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.zeromq.ZMQ;

/**
 * Asks the frontend for lines of input. One thread owns the socket; a cell waits for its answer in
 * a way that an interrupt ends.
 */
final class Stdin {
  private static final int POLL_MILLIS = 100;

  private final MessageWire wire;
  private final ZMQ.Socket socket;
  private Ask pending = Ask.NONE;

  private static final class Ask {
    private static final Ask NONE = new Ask(List.of(), new JsonObject());
    private final List<byte[]> identities;
    private final JsonObject parent;
    private boolean done;
    private String answer = "";

    private Ask(List<byte[]> identities, JsonObject parent) {
      this.identities = identities;
      this.parent = parent;
    }
  }

  Stdin(MessageWire wire, ZMQ.Socket socket) {
    this.wire = wire;
    this.socket = socket;
  }

  void start() {
    socket.setReceiveTimeOut(POLL_MILLIS);
    KernelThreads.start("stdin", this::run);
  }

  /** Returns one line without its end. Throws InterruptedException when the cell is interrupted. */
  String ask(List<byte[]> identities, JsonObject parent) throws InterruptedException {
    Ask ask = new Ask(identities, parent);
    synchronized (this) {
      pending = ask;
      notifyAll();
      try {
        while (!ask.done) {
          wait();
        }
      } finally {
        // An interrupted question takes no answer any more.
        ask.done = true;
      }
      return ask.answer;
    }
  }

  /** Returns an input stream for {@code System.in}; it ends where the frontend allows no input. */
  InputStream stream(Request current) {
    return new LineStream(this, current);
  }

  /** The request that is being executed, as input needs it. */
  interface Request {
    List<byte[]> identities();

    JsonObject header();

    boolean allowsInput();
  }

  private void run() {
    while (true) {
      try {
        Ask ask = next();
        while (!MessageFrames.receive(socket, ZMQ.DONTWAIT).isEmpty()) {
          // Answers to questions that were given up.
        }
        JsonObject content = new JsonObject();
        content.addProperty("prompt", "");
        content.addProperty("password", false);
        MessageFrames.send(
            socket,
            wire.encode(ask.identities, "input_request", ask.parent, new JsonObject(), content));
        await(ask);
      } catch (RuntimeException e) {
        // A malformed answer is as good as none: the question stays open until interrupted.
      }
    }
  }

  private synchronized Ask next() {
    while (pending == Ask.NONE) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Nobody ends this thread but the end of the process.
      }
    }
    Ask ask = pending;
    pending = Ask.NONE;
    return ask;
  }

  private void await(Ask ask) {
    while (true) {
      synchronized (this) {
        if (ask.done) {
          return;
        }
      }
      List<byte[]> frames = MessageFrames.receive(socket, 0);
      if (!frames.isEmpty()) {
        MessageWire.Message reply = wire.decode(frames);
        synchronized (this) {
          ask.answer = MessageWire.text(reply.content(), "value", "");
          ask.done = true;
          notifyAll();
        }
      }
    }
  }

  private static final class LineStream extends InputStream {
    private final Stdin stdin;
    private final Request current;
    private byte[] line = new byte[0];
    private int at;

    private LineStream(Stdin stdin, Request current) {
      this.stdin = stdin;
      this.current = current;
    }

    @Override
    public synchronized int available() {
      return line.length - at;
    }

    @Override
    public synchronized int read() {
      return fill() ? line[at++] & 0xFF : -1;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int step = Math.min(length, line.length - at);
      System.arraycopy(line, at, into, offset, step);
      at += step;
      return step;
    }

    private boolean fill() {
      if (at < line.length) {
        return true;
      }
      if (!current.allowsInput()) {
        return false;
      }
      try {
        String answer = stdin.ask(current.identities(), current.header());
        line = (answer + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        at = 0;
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
