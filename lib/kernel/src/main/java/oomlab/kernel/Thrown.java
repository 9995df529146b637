package oomlab.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exception for another process: the names of its class and of those above, and its message.
 *
 * @param classes the class first, {@link Throwable} last
 */
record Thrown(List<String> classes, Optional<String> message) {
  private static final int MOST_CLASSES = 50;
  private static final int LONGEST_MESSAGE = 65_536;

  /** Makes the list unmodifiable. */
  Thrown {
    classes = List.copyOf(classes);
  }

  /** Describes an exception; its own code may fail. */
  static Thrown of(Throwable thrown) {
    List<String> classes = new ArrayList<>();
    for (@Nullable Class<?> type = thrown.getClass();
        type != null && type != Object.class && classes.size() < MOST_CLASSES;
        type = type.getSuperclass()) {
      classes.add(type.getName());
    }
    return new Thrown(classes, message(thrown));
  }

  private static Optional<String> message(Throwable thrown) {
    try {
      return Optional.ofNullable(thrown.getMessage())
          .map(text -> text.substring(0, Math.min(LONGEST_MESSAGE, text.length())));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(classes.size());
    for (String each : classes) {
      HostFrames.text(out, each);
    }
    out.writeBoolean(message.isPresent());
    HostFrames.text(out, message.orElse(""));
  }

  static Thrown read(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 1 || count > MOST_CLASSES) {
      throw new IOException("an exception of %d classes".formatted(count));
    }
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      classes.add(HostFrames.text(in));
    }
    boolean present = in.readBoolean();
    String text = HostFrames.text(in);
    return new Thrown(classes, present ? Optional.of(text) : Optional.empty());
  }

  /**
   * Makes an exception of the nearest of its classes that is Java's own or of a cell here, and is
   * made of a message.
   */
  Throwable exception(ValueLinks links) {
    for (String binaryName : classes) {
      String name = ValueLinks.name(binaryName);
      if (!name.startsWith("java.") && name.charAt(0) != ValueLinks.CELL) {
        continue;
      }
      try {
        Class<?> type = links.find(name);
        if (Exception.class.isAssignableFrom(type)
            || LinkageError.class.isAssignableFrom(type)
            || type == StackOverflowError.class
            || type == OutOfMemoryError.class
            || type == AssertionError.class) {
          return (Throwable) made(type);
        }
      } catch (ReflectiveOperationException | LinkageError e) {
        // One above it will do.
      }
    }
    return new Error(message.orElse(""));
  }

  private Object made(Class<?> type) throws ReflectiveOperationException {
    if (type == UncheckedIOException.class) {
      return new UncheckedIOException(message.orElse(""), new IOException(message.orElse("")));
    }
    if (type == DateTimeParseException.class) {
      return new DateTimeParseException(message.orElse(""), "", 0);
    }
    if (type == AssertionError.class && message.isPresent()) {
      return new AssertionError(message.get());
    }
    return message.isPresent()
        ? made(type, List.of(String.class), message.get())
        : made(type, List.of());
  }

  private static Object made(Class<?> type, List<Class<?>> parameters, Object... values)
      throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
    if (!type.getName().startsWith("java.")) {
      constructor.setAccessible(true);
    }
    return constructor.newInstance(values);
  }
}
