package oomlab.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import oomlab.kernel.HostFrames.Came;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods and reads variables of cells for the other side of the connection. Plain values go
 * in and out; an object of the other side is called back there.
 */
final class HostCalls implements ValueLinks {
  private static final int LONGEST_MESSAGE = 65_536;

  private final CellClasses classes;
  private final DataInputStream in;
  private final HostOutput output;
  private final OutputBuffer printed;
  private final ValueReader reader;
  private final ValueWriter writer;
  private ClassLoader loader = HostCalls.class.getClassLoader();
  private boolean active;

  HostCalls(
      ValueTypes types,
      CellClasses classes,
      DataInputStream in,
      HostOutput output,
      OutputBuffer printed) {
    this.classes = classes;
    this.in = in;
    this.output = output;
    this.printed = printed;
    this.reader = new ValueReader(types, this, true);
    this.writer = new ValueWriter(types, this, false);
  }

  /** A method's name and its arguments, as they came. */
  record Call(boolean forget, String name, List<byte[]> arguments) {
    static Call read(DataInputStream in) throws IOException {
      boolean forget = in.readBoolean();
      String name = HostFrames.text(in);
      int count = in.readInt();
      List<byte[]> arguments = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        arguments.add(HostFrames.bytes(in));
      }
      return new Call(forget, name, arguments);
    }
  }

  /** Says which loader knows the cells' classes. */
  void use(ClassLoader cells) {
    loader = cells;
  }

  /** Lets objects of the other side be called from now on, or no more. */
  synchronized void active(boolean now) {
    active = now;
  }

  /**
   * Calls a method, and returns its result and those arguments that it has changed.
   *
   * @throws NoPlainValueException if there is no such method, or its result cannot be sent
   * @throws InvocationTargetException if it throws
   */
  byte[] call(Call call) throws InvocationTargetException, IOException {
    if (call.forget()) {
      reader.forget();
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    call.arguments().forEach(each -> arguments.add(reader.read(each)));
    Applicable method = method(call.name(), arguments);
    @Nullable Object[] given = new Object[arguments.size()];
    for (int i = 0; i < given.length; i++) {
      given[i] = Conversion.to(arguments.get(i), method.type(i));
    }
    Object result;
    try {
      result = method.method().invoke(null, method.passed(given));
    } catch (IllegalAccessException e) {
      throw new NoPlainValueException("the method %s cannot be called".formatted(call.name()));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    HostFrames.bytes(body, writer.write(result));
    for (int i = 0; i < given.length; i++) {
      Optional<byte[]> changed = changed(given[i], call.arguments().get(i));
      body.writeBoolean(changed.isPresent());
      if (changed.isPresent()) {
        HostFrames.bytes(body, changed.get());
      }
    }
    return bytes.toByteArray();
  }

  /** What a method has changed of an argument is changed for its caller as well. */
  private Optional<byte[]> changed(@Nullable Object argument, byte[] before) {
    if (argument == null || before.length == 0 || "AFLSMmtur".indexOf(before[0]) < 0) {
      return Optional.empty();
    }
    try {
      byte[] after = writer.write(argument);
      return Arrays.equals(before, after) ? Optional.empty() : Optional.of(after);
    } catch (NoPlainValueException e) {
      return Optional.empty();
    }
  }

  /** Returns the method that Java would choose for these values. */
  private Applicable method(String name, List<? extends @Nullable Object> arguments) {
    List<Method> all = classes.methods(name, arguments.size());
    if (all.size() == 1) {
      // By far the most frequent case, and the search below is slow.
      Applicable only = new Applicable(all.get(0), all.get(0).isVarArgs());
      if (!only.variable() && only.takes(arguments, false)) {
        return only;
      }
    }
    return Stream.of(false, true)
        .map(
            variable ->
                all.stream()
                    .filter(
                        each ->
                            variable
                                ? each.isVarArgs()
                                : each.getParameterCount() == arguments.size())
                    .map(each -> new Applicable(each, variable))
                    .toList())
        .flatMap(
            phase ->
                Stream.<Predicate<Applicable>>of(
                        each -> each.takes(arguments, true), each -> each.takes(arguments, false))
                    .map(takes -> phase.stream().filter(takes).toList()))
        .flatMap(
            applicable ->
                applicable.stream()
                    .filter(
                        each ->
                            applicable.stream()
                                .noneMatch(
                                    other ->
                                        !other.equals(each)
                                            && other.isMoreSpecific(each, arguments.size()))))
        .findFirst()
        .orElseThrow(
            () ->
                new NoPlainValueException(
                    "there is no method %s for %s"
                        .formatted(
                            name,
                            arguments.size() == 1
                                ? "this argument"
                                : "these %d arguments".formatted(arguments.size()))));
  }

  /** A method as it may be called, its last parameter perhaps with any number of arguments. */
  private record Applicable(Method method, boolean variable) {
    /** Returns the type that this argument has to have. */
    Class<?> type(int argument) {
      Class<?>[] types = method.getParameterTypes();
      return variable && argument >= types.length - 1
          ? types[types.length - 1].getComponentType()
          : types[argument];
    }

    boolean takes(List<? extends @Nullable Object> arguments, boolean asTheyAre) {
      for (int i = 0; i < arguments.size(); i++) {
        boolean fits =
            asTheyAre
                ? Conversion.fits(arguments.get(i), type(i))
                : Conversion.converts(arguments.get(i), type(i));
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    /** Whether all that this one takes could be given to the other. */
    boolean isMoreSpecific(Applicable other, int arguments) {
      for (int i = 0; i < arguments; i++) {
        if (!Conversion.widens(type(i), other.type(i))) {
          return false;
        }
      }
      return true;
    }

    /** Returns what reflection has to be given for these arguments. */
    @Nullable Object[] passed(@Nullable Object[] arguments) {
      if (!variable) {
        return arguments;
      }
      int fixed = method.getParameterCount() - 1;
      Object rest = Array.newInstance(type(fixed), arguments.length - fixed);
      for (int i = fixed; i < arguments.length; i++) {
        Array.set(rest, i - fixed, arguments[i]);
      }
      @Nullable Object[] passed = Arrays.copyOf(arguments, fixed + 1);
      passed[fixed] = rest;
      return passed;
    }
  }

  /** Returns a variable's value. Throws NoPlainValueException if there is none to be sent. */
  byte[] read(String name) {
    Field field = variable(name);
    try {
      return writer.write(field.get(null));
    } catch (IllegalAccessException e) {
      throw new NoPlainValueException("the variable %s cannot be read".formatted(name));
    }
  }

  /** Sets a variable. Throws NoPlainValueException if that cannot be. */
  void assign(String name, byte[] value) {
    Field field = variable(name);
    try {
      field.set(null, Conversion.to(reader.read(value), field.getType()));
    } catch (IllegalAccessException | ClassCastException | LinkageError e) {
      throw new NoPlainValueException("the variable %s cannot be set".formatted(name));
    }
  }

  private Field variable(String name) {
    return classes
        .variable(name)
        .orElseThrow(() -> new NoPlainValueException("there is no variable %s".formatted(name)));
  }

  /**
   * Returns which of these are not declared: a variable's name, or a method's with a slash and the
   * number of its parameters.
   */
  List<String> missing(List<String> names) {
    return names.stream()
        .filter(
            name -> {
              int slash = name.indexOf('/');
              return slash < 0
                  ? classes.variable(name).isEmpty()
                  : classes
                      .methods(
                          name.substring(0, slash), Integer.parseInt(name.substring(slash + 1)))
                      .isEmpty();
            })
        .toList();
  }

  @Override
  public Class<?> find(String name) throws ClassNotFoundException {
    return classes.find(name, loader);
  }

  @Override
  public OptionalInt number(Object value) {
    return Proxy.isProxyClass(value.getClass())
            && Proxy.getInvocationHandler(value) instanceof StandIn standIn
        ? OptionalInt.of(standIn.number())
        : OptionalInt.empty();
  }

  @Override
  public Object standIn(int number, List<Class<?>> interfaces) {
    return Proxy.newProxyInstance(
        loader, interfaces.toArray(Class<?>[]::new), new StandIn(this, number));
  }

  /** Stands for an object of the other side. */
  private record StandIn(HostCalls calls, int number) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return switch (method.getName()) {
          case "equals" -> arguments != null && proxy == arguments[0];
          case "hashCode" -> number;
          default -> "an object of the test";
        };
      }
      List<Object> given = arguments == null ? List.of() : Arrays.asList(arguments);
      if (method.isDefault() && !calls.plain(given)) {
        // Such as Predicate.and with a lambda: what it is given cannot leave this process.
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      return calls.callBack(number, method, given);
    }
  }

  private synchronized boolean plain(List<?> values) {
    try {
      values.forEach(writer::write);
      return true;
    } catch (NoPlainValueException e) {
      return false;
    }
  }

  private synchronized @Nullable Object callBack(int number, Method method, List<?> arguments)
      throws Throwable {
    if (!active) {
      throw new IllegalStateException("this object is there only while its test calls a method");
    }
    // An interrupted thread that reads a channel closes it.
    boolean interrupted = Thread.interrupted();
    Returned returned;
    try {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(frame);
      out.writeInt(HostFrames.CALL_BACK);
      out.writeInt(number);
      HostFrames.text(out, ValueLinks.name(method.getDeclaringClass()));
      HostFrames.text(out, method.getName());
      out.writeInt(arguments.size());
      for (int i = 0; i < arguments.size(); i++) {
        HostFrames.text(out, ValueLinks.name(method.getParameterTypes()[i]));
        HostFrames.bytes(out, writer.write(arguments.get(i)));
      }
      printed.flush();
      output.send(frame.toByteArray());
      returned = returned();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (returned.thrown().isPresent()) {
      throw returned.thrown().get().exception(this);
    }
    return Conversion.to(returned.value(), method.getReturnType());
  }

  /** What came of a call back. */
  private record Returned(@Nullable Object value, Optional<Thrown> thrown) {}

  /** Reads what came of a call back; meanwhile the other side may call in its turn. */
  private Returned returned() throws IOException {
    while (true) {
      int kind = in.readInt();
      byte[] nonce = new byte[HostFrames.NONCE_BYTES];
      in.readFully(nonce);
      if (kind == HostFrames.RETURN) {
        if (Came.read(in) == Came.VALUE) {
          if (in.readBoolean()) {
            reader.forget();
          }
          return new Returned(reader.read(HostFrames.bytes(in)), Optional.empty());
        }
        return new Returned(null, Optional.of(Thrown.read(in)));
      }
      if (kind != HostFrames.CALL) {
        throw new IOException("a frame of kind " + kind + " within a call");
      }
      Call call = Call.read(in);
      long ignored = in.readLong();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(answer);
      out.writeInt(HostFrames.ANSWER);
      out.write(nonce);
      try {
        byte[] value = call(call);
        Came.VALUE.write(out);
        out.write(value);
      } catch (InvocationTargetException e) {
        CellHost.threw(e.getCause() == null ? e : e.getCause(), out);
      } catch (RuntimeException e) {
        // The other side waits for an answer, whatever it is.
        Came.REFUSED.write(out);
        HostFrames.text(out, message(e));
      }
      printed.flush();
      output.send(answer.toByteArray());
    }
  }

  private static String message(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(0, Math.min(LONGEST_MESSAGE, message.length()));
  }
}
