package oomlab.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values for another process: numbers, texts, enums, records, arrays, collections,
 * optionals, times, and what has a {@link ValueForm}. A record that can never change is sent once.
 */
final class ValueWriter {
  static final int DEEPEST = 100;
  static final int ELEMENTS = 2_000_000;

  /** Records that the other side keeps from one test to the next. */
  private static final int MOST_SENT = 100_000;

  private static final String TOO_DEEP = "a value that is nested more than %d deep";
  private static final String TOO_MANY = "a value of more than %d parts";

  private final ValueTypes types;
  private final ValueLinks links;
  private final boolean remembers;
  private final IdentityHashMap<Object, Integer> sent = new IdentityHashMap<>();
  private final Map<Class<?>, List<Method>> accessors = new HashMap<>();
  private Bytes bytes = new Bytes();
  private DataOutputStream out = new DataOutputStream(bytes);
  private boolean forgotten = true;
  private boolean sentOfCells;
  private int depth;
  private int elements;

  /**
   * Prepares to write.
   *
   * @param remembers whether what was sent is remembered by the other side, until {@link #forget}
   */
  ValueWriter(ValueTypes types, ValueLinks links, boolean remembers) {
    this.types = types;
    this.links = links;
    this.remembers = remembers;
  }

  /** Bytes of which one can be changed later. */
  private static final class Bytes extends ByteArrayOutputStream {
    void set(int place, int value) {
      buf[place] = (byte) value;
    }
  }

  /** Forgets what the other side has. */
  void forget() {
    sent.clear();
    forgotten = true;
    sentOfCells = false;
  }

  /**
   * Ends a test: forgets what was sent if it takes much memory, or a cell could declare it anew.
   */
  void endTest() {
    if (sentOfCells || sent.size() > MOST_SENT) {
      forget();
    }
  }

  /** Tells whether the other side is to forget, too; asked once. */
  boolean takeForgotten() {
    boolean taken = forgotten;
    forgotten = false;
    return taken;
  }

  /**
   * Returns a value's bytes.
   *
   * @throws NoPlainValueException if it is none
   */
  byte[] write(@Nullable Object value) {
    // What is written may run code of a cell that has something else written.
    Bytes outerBytes = bytes;
    DataOutputStream outerOut = out;
    bytes = new Bytes();
    out = new DataOutputStream(bytes);
    depth = 0;
    elements = 0;
    boolean whole = false;
    try {
      put(value);
      whole = true;
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      bytes = outerBytes;
      out = outerOut;
      if (!whole) {
        forget();
      }
    }
  }

  /** Writes a value; tells whether it can never change. */
  private boolean put(@Nullable Object value) throws IOException {
    if (++elements > ELEMENTS) {
      throw new NoPlainValueException(TOO_MANY.formatted(ELEMENTS));
    }
    if (bytes.size() > HostFrames.LONGEST) {
      throw new NoPlainValueException(
          "a value of more than %d MiB".formatted(HostFrames.LONGEST >> 20));
    }
    if (value == null) {
      out.writeByte('0');
      return true;
    }
    if (leaf(value)) {
      return true;
    }
    OptionalInt number = links.number(value);
    if (number.isPresent()) {
      object(number.getAsInt(), value);
      return false;
    }
    if (++depth > DEEPEST) {
      throw new NoPlainValueException(TOO_DEEP.formatted(DEEPEST));
    }
    try {
      return composed(value);
    } finally {
      depth--;
    }
  }

  private boolean leaf(Object value) throws IOException {
    if (value instanceof String text) {
      out.writeByte('s');
      text(text);
    } else if (value instanceof Integer number) {
      out.writeByte('i');
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeByte('l');
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte('d');
      out.writeDouble(number);
    } else if (value instanceof Boolean truth) {
      out.writeByte('b');
      out.writeBoolean(truth);
    } else if (value instanceof Character || value instanceof Byte || value instanceof Short) {
      out.writeByte(value instanceof Character ? 'c' : value instanceof Byte ? 'y' : 'h');
      out.writeShort(value instanceof Character c ? c : ((Number) value).shortValue());
    } else if (value instanceof Float number) {
      out.writeByte('f');
      out.writeFloat(number);
    } else if (value instanceof Enum<?> constant) {
      out.writeByte('e');
      text(ValueLinks.name(constant.getDeclaringClass()));
      text(constant.name());
    } else if (value instanceof OptionalInt
        || value instanceof OptionalLong
        || value instanceof OptionalDouble) {
      primitive(value);
    } else if (value.getClass() == BigInteger.class) {
      out.writeByte('g');
      digits((BigInteger) value);
    } else if (value.getClass() == BigDecimal.class) {
      BigDecimal number = (BigDecimal) value;
      out.writeByte('G');
      out.writeInt(number.scale());
      digits(number.unscaledValue());
    } else if (parsed(value)) {
      out.writeByte('p');
      text(value instanceof Path ? Path.class.getName() : value.getClass().getName());
      text(value.toString());
    } else {
      return false;
    }
    return true;
  }

  /** Whether its text says all of it, and its class makes it of its text. */
  private static boolean parsed(Object value) {
    boolean time = value instanceof Temporal || value instanceof TemporalAmount;
    return value instanceof Path || (time && value.getClass().getName().startsWith("java.time."));
  }

  private void digits(BigInteger number) throws IOException {
    byte[] binary = number.toByteArray();
    out.writeInt(binary.length);
    out.write(binary);
  }

  private void primitive(Object optional) throws IOException {
    out.writeByte('q');
    if (optional instanceof OptionalInt number) {
      out.writeByte('i');
      out.writeBoolean(number.isPresent());
      out.writeInt(number.orElse(0));
    } else if (optional instanceof OptionalLong number) {
      out.writeByte('l');
      out.writeBoolean(number.isPresent());
      out.writeLong(number.orElse(0));
    } else if (optional instanceof OptionalDouble number) {
      out.writeByte('d');
      out.writeBoolean(number.isPresent());
      out.writeDouble(number.orElse(0));
    }
  }

  private boolean composed(Object value) throws IOException {
    if (value instanceof Record whole) {
      return whole(whole);
    }
    if (value instanceof Optional<?> optional) {
      out.writeByte('o');
      return put(optional.orElse(null));
    }
    if (value instanceof StringBuilder text) {
      out.writeByte('t');
      text(text.toString());
      return false;
    }
    if (value.getClass().isArray()) {
      array(value);
      return false;
    }
    Optional<ValueForm<?>> form = types.form(value.getClass());
    if (form.isPresent()) {
      out.writeByte('F');
      text(form.get().type().getName());
      put(data(form.get(), value));
      return false;
    }
    if (value instanceof Collection<?> many) {
      boolean fixed = fixed(many);
      boolean sorted = SortedValues.isOne(many);
      out.writeByte(sorted ? 'u' : many instanceof Set ? (fixed ? 'U' : 'S') : fixed ? 'J' : 'L');
      return all(many) && fixed;
    }
    if (value instanceof Map<?, ?> map) {
      boolean fixed = fixed(map);
      out.writeByte(SortedValues.isOne(map) ? 'm' : fixed ? 'N' : 'M');
      List<@Nullable Object> flat = new ArrayList<>();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        flat.add(each.getKey());
        flat.add(each.getValue());
        limit(flat);
      }
      return all(flat) && fixed;
    }
    throw new NoPlainValueException("an object of " + words(value.getClass()));
  }

  static String words(Class<?> type) {
    String name = ValueLinks.name(type);
    return "the class "
        + (name.charAt(0) == ValueLinks.CELL ? name.substring(1) : name).replace('$', '.');
  }

  private static <T> Object data(ValueForm<T> form, Object value) {
    return form.data(form.type().cast(value));
  }

  /** Whether a collection of Java's own is one of those that never change. */
  private static boolean fixed(Object collection) {
    String name = collection.getClass().getName();
    return name.startsWith("java.util.ImmutableCollections")
        || name.startsWith("java.util.Collections$Empty")
        || name.startsWith("java.util.Collections$Singleton")
        || name.startsWith("java.util.Collections$Unmodifiable");
  }

  private boolean whole(Record value) throws IOException {
    Integer known = sent.get(value);
    if (known != null) {
      out.writeByte('R');
      out.writeInt(known);
      return true;
    }
    int place = bytes.size();
    out.writeByte('r');
    String name = ValueLinks.name(value.getClass());
    text(name);
    boolean fixed = true;
    for (Method accessor : accessors.computeIfAbsent(value.getClass(), ValueWriter::accessors)) {
      fixed &= put(component(value, accessor));
    }
    if (fixed && remembers) {
      sent.put(value, sent.size());
      sentOfCells |= name.charAt(0) == ValueLinks.CELL;
      // The other side counts in the same order: when it has the whole record.
      bytes.set(place, 'D');
    }
    return fixed;
  }

  /** Has what a record holds updated by what another of its class holds. */
  static void update(
      Record value, Record changed, BiConsumer<@Nullable Object, @Nullable Object> each) {
    for (Method accessor : accessors(value.getClass())) {
      each.accept(component(value, accessor), component(changed, accessor));
    }
  }

  private static List<Method> accessors(Class<?> type) {
    List<Method> accessors = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      accessors.add(component.getAccessor());
    }
    return accessors;
  }

  private static @Nullable Object component(Record value, Method accessor) {
    try {
      return accessor.invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new NoPlainValueException("a record whose " + accessor.getName() + " cannot be read");
    }
  }

  private void array(Object array) throws IOException {
    Class<?> component = array.getClass().getComponentType();
    int length = Array.getLength(array);
    if (length > ELEMENTS - elements) {
      throw new NoPlainValueException(TOO_MANY.formatted(ELEMENTS));
    }
    elements += length;
    out.writeByte('A');
    text(arrayName(component));
    out.writeInt(length);
    for (int i = 0; i < length; i++) {
      if (array instanceof double[] numbers) {
        out.writeDouble(numbers[i]);
      } else if (array instanceof long[] numbers) {
        out.writeLong(numbers[i]);
      } else if (array instanceof int[] numbers) {
        out.writeInt(numbers[i]);
      } else if (array instanceof byte[] numbers) {
        out.writeByte(numbers[i]);
      } else {
        put(Array.get(array, i));
      }
    }
  }

  private static String arrayName(Class<?> component) {
    return component.isArray()
        ? arrayName(component.getComponentType()) + "[]"
        : ValueLinks.name(component);
  }

  private boolean all(Collection<?> many) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (Object each : many) {
      list.add(each);
      limit(list);
    }
    out.writeInt(list.size());
    boolean fixed = true;
    for (Object each : list) {
      fixed &= put(each);
    }
    return fixed;
  }

  private static void limit(List<?> list) {
    if (list.size() > ELEMENTS) {
      throw new NoPlainValueException(TOO_MANY.formatted(ELEMENTS));
    }
  }

  private void object(int number, Object value) throws IOException {
    out.writeByte('O');
    out.writeInt(number);
    List<Class<?>> interfaces = new ArrayList<>();
    interfaces(value.getClass(), interfaces);
    out.writeInt(interfaces.size());
    for (Class<?> each : interfaces) {
      text(ValueLinks.name(each));
    }
  }

  /** Collects all interfaces of a class that another process can know. */
  static void interfaces(@Nullable Class<?> type, List<Class<?>> into) {
    if (type == null) {
      return;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (Modifier.isPublic(each.getModifiers()) && !into.contains(each)) {
        into.add(each);
        interfaces(each, into);
      }
    }
    interfaces(type.getSuperclass(), into);
  }

  private void text(String text) throws IOException {
    out.writeInt(text.length());
    ByteBuffer characters = ByteBuffer.allocate(2 * text.length());
    characters.asCharBuffer().put(text.toCharArray());
    out.write(characters.array());
  }
}
