package oomlab;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** Copies of records in which one component is another. */
final class Copies {
  private Copies() {}

  /**
   * Returns the same record with another value of one component.
   *
   * @throws IllegalArgumentException if the record's own checks refuse it
   */
  static <R extends Record> R with(Class<R> type, R from, String component, Object other) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = components[i].getAccessor().invoke(from);
      }
      values[Stream.of(components).map(RecordComponent::getName).toList().indexOf(component)] =
          other;
      return type.getDeclaredConstructor(
              Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IllegalArgumentException refused
          ? refused
          : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
