package oomlab.kernel;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
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

  private Conversion() {}

  /** Whether a value can be used as it is where the type is wanted. */
  static boolean fits(@Nullable Object value, Class<?> type) {
    return value == null ? !type.isPrimitive() : box(type).isInstance(value);
  }

  /** Whether a value can be converted. */
  static boolean converts(@Nullable Object value, Class<?> type) {
    return fits(value, type) || (value != null && number(value, box(type)).isPresent());
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
    return number(value, box(type))
        .orElseThrow(
            () ->
                new ClassCastException(
                    "it is an object of %s, where %s is due"
                        .formatted(
                            ValueWriter.words(value.getClass()),
                            type.isPrimitive() ? type.getName() : ValueWriter.words(type))));
  }

  private static Class<?> box(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  private static Optional<Object> number(Object value, Class<?> type) {
    if (!(value instanceof Number number) || !Number.class.isAssignableFrom(type)) {
      return Optional.empty();
    }
    double real = number.doubleValue();
    if (type == Double.class || type == Float.class) {
      boolean exact = Double.isNaN(real) || Double.isInfinite(real) || same(number, real);
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

  private static boolean same(Number one, Number other) {
    return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
  }
}
