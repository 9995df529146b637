package oomlab.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
 * <p>Whatever could be used to answer in its place stands in local variables and in objects of
 * java.base only, where reflection of the snippets does not reach.
 */
public final class CellHost {
  private CellHost() {}

  /** Connects to the Unix socket that is named by the argument, and serves until it is closed. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("the cell host takes the path of a Unix socket");
      System.exit(2);
    }
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]));
    HostOutput output = new HostOutput(new SocketOutput(channel));
    output.start();
    OutputBuffer buffer = new OutputBuffer((name, text) -> output.send(output(name, text)));
    buffer.startTimer();
    Display.publishTo(
        (type, content) -> {
          buffer.flush();
          output.send(output(type, content.toString()));
        });
    JvmState own = new JvmState(buffer.out(), buffer.err());
    own.restore();
    try {
      serve(new DataInputStream(Channels.newInputStream(channel)), output, buffer, own);
    } catch (IOException gone) {
      // The other side has closed it: this is the end.
      channel.close();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void serve(
      DataInputStream in, HostOutput output, OutputBuffer buffer, JvmState own) throws IOException {
    Loader loader = new Loader();
    Map<Field, Object> kept = new LinkedHashMap<>();
    Map<Field, Object> seen = new LinkedHashMap<>();
    while (true) {
      int kind = in.readInt();
      byte[] nonce = new byte[HostFrames.NONCE_BYTES];
      in.readFully(nonce);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(answer);
      out.writeInt(HostFrames.ANSWER);
      out.write(nonce);
      switch (kind) {
        case HostFrames.LOAD -> load(in, loader, out);
        case HostFrames.INVOKE -> {
          String type = HostFrames.text(in);
          String name = HostFrames.text(in);
          boolean wanted = in.readBoolean();
          long millis = in.readLong();
          invoke(loader, type, name, wanted, millis, out);
          if (in.readBoolean()) {
            variables(loader, type, seen);
          }
          buffer.end();
        }
        case HostFrames.TRUSTED -> {
          own.restore();
          names(restored(kept), out);
        }
        case HostFrames.KEEP -> {
          kept.putAll(seen);
          kept.replaceAll((field, old) -> read(field));
          names(own.strangers(), out);
        }
        default -> throw new IOException("a frame of kind " + kind);
      }
      output.send(answer.toByteArray());
    }
  }

  private static void load(DataInputStream in, Loader loader, DataOutputStream out)
      throws IOException {
    ClassBytecodes[] classes = new ClassBytecodes[in.readInt()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = new ClassBytecodes(HostFrames.text(in), HostFrames.bytes(in));
    }
    try {
      loader.load(classes);
      Came.VALUE.write(out);
      HostFrames.text(out, "");
    } catch (ClassInstallException | NotImplementedException | EngineTerminationException e) {
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
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              Object value = method.invoke(null);
              return wanted && value != null
                  ? Display.content(Display.render(value)).toString()
                  : "";
            });
    Thread thread = new Thread(task, "cell");
    thread.setContextClassLoader(method.getDeclaringClass().getClassLoader());
    thread.start();
    try {
      // Not the task's end: its thread must not be met as one that the cell has left behind.
      thread.join(millis);
      if (task.isDone()) {
        String value = task.get();
        Came.VALUE.write(out);
        HostFrames.text(out, value);
      } else {
        Came.STUCK.write(out);
        HostFrames.trace(out, thread.getStackTrace());
      }
    } catch (ExecutionException e) {
      threw(thrown(e), out);
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

  private static void threw(Throwable thrown, DataOutputStream out) throws IOException {
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
      HostFrames.text(out, each.getClass().getName());
      HostFrames.text(out, message(each));
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

  private static String message(Throwable thrown) {
    try {
      String message = String.valueOf(thrown.getMessage());
      return thrown.getMessage() == null
          ? ""
          : message.substring(0, Math.min(65_536, message.length()));
    } catch (RuntimeException e) {
      return "";
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

  private static void names(List<String> names, DataOutputStream out) throws IOException {
    Came.VALUE.write(out);
    HostFrames.text(out, String.join("\n", names));
  }

  /** Adds the variables that a snippet has declared. */
  private static void variables(Loader loader, String type, Map<Field, Object> into) {
    try {
      for (Field field : loader.find(type).getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers)) {
          field.setAccessible(true);
          into.put(field, read(field));
        }
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      // It could not be loaded: then it has declared nothing.
      into.clear();
    }
  }

  private static List<String> restored(Map<Field, Object> kept) {
    List<String> changed = new ArrayList<>();
    kept.forEach(
        (field, value) -> {
          Object now = read(field);
          boolean same = field.getType().isPrimitive() ? now.equals(value) : now == value;
          if (!same) {
            changed.add(field.getName());
            try {
              field.set(null, value == NULL ? null : value);
            } catch (IllegalAccessException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    return changed;
  }

  private static final Object NULL = new Object();

  private static Object read(Field field) {
    try {
      Object value = field.get(null);
      return value == null ? NULL : value;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
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
