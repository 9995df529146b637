package oomlab.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exception for another process: the names of its class and of those above, and its message.
 *
 * @param classes the class first, {@link Throwable} last
 */
public record Thrown(List<String> classes, Optional<String> message) {
  private static final int MOST_CLASSES = 50;
  private static final int LONGEST_MESSAGE = 65_536;

  /** Makes the list unmodifiable. */
  public Thrown {
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
   * Makes an exception of the nearest of its classes that is Java's own and is made of a message.
   */
  public Throwable exception(ClassLoader loader) {
    for (String name : classes) {
      if (!name.startsWith("java.")) {
        continue;
      }
      try {
        Class<?> type = Class.forName(name, true, loader);
        if (Exception.class.isAssignableFrom(type)
            || LinkageError.class.isAssignableFrom(type)
            || type == StackOverflowError.class
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
    if (message.isEmpty()) {
      return type.getConstructor().newInstance();
    }
    return type == AssertionError.class
        ? new AssertionError(message.get())
        : type.getConstructor(String.class).newInstance(message.get());
  }

  /** Returns the simple name of its class. */
  public String name() {
    return classes.get(0).substring(classes.get(0).lastIndexOf('.') + 1);
  }
}
