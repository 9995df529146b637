package oomlab.kernel;

import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Converts values to types as an assignment does, and between numbers where nothing is lost. */
public final class Conversion {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          int.class, Integer.class,
          long.class, Long.class,
          double.class, Double.class,
          float.class, Float.class,
          short.class, Short.class,
          byte.class, Byte.class,
          char.class, Character.class,
          boolean.class, Boolean.class);

  private static final Set<Class<?>> WIDER_THAN_CHAR =
      Set.of(Integer.class, Long.class, Float.class, Double.class);

  /** A larger number is of no primitive type; its decimal digits would take long. */
  private static final int LARGEST_BITS = 1_100;

  private static final List<Class<?>> NUMBERS =
      List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

  private Conversion() {}

  /**
   * Whether Java prefers the first type where a value fits both: a subtype, a narrower number, or a
   * primitive type to an object.
   */
  static boolean widens(Class<?> from, Class<?> to) {
    if (from.isPrimitive() && to.isPrimitive()) {
      int narrower = NUMBERS.indexOf(from);
      return from == to || (narrower >= 0 && narrower < NUMBERS.indexOf(to));
    }
    return from.isPrimitive() || to.isAssignableFrom(from);
  }

  /** Whether a value can be used as it is where the type is wanted. */
  static boolean fits(@Nullable Object value, Class<?> type) {
    return value == null ? !type.isPrimitive() : box(type).isInstance(value);
  }

  /** Whether a value can be converted. */
  static boolean converts(@Nullable Object value, Class<?> type) {
    try {
      return fits(value, type) || (value != null && converted(value, box(type)).isPresent());
    } catch (ClassCastException unknownOrder) {
      // Whoever has it converted learns why it cannot be.
      return true;
    }
  }

  /**
   * Returns the value as an object of a type.
   *
   * @throws ClassCastException in one sentence, if it is none
   */
  public static @Nullable Object to(@Nullable Object value, Class<?> type) {
    if (type == void.class) {
      return null;
    }
    if (value == null) {
      if (type.isPrimitive()) {
        throw new NullPointerException("it is null, where a value of the type " + type + " is due");
      }
      return null;
    }
    if (fits(value, type)) {
      return value;
    }
    return converted(value, box(type))
        .orElseThrow(
            () ->
                new ClassCastException(
                    "it is an object of %s, where %s is due"
                        .formatted(
                            ValueWriter.words(value.getClass()),
                            type.isPrimitive() ? type.getName() : ValueWriter.words(type))));
  }

  private static Optional<Object> converted(Object value, Class<?> type) {
    return value instanceof Collection || value instanceof Map
        ? container(value, type)
        : number(value, type);
  }

  /** Returns the class to be made where one of Java's collections or maps is due, if it can be. */
  public static Optional<Class<?>> made(Class<?> type) {
    if (!type.getName().startsWith("java.util.")) {
      return Optional.empty();
    }
    if (type == Deque.class || type == Queue.class) {
      return Optional.of(LinkedList.class);
    }
    if (type == SortedSet.class || type == NavigableSet.class) {
      return Optional.of(TreeSet.class);
    }
    if (type == SortedMap.class || type == NavigableMap.class) {
      return Optional.of(TreeMap.class);
    }
    boolean possible =
        Arrays.stream(type.getConstructors()).anyMatch(each -> each.getParameterCount() == 0);
    return possible && !Modifier.isAbstract(type.getModifiers())
        ? Optional.of(type)
        : Optional.empty();
  }

  @SuppressWarnings("unchecked")
  private static Optional<Object> container(Object value, Class<?> type) {
    boolean alike =
        value instanceof Map
            ? Map.class.isAssignableFrom(type)
            : Collection.class.isAssignableFrom(type)
                && value instanceof Set == Set.class.isAssignableFrom(type);
    if (!alike) {
      return Optional.empty();
    }
    SortedValues.check(value, type);
    try {
      Optional<Class<?>> made = made(type);
      if (made.isEmpty()) {
        return Optional.empty();
      }
      Object fresh = made.get().getConstructor().newInstance();
      if (fresh instanceof Map<?, ?> map) {
        ((Map<Object, Object>) map).putAll((Map<Object, Object>) value);
      } else {
        ((Collection<Object>) fresh).addAll((Collection<Object>) value);
      }
      return Optional.of(fresh);
    } catch (ReflectiveOperationException | ClassCastException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private static Class<?> box(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  private static Optional<Object> number(Object value, Class<?> type) {
    if (value instanceof Character c && WIDER_THAN_CHAR.contains(type)) {
      return number((int) c, type);
    }
    if (!(value instanceof Number number) || !Number.class.isAssignableFrom(type)) {
      return Optional.empty();
    }
    if (value instanceof BigInteger large && large.bitLength() > LARGEST_BITS) {
      return Optional.empty();
    }
    double real = number.doubleValue();
    if (type == Double.class || type == Float.class) {
      boolean exact =
          widens(number, type)
              || Double.isNaN(real)
              || Double.isInfinite(real)
              || same(number, real);
      return !exact
          ? Optional.empty()
          : Optional.of(type == Double.class ? (Object) real : (Object) number.floatValue());
    }
    long whole = number.longValue();
    if (Double.isNaN(real) || Double.isInfinite(real) || !same(number, whole)) {
      return Optional.empty();
    }
    if (type == Long.class) {
      return Optional.of(whole);
    }
    if (type == Integer.class && whole == (int) whole) {
      return Optional.of((int) whole);
    }
    if (type == Short.class && whole == (short) whole) {
      return Optional.of((short) whole);
    }
    if (type == Byte.class && whole == (byte) whole) {
      return Optional.of((byte) whole);
    }
    return Optional.empty();
  }

  /** Whether an assignment of this primitive value is without a cast, even where it rounds. */
  private static boolean widens(Number value, Class<?> type) {
    return value instanceof Long
        || value instanceof Integer
        || (value instanceof Float && type == Double.class);
  }

  private static boolean same(Number one, Number other) {
    return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
  }
}
