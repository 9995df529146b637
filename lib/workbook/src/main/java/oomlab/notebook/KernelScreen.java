package oomlab.notebook;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The notebook behind a Java kernel, reached by reflection: the library is compiled against none of
 * them.
 *
 * <p>All of them carry an output in a {@code DisplayData}, which holds any number of media types
 * and the name by which it can be replaced.
 */
final class KernelScreen implements Screen {
  /** Hands an output over to a kernel. */
  private interface Call {
    void take(String id, Object data) throws ReflectiveOperationException;
  }

  private final String name;
  private final Class<?> displayData;
  private final Call display;
  private final Call update;

  /** Replaces an output. */
  private interface Update {
    void make() throws ReflectiveOperationException;
  }

  /**
   * The request that a kernel of the IJava family is answering. An interrupted cell is over for it
   * at once, while a run still cleans up; without a request it drops what the run then says.
   *
   * @param field where its display stream keeps the request; null if that is not known
   * @param value the request at the time of the first output
   */
  private record Request(Object stream, @Nullable Field field, @Nullable Object value) {
    static Request current(Object stream) {
      try {
        Field field = stream.getClass().getDeclaredField("env");
        field.setAccessible(true);
        return new Request(stream, field, field.get(stream));
      } catch (ReflectiveOperationException | RuntimeException e) {
        // Another version of it: what comes late is lost, as it is without us.
        return new Request(stream, null, null);
      }
    }

    void during(Update update) throws ReflectiveOperationException {
      if (field == null || field.get(stream) != null) {
        update.make();
        return;
      }
      field.set(stream, value);
      try {
        update.make();
      } finally {
        if (field.get(stream) == value) {
          field.set(stream, null);
        }
      }
    }
  }

  private KernelScreen(String name, Class<?> displayData, Call display, Call update) {
    this.name = name;
    this.displayData = displayData;
    this.display = display;
    this.update = update;
  }

  /**
   * Finds a kernel of the IJava family: an object with {@code display(DisplayData)} and {@code
   * getIO().display.updateDisplay(DisplayData)}.
   *
   * @param holder class with a static method that returns the running kernel
   * @return empty if the classes are not there, or no kernel runs
   */
  static Optional<Screen> family(
      String name, ClassLoader loader, String holder, String method, String displayData) {
    try {
      Object kernel = Class.forName(holder, true, loader).getMethod(method).invoke(null);
      if (kernel == null) {
        return Optional.empty();
      }
      Class<?> data = Class.forName(displayData, true, loader);
      Method display = kernel.getClass().getMethod("display", data);
      Object io = kernel.getClass().getMethod("getIO").invoke(kernel);
      Object stream = io.getClass().getField("display").get(io);
      Method update = stream.getClass().getMethod("updateDisplay", data);
      Request request = Request.current(stream);
      return Optional.of(
          new KernelScreen(
              name,
              data,
              (id, d) -> display.invoke(kernel, d),
              (id, d) -> request.during(() -> update.invoke(stream, d))));
    } catch (ReflectiveOperationException | LinkageError e) {
      // Not this kernel: its classes are missing, or it says that none runs.
      return Optional.empty();
    }
  }

  /**
   * Finds a kernel with static methods {@code isActive()}, {@code render}, {@code display} and
   * {@code updateDisplay}, which take a {@code DisplayData} as it is.
   *
   * @return empty if the class is not there, or no kernel runs
   */
  static Optional<Screen> statics(String name, ClassLoader loader, String className) {
    try {
      Class<?> type = Class.forName(className, true, loader);
      if (!Boolean.TRUE.equals(type.getMethod("isActive").invoke(null))) {
        return Optional.empty();
      }
      // Asked of the method: where the jar is packed, the class has another name.
      Class<?> data = type.getMethod("render", Object.class, String[].class).getReturnType();
      Method display = type.getMethod("display", Object.class, String[].class);
      Method update = type.getMethod("updateDisplay", String.class, Object.class, String[].class);
      String[] asItIs = {};
      return Optional.of(
          new KernelScreen(
              name,
              data,
              (id, d) -> display.invoke(null, d, asItIs),
              (id, d) -> update.invoke(null, id, d, asItIs)));
    } catch (ReflectiveOperationException | LinkageError e) {
      // Not this kernel: the library runs without it.
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String display(Bundle bundle) {
    String id = UUID.randomUUID().toString();
    hand(display, id, bundle);
    return id;
  }

  @Override
  public void update(String id, Bundle bundle) {
    hand(update, id, bundle);
  }

  @Override
  public boolean replaces() {
    return true;
  }

  private void hand(Call call, String id, Bundle bundle) {
    // A channel of java.nio is closed for good when an interrupted thread writes to it, and the
    // kernel's socket wakes its own thread through one.
    boolean interrupted = Thread.interrupted();
    try {
      Object data = displayData.getConstructor().newInstance();
      Method put = displayData.getMethod("putData", String.class, Object.class);
      for (var form : bundle.forms().entrySet()) {
        put.invoke(data, form.getKey(), form.getValue());
      }
      displayData.getMethod("setDisplayId", String.class).invoke(data, id);
      call.take(id, data);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name + " did not take an output: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " did not take an output: " + e, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
