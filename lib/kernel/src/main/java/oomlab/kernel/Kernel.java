package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The running kernel: its sockets and the threads that own them. Each socket is used by one thread
 * only. The shell's thread evaluates; the control's thread stays free to interrupt it.
 */
final class Kernel {
  private static final int FAREWELL_MILLIS = 2000;

  private final KernelConnectionProperties properties;
  private final MessageWire wire;
  private final ZMQ.Context context = ZMQ.context(1);
  // A context of its own: ending it waits for exactly what is still to be published.
  private final ZMQ.Context iopubContext = ZMQ.context(1);
  private final ZMQ.Socket shell = context.socket(SocketType.ROUTER);
  private final ZMQ.Socket control = context.socket(SocketType.ROUTER);
  private final ZMQ.Socket heartbeat = context.socket(SocketType.REP);
  private final ZMQ.Socket input = context.socket(SocketType.ROUTER);
  private final ZMQ.Socket publication = iopubContext.socket(SocketType.PUB);
  private final IoPub iopub;
  private final OutputBuffer output;
  private final ExecuteRequests execution;
  private final Requests requests;
  private final CompletableFuture<JavaSession> session = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean endsOnPurpose;

  Kernel(KernelConnectionProperties properties) {
    this.properties = properties;
    this.wire = new MessageWire(properties.getSignatureScheme(), properties.getKey());
    this.iopub = new IoPub(wire, publication);
    this.output = new OutputBuffer(iopub::stream);
    History history = new History();
    this.execution = new ExecuteRequests(iopub, output, history, this::session);
    this.requests = new Requests(this::session, history, iopub);
  }

  /**
   * Opens the sockets and starts to answer; returns at once. Throws ZMQException where a port can't
   * be bound.
   */
  void start(KernelSettings settings) {
    KernelThreads.start("session", () -> openSession(settings));
    publication.setXpubNoDrop(true);
    publication.setLinger(FAREWELL_MILLIS);
    bind(heartbeat, properties.getHbPort());
    bind(input, properties.getStdinPort());
    bind(publication, properties.getIopubPort());
    bind(control, properties.getControlPort());
    bind(shell, properties.getShellPort());
    iopub.start();
    JsonObject status = new JsonObject();
    status.addProperty("execution_state", "starting");
    iopub.publish("status", new JsonObject(), status);
    output.startTimer();
    StdinChannel stdin = new StdinChannel(wire, input);
    stdin.start();
    PrintStream out = output.out();
    PrintStream err = output.err();
    System.setOut(out);
    System.setErr(err);
    System.setIn(stdin.stream(execution));
    Display.publishTo(
        (type, content) -> {
          // What was printed before must stand before.
          out.flush();
          err.flush();
          output.flush();
          iopub.publish(type, content);
        });
    KernelThreads.start("heartbeat", this::beat);
    KernelThreads.start("control", () -> serve(control));
    KernelThreads.start("shell", () -> serve(shell));
    Runtime.getRuntime().addShutdownHook(new Thread(this::farewell, "kernel-farewell"));
  }

  /** Waits until a client or the end of the parent asks for the end. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Asks for the end. */
  void end() {
    endsOnPurpose = true;
    ended.countDown();
  }

  private void openSession(KernelSettings settings) {
    try {
      JavaSession opened =
          JavaSession.open(
              settings,
              warning -> {
                System.err.print(warning);
                System.err.flush();
              });
      CellFunctions.use(opened);
      session.complete(opened);
    } catch (Throwable e) {
      session.completeExceptionally(e);
    }
  }

  private JavaSession session() {
    try {
      return session.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(words("Java could not be started: %s", e.getCause()), e);
    }
  }

  private void bind(ZMQ.Socket socket, int port) {
    socket.bind(properties.getTransport() + "://" + properties.getIp() + ":" + port);
  }

  private void beat() {
    while (true) {
      MessageFrames.send(heartbeat, MessageFrames.receive(heartbeat, 0));
    }
  }

  private void serve(ZMQ.Socket socket) {
    while (true) {
      handle(socket, MessageFrames.receive(socket, 0), false);
    }
  }

  /** Handles a message; {@code aborting}: a cell before it failed, so that no cell may run. */
  private void handle(ZMQ.Socket socket, List<byte[]> frames, boolean aborting) {
    MessageWire.Message message;
    try {
      message = wire.decode(frames);
    } catch (IllegalArgumentException e) {
      // Not from our client: nobody to answer.
      return;
    }
    status(message, "busy");
    List<List<byte[]>> waiting = new ArrayList<>();
    try {
      Optional<JsonObject> reply = answer(message, aborting);
      if (reply.isPresent() && !aborting && stopsTheQueue(message, reply.get())) {
        // Before the reply goes out, so that a cell sent in knowledge of it is not caught.
        List<byte[]> next = MessageFrames.receive(socket, ZMQ.DONTWAIT);
        while (!next.isEmpty()) {
          waiting.add(next);
          next = MessageFrames.receive(socket, ZMQ.DONTWAIT);
        }
      }
      reply.ifPresent(content -> reply(socket, message, content));
    } finally {
      status(message, "idle");
    }
    if (message.type().equals("shutdown_request")) {
      end();
    }
    waiting.forEach(each -> handle(socket, each, true));
  }

  private static boolean stopsTheQueue(MessageWire.Message message, JsonObject reply) {
    return message.type().equals("execute_request")
        && MessageWire.text(reply, "status", "").equals("error")
        && MessageWire.flag(message.content(), "stop_on_error", true);
  }

  private Optional<JsonObject> answer(MessageWire.Message message, boolean aborting) {
    try {
      switch (message.type()) {
        case "execute_request" -> {
          return Optional.of(aborting ? status("aborted") : execution.execute(message));
        }
        case "interrupt_request" -> {
          if (session.isDone()) {
            session().interrupt();
          }
          return Optional.of(status("ok"));
        }
        case "shutdown_request" -> {
          endsOnPurpose = true;
          JsonObject reply = status("ok");
          reply.addProperty("restart", MessageWire.flag(message.content(), "restart", false));
          return Optional.of(reply);
        }
        default -> {
          return requests.answer(message);
        }
      }
    } catch (Throwable e) {
      // One failed request must not end the loop that would answer the next.
      JsonObject reply = status("error");
      reply.addProperty("ename", e.getClass().getName());
      reply.addProperty("evalue", String.valueOf(e.getMessage()));
      reply.add("traceback", new JsonArray());
      return Optional.of(reply);
    }
  }

  private static JsonObject status(String status) {
    JsonObject content = new JsonObject();
    content.addProperty("status", status);
    return content;
  }

  private void status(MessageWire.Message message, String state) {
    JsonObject content = new JsonObject();
    content.addProperty("execution_state", state);
    iopub.publish("status", message.header(), content);
  }

  private void reply(ZMQ.Socket socket, MessageWire.Message message, JsonObject content) {
    String type = message.type().replaceFirst("_request$", "_reply");
    MessageFrames.send(
        socket,
        wire.encode(message.identities(), type, message.header(), new JsonObject(), content));
  }

  private void farewell() {
    if (!endsOnPurpose && execution.isRunning()) {
      output.end();
      iopub.stream(
          "stderr",
          words(
                  exitWasCalled()
                      ? "System.exit was called: the kernel ends, and all variables with it."
                      : "The kernel was told to end from outside; all variables are lost.")
              + "\n");
    }
    output.end();
    iopub.close(FAREWELL_MILLIS);
    Thread term = KernelThreads.start("term", iopubContext::term);
    try {
      term.join(FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean exitWasCalled() {
    for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
      for (StackTraceElement frame : stack) {
        if (frame.getClassName().equals("java.lang.Runtime")
            && frame.getMethodName().equals("exit")) {
          return true;
        }
      }
    }
    return false;
  }
}
