package oomlab.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.EngineTerminationException;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;
import jdk.jshell.spi.SPIResolutionException;
import oomlab.kernel.HostFrames.Came;
import org.jspecify.annotations.Nullable;

/**
 * Main class of a JVM that runs other people's snippets for a {@link RemoteSession}, which compiles
 * them elsewhere.
 *
 * <p>Nothing here is kept from the snippets: what they could do to it, they could do by answering
 * with the same values.
 */
public final class CellHost {
  private CellHost() {}

  /** Connects to the Unix socket that is named by the argument, and serves until it is closed. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("the cell host takes the path of a Unix socket");
      System.exit(2);
    }
    serve(Path.of(args[0]), new ValueTypes(type -> false, List.of()));
  }

  /**
   * Connects to a Unix socket, and serves until it is closed; then the JVM ends.
   *
   * @param types what can be sent as a value, beside Java's own
   */
  public static void serve(Path socket, ValueTypes types) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    HostOutput output = new HostOutput(new SocketOutput(channel));
    output.start();
    OutputBuffer buffer = new OutputBuffer((name, text) -> output.send(output(name, text)));
    buffer.startTimer();
    Display.publishTo(
        (type, content) -> {
          buffer.flush();
          output.send(output(type, content.toString()));
        });
    System.setOut(buffer.out());
    System.setErr(buffer.err());
    System.setIn(InputStream.nullInputStream());
    // As JShell's own thread group does: what a thread of a cell throws is no output of the cell.
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
    try {
      serve(new DataInputStream(Channels.newInputStream(channel)), output, buffer, types);
    } catch (IOException gone) {
      // The other side has closed it: this is the end.
      channel.close();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void serve(
      DataInputStream in, HostOutput output, OutputBuffer buffer, ValueTypes types)
      throws IOException {
    Loader loader = new Loader();
    CellClasses classes = new CellClasses();
    HostCalls calls = new HostCalls(types, classes, in, output, buffer);
    // Where one does not come back, this host is of no more use.
    ExecutorService called = Executors.newSingleThreadExecutor(body -> new Thread(body, "cell"));
    while (true) {
      int kind = in.readInt();
      byte[] nonce = new byte[HostFrames.NONCE_BYTES];
      in.readFully(nonce);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(answer);
      out.writeInt(HostFrames.ANSWER);
      out.write(nonce);
      switch (kind) {
        case HostFrames.LOAD -> load(in, loader, classes, calls, out);
        case HostFrames.INVOKE -> {
          String type = HostFrames.text(in);
          String name = HostFrames.text(in);
          boolean wanted = in.readBoolean();
          long millis = in.readLong();
          invoke(loader, type, name, wanted, millis, out);
        }
        case HostFrames.CALL -> {
          HostCalls.Call call = HostCalls.Call.read(in);
          long millis = in.readLong();
          calls.active(true);
          run(() -> calls.call(call), called, millis, out);
          calls.active(false);
        }
        case HostFrames.READ -> {
          String name = HostFrames.text(in);
          long millis = in.readLong();
          run(() -> framed(calls.read(name)), called, millis, out);
        }
        case HostFrames.ASSIGN -> {
          String name = HostFrames.text(in);
          byte[] value = HostFrames.bytes(in);
          long millis = in.readLong();
          run(
              () -> {
                calls.assign(name, value);
                return new byte[0];
              },
              called,
              millis,
              out);
        }
        case HostFrames.MISSING -> {
          List<String> names = List.of(HostFrames.text(in).split("\n"));
          long ignored = in.readLong();
          Came.VALUE.write(out);
          HostFrames.text(out, String.join("\n", calls.missing(names)));
        }
        default -> throw new IOException("a frame of kind " + kind);
      }
      buffer.end();
      output.send(answer.toByteArray());
    }
  }

  private static byte[] framed(byte[] value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HostFrames.bytes(new DataOutputStream(bytes), value);
    return bytes.toByteArray();
  }

  private static void load(
      DataInputStream in, Loader loader, CellClasses classes, HostCalls calls, DataOutputStream out)
      throws IOException {
    ClassBytecodes[] loaded = new ClassBytecodes[in.readInt()];
    for (int i = 0; i < loaded.length; i++) {
      loaded[i] = new ClassBytecodes(HostFrames.text(in), HostFrames.bytes(in));
    }
    try {
      loader.load(loaded);
      for (ClassBytecodes each : loaded) {
        Class<?> type = loader.find(each.name());
        classes.add(type);
        calls.use(type.getClassLoader());
      }
      Came.VALUE.write(out);
      HostFrames.text(out, "");
    } catch (ClassInstallException
        | NotImplementedException
        | EngineTerminationException
        | ClassNotFoundException
        | LinkageError e) {
      refused(out, String.valueOf(e.getMessage()));
    }
  }

  private static void invoke(
      Loader loader, String type, String name, boolean wanted, long millis, DataOutputStream out)
      throws IOException {
    Method method;
    try {
      method = loader.find(type).getDeclaredMethod(name);
      method.setAccessible(true);
    } catch (ReflectiveOperationException | LinkageError e) {
      refused(out, String.valueOf(e));
      return;
    }
    run(
        () -> {
          Object value = method.invoke(null);
          String shown =
              wanted && value != null ? Display.content(Display.render(value)).toString() : "";
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          HostFrames.text(new DataOutputStream(bytes), shown);
          return bytes.toByteArray();
        },
        task -> new Thread(task, "cell").start(),
        millis,
        out);
  }

  /** Runs code of cells on another thread, and writes what came of it. */
  private static void run(
      Callable<byte[]> body, Executor threads, long millis, DataOutputStream out)
      throws IOException {
    AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
    FutureTask<byte[]> task =
        new FutureTask<>(
            () -> {
              thread.set(Thread.currentThread());
              return body.call();
            });
    threads.execute(task);
    try {
      byte[] value = task.get(millis, TimeUnit.MILLISECONDS);
      Came.VALUE.write(out);
      out.write(value);
    } catch (TimeoutException e) {
      Came.STUCK.write(out);
      HostFrames.trace(out, Objects.requireNonNull(thread.get()).getStackTrace());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoPlainValueException none) {
        refused(out, String.valueOf(none.getMessage()));
      } else {
        threw(thrown(e), out);
      }
    } catch (InterruptedException e) {
      // A cell has interrupted this thread: the answer is lost, the host is not.
      refused(out, "the cell interrupted its host");
    }
  }

  private static Throwable thrown(ExecutionException e) {
    @Nullable Throwable cause = e.getCause();
    if (cause instanceof InvocationTargetException) {
      cause = cause.getCause();
    }
    return cause == null ? e : cause;
  }

  static void threw(Throwable thrown, DataOutputStream out) throws IOException {
    if (thrown instanceof SPIResolutionException unresolved) {
      Came.UNRESOLVED.write(out);
      out.writeInt(unresolved.id());
      HostFrames.trace(out, unresolved.getStackTrace());
      return;
    }
    List<Throwable> chain = new ArrayList<>();
    for (@Nullable Throwable each = thrown;
        each != null && chain.size() < 20 && !chain.contains(each);
        each = cause(each)) {
      chain.add(each);
    }
    Came.THREW.write(out);
    out.writeInt(chain.size());
    for (Throwable each : chain) {
      Thrown.of(each).write(out);
      HostFrames.trace(out, trace(each));
    }
  }

  // What an exception of a cell's own says may fail in its turn.

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static StackTraceElement[] trace(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (RuntimeException e) {
      return new StackTraceElement[0];
    }
  }

  private static void refused(DataOutputStream out, String why) throws IOException {
    Came.REFUSED.write(out);
    HostFrames.text(out, why);
  }

  private static byte[] output(String type, String text) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(HostFrames.OUTPUT);
      HostFrames.text(out, type);
      HostFrames.text(out, text);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads snippet classes as JShell's own controls do. */
  private static final class Loader extends DirectExecutionControl {
    Class<?> find(String name) throws ClassNotFoundException {
      return findClass(name);
    }
  }
}
