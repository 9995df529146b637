package oomlab.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import oomlab.kernel.HostFrames.Came;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods and reads variables of the cells in a {@link CellHost}. What comes back is made of
 * plain values; an object of a test that is none is called back here.
 */
public final class RemoteCalls {
  /** How long a method may take that was once too slow; half a cell's time if that is less. */
  private static final long AGAIN_MILLIS = 2_000;

  private static final int MOST_OBJECTS = 100_000;

  private final RemoteControl control;
  private final long againMillis;
  private final ValueTypes types;
  private final Links links = new Links();
  private final ValueWriter writer;
  private final ValueReader reader;
  private final List<Object> objects = new ArrayList<>();
  private final Set<String> slow = new HashSet<>();
  private final Function<String, Optional<String>> undefined;
  private CellClasses classes = new CellClasses();
  private ClassLoader loader = RemoteCalls.class.getClassLoader();

  /**
   * Prepares.
   *
   * @param undefined says what is not defined that a method needs
   */
  RemoteCalls(
      RemoteControl control,
      ValueTypes types,
      long cellMillis,
      Function<String, Optional<String>> undefined) {
    this.control = control;
    this.undefined = undefined;
    this.againMillis = Math.min(AGAIN_MILLIS, cellMillis / 2);
    this.types = types;
    this.writer = new ValueWriter(types, links, true);
    this.reader = new ValueReader(types, links, false);
    control.callBacks(this::called);
  }

  /** There is no host any more: the test that needs it cannot go on. */
  public static final class Lost extends Error {
    private static final long serialVersionUID = 1;

    Lost(String why) {
      super(why);
    }
  }

  /** Says where the test's own classes are. */
  public void use(CellClasses own, ClassLoader ownLoader) {
    classes = own;
    loader = ownLoader;
  }

  /** Names methods that were too slow in an earlier process of the same submission. */
  public void slow(Set<String> names) {
    slow.addAll(names);
  }

  /** Returns the methods that were too slow. */
  public Set<String> slow() {
    return Set.copyOf(slow);
  }

  /** Ends a test: its objects are gone. */
  void end() {
    objects.clear();
    writer.endTest();
  }

  /**
   * Calls a method with values, and gives arguments that it has changed their new content.
   *
   * @throws Throwable what the method throws, as the nearest of Java's own exceptions
   * @throws NoPlainValueException if there is no such method, or its result is no plain value
   * @throws Lost if the process has ended or did not answer in time
   */
  public @Nullable Object call(String name, @Nullable Object[] arguments) throws Throwable {
    List<byte[]> written = new ArrayList<>();
    for (Object each : arguments) {
      written.add(writer.write(each));
    }
    RemoteControl.Answer answer =
        ask(
            HostFrames.CALL,
            out -> {
              out.writeBoolean(writer.takeForgotten());
              HostFrames.text(out, name);
              out.writeInt(written.size());
              for (byte[] each : written) {
                HostFrames.bytes(out, each);
              }
            },
            name);
    DataInputStream in = answer.in();
    try {
      byte[] value = HostFrames.bytes(in);
      List<Optional<byte[]>> changed = new ArrayList<>();
      for (int i = 0; i < arguments.length; i++) {
        changed.add(in.readBoolean() ? Optional.of(HostFrames.bytes(in)) : Optional.empty());
      }
      for (int i = 0; i < arguments.length; i++) {
        if (changed.get(i).isPresent()) {
          update(arguments[i], reader.read(changed.get(i).get()));
        }
      }
      return reader.read(value);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Reads a variable.
   *
   * @throws NoPlainValueException if there is none, or its value is no plain one
   */
  public @Nullable Object read(String name) throws Throwable {
    RemoteControl.Answer answer = ask(HostFrames.READ, out -> HostFrames.text(out, name), name);
    try {
      return reader.read(HostFrames.bytes(answer.in()));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Sets a variable. Throws NoPlainValueException if that cannot be. */
  public void assign(String name, @Nullable Object value) throws Throwable {
    byte[] written = plain(types, value);
    RemoteControl.Answer answer =
        ask(
            HostFrames.ASSIGN,
            out -> {
              HostFrames.text(out, name);
              HostFrames.bytes(out, written);
            },
            name);
    assert answer.came() == Came.VALUE;
  }

  /**
   * Returns which of these are not declared: a variable's name, or a method's with a slash and the
   * number of its parameters.
   */
  public List<String> missing(Collection<String> names) throws Throwable {
    if (names.isEmpty()) {
      return List.of();
    }
    RemoteControl.Answer answer =
        ask(HostFrames.MISSING, out -> HostFrames.text(out, String.join("\n", names)), "");
    try {
      String missing = HostFrames.text(answer.in());
      return missing.isEmpty() ? List.of() : List.of(missing.split("\n"));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Returns a value's bytes, without any object that would stay here.
   *
   * @throws NoPlainValueException if it is no plain value
   */
  public static byte[] plain(ValueTypes types, @Nullable Object value) {
    ValueLinks none =
        new ValueLinks() {
          @Override
          public Class<?> find(String name) throws ClassNotFoundException {
            throw new ClassNotFoundException(name);
          }

          @Override
          public OptionalInt number(Object one) {
            return OptionalInt.empty();
          }

          @Override
          public Object standIn(int number, List<Class<?>> interfaces) {
            throw new NoPlainValueException("an object of the other side");
          }
        };
    return new ValueWriter(types, none, false).write(value);
  }

  private RemoteControl.Answer ask(int kind, RemoteControl.Body body, String name)
      throws Throwable {
    RemoteControl.Answer answer;
    try {
      long most = slow.contains(name) ? againMillis : Long.MAX_VALUE;
      answer = control.request(kind, body, most);
    } catch (IOException e) {
      throw new Lost(control.lost().orElse("the process ended"));
    }
    try {
      switch (answer.came()) {
        case VALUE -> {
          return answer;
        }
        case THREW -> throw thrown(answer.in());
        case REFUSED -> throw new NoPlainValueException(HostFrames.text(answer.in()));
        case STUCK -> {
          slow.add(name);
          throw new Lost(control.lost().orElse(""));
        }
        default -> {
          // What the host sends has to be read, whether it is of use or not.
          int ignored = answer.in().readInt();
          StackTraceElement[] unused = HostFrames.trace(answer.in());
          throw new NoPlainValueException(
              undefined.apply(name).orElse(name + " uses a name that is not defined"));
        }
      }
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private Lost lost(IOException why) {
    control.giveUp(why);
    return new Lost(control.lost().orElse("the process ended"));
  }

  private Throwable thrown(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 1 || count > 20) {
      throw new IOException("a chain of " + count + " exceptions");
    }
    List<Throwable> chain = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Throwable each = Thrown.read(in).exception(links);
      each.setStackTrace(HostFrames.trace(in));
      if (!chain.isEmpty() && chain.get(i - 1).getCause() == null) {
        try {
          chain.get(i - 1).initCause(each);
        } catch (IllegalStateException e) {
          // Made with a cause of its own: the first one is what counts.
        }
      }
      chain.add(each);
    }
    return chain.get(0);
  }

  @SuppressWarnings("unchecked")
  private void update(@Nullable Object argument, @Nullable Object changed) {
    if (argument == null || changed == null) {
      return;
    }
    try {
      if (argument.getClass().isArray() && changed.getClass() == argument.getClass()) {
        int length = Array.getLength(argument);
        if (length == Array.getLength(changed)) {
          array(argument, changed, length);
        }
      } else if (argument instanceof Collection<?> many && changed instanceof Collection<?> now) {
        many.clear();
        ((Collection<Object>) many).addAll((Collection<Object>) now);
      } else if (argument instanceof Map<?, ?> map && changed instanceof Map<?, ?> now) {
        map.clear();
        ((Map<Object, Object>) map).putAll((Map<Object, Object>) now);
      } else if (argument instanceof Record whole && changed.getClass() == argument.getClass()) {
        ValueWriter.update(whole, (Record) changed, this::update);
      } else if (argument instanceof StringBuilder text) {
        text.setLength(0);
        text.append(changed);
      } else {
        types.form(argument.getClass()).ifPresent(form -> update(form, argument, changed));
      }
    } catch (UnsupportedOperationException | ClassCastException e) {
      // What cannot be changed here was not changed by anybody.
    }
  }

  /** Rows of an array stay the same rows, with other numbers in them. */
  private void array(Object argument, Object changed, int length) {
    if (!(argument instanceof Object[] rows) || !(changed instanceof Object[] now)) {
      System.arraycopy(changed, 0, argument, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      boolean row =
          rows[i] != null
              && now[i] != null
              && rows[i].getClass().isArray()
              && rows[i].getClass() == now[i].getClass()
              && Array.getLength(rows[i]) == Array.getLength(now[i]);
      if (row) {
        array(rows[i], now[i], Array.getLength(rows[i]));
      } else {
        rows[i] = now[i];
      }
    }
  }

  private static <T> void update(ValueForm<T> form, Object argument, Object changed) {
    form.update(form.type().cast(argument), form.type().cast(changed));
  }

  /** Answers a call of a method of an object that stayed here. */
  private void called(DataInputStream in, DataOutputStream out) throws IOException {
    int number = in.readInt();
    String type = HostFrames.text(in);
    String name = HostFrames.text(in);
    int count = in.readInt();
    if (count < 0 || count > 255) {
      throw new IOException("a call with " + count + " arguments");
    }
    List<String> parameters = new ArrayList<>();
    List<byte[]> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parameters.add(HostFrames.text(in));
      written.add(HostFrames.bytes(in));
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream answer = new DataOutputStream(frame);
    answer.writeInt(HostFrames.RETURN);
    answer.write(new byte[HostFrames.NONCE_BYTES]);
    try {
      Object target = links.standIn(number, List.of());
      Method method = method(target, type, name, parameters);
      @Nullable Object[] arguments = new Object[count];
      for (int i = 0; i < count; i++) {
        arguments[i] = Conversion.to(reader.read(written.get(i)), method.getParameterTypes()[i]);
      }
      byte[] value = writer.write(method.invoke(target, arguments));
      Came.VALUE.write(answer);
      answer.writeBoolean(writer.takeForgotten());
      HostFrames.bytes(answer, value);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Lost lost) {
        throw lost;
      }
      Came.THREW.write(answer);
      Thrown.of(e.getCause() == null ? e : e.getCause()).write(answer);
    } catch (ReflectiveOperationException | RuntimeException e) {
      Came.THREW.write(answer);
      Thrown.of(e).write(answer);
    }
    out.write(frame.toByteArray());
    out.flush();
  }

  private Method method(Object target, String type, String name, List<String> parameters)
      throws ReflectiveOperationException {
    Class<?> declared = links.find(type);
    if (declared.isInterface() && declared.isInstance(target)) {
      for (Method each : declared.getMethods()) {
        if (each.getName().equals(name)
            && Arrays.stream(each.getParameterTypes())
                .map(ValueLinks::name)
                .toList()
                .equals(parameters)) {
          each.setAccessible(true);
          return each;
        }
      }
    }
    throw new NoSuchMethodException(name);
  }

  /** The test's side. */
  private final class Links implements ValueLinks {
    @Override
    public Class<?> find(String name) throws ClassNotFoundException {
      return classes.find(name, loader);
    }

    @Override
    public OptionalInt number(Object value) {
      boolean plain =
          value instanceof Record
              || value instanceof Optional
              || value instanceof Collection
              || value instanceof Map
              || value instanceof StringBuilder
              || value.getClass().isArray()
              || types.form(value.getClass()).isPresent();
      List<Class<?>> interfaces = new ArrayList<>();
      if (!plain) {
        ValueWriter.interfaces(value.getClass(), interfaces);
      }
      if (interfaces.isEmpty()) {
        return OptionalInt.empty();
      }
      for (int i = objects.size() - 1; i >= 0; i--) {
        if (objects.get(i) == value) {
          return OptionalInt.of(i);
        }
      }
      if (objects.size() >= MOST_OBJECTS) {
        throw new NoPlainValueException("more than %d objects".formatted(MOST_OBJECTS));
      }
      objects.add(value);
      return OptionalInt.of(objects.size() - 1);
    }

    @Override
    public Object standIn(int number, List<Class<?>> interfaces) {
      if (number < 0 || number >= objects.size()) {
        throw new NoPlainValueException("an object that is not known");
      }
      return objects.get(number);
    }
  }
}
