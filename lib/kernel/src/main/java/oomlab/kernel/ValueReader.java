package oomlab.kernel;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ValueWriter} has written, and makes nothing but plain values, whatever the
 * bytes are.
 */
final class ValueReader {
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "int",
          int.class,
          "long",
          long.class,
          "double",
          double.class,
          "boolean",
          boolean.class,
          "char",
          char.class,
          "byte",
          byte.class,
          "short",
          short.class,
          "float",
          float.class);

  private static final int LARGEST_SCALE = 100_000;

  private final ValueTypes types;
  private final ValueLinks links;
  private final boolean remembers;
  private final List<Object> received = new ArrayList<>();
  private final Map<Class<?>, Constructor<?>> constructors = new HashMap<>();
  private DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[0]));
  private int depth;
  private int elements;

  /**
   * Prepares to read.
   *
   * @param remembers whether what comes once may be named later
   */
  ValueReader(ValueTypes types, ValueLinks links, boolean remembers) {
    this.types = types;
    this.links = links;
    this.remembers = remembers;
  }

  /** Forgets what has come. */
  void forget() {
    received.clear();
  }

  /**
   * Reads a value.
   *
   * @throws NoPlainValueException if the bytes are no value, in one sentence
   */
  @Nullable Object read(byte[] bytes) {
    // A record's constructor may have something else read.
    DataInputStream outer = in;
    in = new DataInputStream(new ByteArrayInputStream(bytes));
    depth = 0;
    elements = 0;
    try {
      return get();
    } catch (NoPlainValueException e) {
      throw e;
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      NoPlainValueException broken = new NoPlainValueException("something that is no value: " + e);
      broken.initCause(e);
      throw broken;
    } finally {
      in = outer;
    }
  }

  private @Nullable Object get() throws IOException, ReflectiveOperationException {
    elements++;
    depth++;
    if (elements > ValueWriter.ELEMENTS || depth > ValueWriter.DEEPEST + 5) {
      throw new NoPlainValueException("a value that is too deep or too large");
    }
    try {
      return value(in.readByte());
    } finally {
      depth--;
    }
  }

  private @Nullable Object value(int tag) throws IOException, ReflectiveOperationException {
    return switch (tag) {
      case '0' -> null;
      case 's' -> text();
      case 'i' -> in.readInt();
      case 'l' -> in.readLong();
      case 'd' -> in.readDouble();
      case 'b' -> in.readBoolean();
      case 'c' -> in.readChar();
      case 'y' -> (byte) in.readShort();
      case 'h' -> in.readShort();
      case 'f' -> in.readFloat();
      case 'e' -> constant(links.find(text()), text());
      case 'q' -> primitive();
      case 'g' -> integer();
      case 'G' -> decimal();
      case 'p' -> parsed(text(), text());
      case 'o' -> Optional.ofNullable(get());
      case 't' -> builder(text());
      case 'r', 'D' -> whole(tag == 'D');
      case 'R' -> received.get(in.readInt());
      case 'A' -> array();
      case 'F' -> formed(text());
      case 'L' -> many(new ArrayList<>());
      case 'J' -> Collections.unmodifiableList((List<?>) many(new ArrayList<>()));
      case 'S' -> many(new LinkedHashSet<>());
      case 'U' -> Collections.unmodifiableSet((LinkedHashSet<?>) many(new LinkedHashSet<>()));
      case 'M' -> map();
      case 'N' -> Collections.unmodifiableMap(map());
      case 'm' -> SortedValues.map(map());
      case 'u' -> SortedValues.set(many(new LinkedHashSet<>()));
      case 'O' -> object();
      default -> throw new NoPlainValueException("a value of the kind " + tag);
    };
  }

  private static StringBuilder builder(String text) {
    StringBuilder builder = new StringBuilder();
    builder.insert(0, text);
    return builder;
  }

  private static Object constant(Class<?> type, String name) {
    if (type.isEnum()) {
      for (Object each : type.getEnumConstants()) {
        if (((Enum<?>) each).name().equals(name)) {
          return each;
        }
      }
    }
    throw new NoPlainValueException("an unknown constant \"%s\"".formatted(name));
  }

  private Object primitive() throws IOException {
    int kind = in.readByte();
    boolean present = in.readBoolean();
    return switch (kind) {
      case 'i' -> {
        int number = in.readInt();
        yield present ? OptionalInt.of(number) : OptionalInt.empty();
      }
      case 'l' -> {
        long number = in.readLong();
        yield present ? OptionalLong.of(number) : OptionalLong.empty();
      }
      default -> {
        double number = in.readDouble();
        yield present ? OptionalDouble.of(number) : OptionalDouble.empty();
      }
    };
  }

  private static Object parsed(String type, String text) throws ReflectiveOperationException {
    if (type.equals(Path.class.getName())) {
      return Path.of(text);
    }
    if (!type.matches("java\\.time\\.\\w+")) {
      throw new NoPlainValueException("a text of the class " + type);
    }
    return Class.forName(type).getMethod("parse", CharSequence.class).invoke(null, text);
  }

  /** In binary: decimal digits take time that grows with their square. */
  private BigInteger integer() throws IOException {
    int length = in.readInt();
    if (length < 1 || length > in.available()) {
      throw new NoPlainValueException("an integer of %d bytes".formatted(length));
    }
    return new BigInteger(in.readNBytes(length));
  }

  private BigDecimal decimal() throws IOException {
    int scale = in.readInt();
    if (Math.abs((long) scale) > LARGEST_SCALE) {
      // A sum with it would have as many digits.
      throw new NoPlainValueException("a decimal number of the scale %d".formatted(scale));
    }
    return new BigDecimal(integer(), scale);
  }

  private Object whole(boolean named) throws IOException, ReflectiveOperationException {
    String name = text();
    Class<?> type = links.find(name);
    boolean ours = name.charAt(0) == ValueLinks.CELL || types.records().test(type);
    if (!type.isRecord() || !ours) {
      throw new NoPlainValueException("a record of " + ValueWriter.words(type));
    }
    @Nullable Constructor<?> made = constructors.get(type);
    if (made == null) {
      made =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      made.setAccessible(true);
      constructors.put(type, made);
    }
    @Nullable Object[] values = new Object[made.getParameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get();
    }
    Object whole;
    try {
      whole = made.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new NoPlainValueException(
          "a record of %s that it refuses: %s".formatted(ValueWriter.words(type), e.getCause()));
    }
    if (named) {
      if (!remembers) {
        throw new NoPlainValueException("a value with a number");
      }
      received.add(whole);
    }
    return whole;
  }

  private Object array() throws IOException, ReflectiveOperationException {
    Class<?> component = component(text());
    int length = in.readInt();
    if (length < 0 || length > ValueWriter.ELEMENTS - elements) {
      throw new NoPlainValueException("an array of " + length);
    }
    elements += length;
    Object array = Array.newInstance(component, length);
    for (int i = 0; i < length; i++) {
      if (array instanceof double[] numbers) {
        numbers[i] = in.readDouble();
      } else if (array instanceof long[] numbers) {
        numbers[i] = in.readLong();
      } else if (array instanceof int[] numbers) {
        numbers[i] = in.readInt();
      } else if (array instanceof byte[] numbers) {
        numbers[i] = in.readByte();
      } else {
        Array.set(array, i, get());
      }
    }
    return array;
  }

  private Class<?> component(String name) throws ClassNotFoundException {
    if (name.endsWith("[]")) {
      return component(name.substring(0, name.length() - 2)).arrayType();
    }
    Class<?> primitive = PRIMITIVES.get(name);
    return primitive == null ? links.find(name) : primitive;
  }

  private Object formed(String name) throws IOException, ReflectiveOperationException {
    for (ValueForm<?> form : types.forms()) {
      if (form.type().getName().equals(name)) {
        Object data = get();
        if (data != null) {
          return form.of(data);
        }
      }
    }
    throw new NoPlainValueException("an object of the class " + name);
  }

  private Collection<@Nullable Object> many(Collection<@Nullable Object> into)
      throws IOException, ReflectiveOperationException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      into.add(get());
    }
    return into;
  }

  private Map<@Nullable Object, @Nullable Object> map()
      throws IOException, ReflectiveOperationException {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    int count = in.readInt() / 2;
    for (int i = 0; i < count; i++) {
      map.put(get(), get());
    }
    return map;
  }

  private Object object() throws IOException, ReflectiveOperationException {
    int number = in.readInt();
    int count = in.readInt();
    List<Class<?>> interfaces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = text();
      try {
        interfaces.add(links.find(name));
      } catch (ClassNotFoundException e) {
        // What is not known here is not used here.
        elements++;
      }
    }
    return links.standIn(number, interfaces);
  }

  private String text() throws IOException {
    int length = in.readInt();
    if (length < 0 || 2L * length > in.available()) {
      throw new NoPlainValueException("a text of %d characters".formatted(length));
    }
    char[] characters = new char[length];
    ByteBuffer.wrap(in.readNBytes(2 * length)).asCharBuffer().get(characters);
    return new String(characters);
  }
}
