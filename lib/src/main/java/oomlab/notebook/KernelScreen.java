package oomlab.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.UUID;

/**
 * The notebook behind a kernel of the IJava family, reached by reflection: the library is compiled
 * against none of them.
 *
 * <p>All of them have a kernel object with {@code display(DisplayData)} and {@code getIO().display}
 * with {@code updateDisplay(DisplayData)}; a {@code DisplayData} holds any number of media types.
 */
final class KernelScreen implements Screen {
  private final String name;
  private final Object kernel;
  private final Class<?> displayData;

  private KernelScreen(String name, Object kernel, Class<?> displayData) {
    this.name = name;
    this.kernel = kernel;
    this.displayData = displayData;
  }

  /**
   * Asks a class for its running kernel.
   *
   * @param holder class with a static method that returns the kernel
   * @return empty if the classes are not there, or no kernel runs
   */
  static Optional<Screen> find(
      String name, ClassLoader loader, String holder, String method, String displayData) {
    try {
      Object kernel = Class.forName(holder, true, loader).getMethod(method).invoke(null);
      return kernel == null
          ? Optional.empty()
          : Optional.of(new KernelScreen(name, kernel, Class.forName(displayData, true, loader)));
    } catch (ReflectiveOperationException | LinkageError e) {
      // Not this kernel: its classes are missing, or it says that none runs.
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
    call(kernel, "display", data(id, bundle));
    return id;
  }

  @Override
  public void update(String id, Bundle bundle) {
    try {
      Object io = kernel.getClass().getMethod("getIO").invoke(kernel);
      Object stream = io.getClass().getField("display").get(io);
      call(stream, "updateDisplay", data(id, bundle));
    } catch (ReflectiveOperationException e) {
      throw unexpected(e);
    }
  }

  @Override
  public boolean replaces() {
    return true;
  }

  private Object data(String id, Bundle bundle) {
    try {
      Object data = displayData.getConstructor().newInstance();
      Method put = displayData.getMethod("putData", String.class, Object.class);
      for (var form : bundle.forms().entrySet()) {
        put.invoke(data, form.getKey(), form.getValue());
      }
      displayData.getMethod("setDisplayId", String.class).invoke(data, id);
      return data;
    } catch (ReflectiveOperationException e) {
      throw unexpected(e);
    }
  }

  private void call(Object target, String method, Object data) {
    try {
      target.getClass().getMethod(method, displayData).invoke(target, data);
    } catch (ReflectiveOperationException e) {
      throw unexpected(e);
    }
  }

  private IllegalStateException unexpected(ReflectiveOperationException e) {
    Throwable cause =
        e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
    return new IllegalStateException(name + " did not take an output: " + cause, cause);
  }
}
