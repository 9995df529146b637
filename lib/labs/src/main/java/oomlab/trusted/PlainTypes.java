package oomlab.trusted;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.kernel.Conversion;
import oomlab.kernel.ValueTypes;

/**
 * Which declared types are of plain values, so that a process can send them to another: numbers,
 * texts, enums, arrays, collections, optionals, times, records of these, and what has a form.
 *
 * @param types what is sent beside Java's own
 */
record PlainTypes(ValueTypes types) {
  private static final Set<Class<?>> LEAVES =
      Set.of(
          String.class,
          CharSequence.class,
          Object.class,
          Number.class,
          Comparable.class,
          Integer.class,
          Long.class,
          Double.class,
          Float.class,
          Short.class,
          Byte.class,
          Character.class,
          Boolean.class,
          BigInteger.class,
          BigDecimal.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          StringBuilder.class,
          Path.class,
          Void.class);

  /** Returns the class, in words, that keeps values of a type from being sent; empty for none. */
  Optional<String> obstacle(Type type) {
    return obstacle(type, new ArrayList<>());
  }

  /** As the other for a parameter: an object behind an interface can stay with the test. */
  Optional<String> parameterObstacle(Type type) {
    Class<?> raw = raw(type);
    if (!raw.isInterface()) {
      return obstacle(type);
    }
    if (!collection(raw)) {
      // What a student passes to it comes out of the student's process.
      for (Method each : raw.getMethods()) {
        for (Type parameter : each.getGenericParameterTypes()) {
          // A change of an array, would not come back.
          boolean stays = raw(parameter).isArray() || obstacle(parameter).isPresent();
          if (stays && Modifier.isAbstract(each.getModifiers())) {
            return Optional.of(words(raw));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> obstacle(Type type, List<Class<?>> above) {
    if (type instanceof ParameterizedType given) {
      for (Type argument : given.getActualTypeArguments()) {
        Optional<String> found = obstacle(argument, above);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    if (type instanceof GenericArrayType array) {
      return obstacle(array.getGenericComponentType(), above);
    }
    Class<?> raw = raw(type);
    while (raw.isArray()) {
      raw = raw.getComponentType();
    }
    if (raw == Path.class && above.isEmpty()) {
      // A file is the student's process's, and not one of the same name here.
      return Optional.of(words(raw));
    }
    if (raw.isRecord() && !above.contains(raw)) {
      above.add(raw);
      for (RecordComponent component : raw.getRecordComponents()) {
        Optional<String> found = obstacle(component.getGenericType(), above);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    boolean plain =
        raw.isPrimitive()
            || raw.isEnum()
            || raw.isRecord()
            || LEAVES.contains(raw)
            || raw == Optional.class
            || TemporalAccessor.class.isAssignableFrom(raw)
            || TemporalAmount.class.isAssignableFrom(raw)
            || collection(raw)
            || sealedPlain(raw, above)
            || types.form(raw).isPresent();
    return plain ? Optional.empty() : Optional.of(words(raw));
  }

  private static boolean collection(Class<?> raw) {
    boolean many =
        Collection.class.isAssignableFrom(raw)
            || Map.class.isAssignableFrom(raw)
            || raw == Iterable.class;
    return many
        && (raw.isAssignableFrom(ArrayList.class)
            || raw == Set.class
            || raw == Map.class
            || Conversion.made(raw).isPresent());
  }

  /** Whether all that an interface permits is plain. */
  private boolean sealedPlain(Class<?> raw, List<Class<?>> above) {
    if (!raw.isSealed()) {
      return false;
    }
    for (Class<?> each : raw.getPermittedSubclasses()) {
      if (obstacle(each, above).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType given) {
      return raw(given.getRawType());
    }
    if (type instanceof WildcardType wild) {
      return raw(wild.getUpperBounds()[0]);
    }
    if (type instanceof GenericArrayType array) {
      return raw(array.getGenericComponentType()).arrayType();
    }
    return Object.class;
  }

  private static String words(Class<?> type) {
    String name = type.getName();
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }
}
