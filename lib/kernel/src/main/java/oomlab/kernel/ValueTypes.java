package oomlab.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The classes whose objects are sent between processes, beside Java's own.
 *
 * @param records which records of the class path may be made of what another process sends
 * @param forms of other classes
 */
public record ValueTypes(Predicate<Class<?>> records, List<ValueForm<?>> forms) {
  /** Makes the list unmodifiable. */
  public ValueTypes {
    forms = List.copyOf(forms);
  }

  /** Returns the form for objects of a class. */
  public Optional<ValueForm<?>> form(Class<?> type) {
    return forms.stream().filter(form -> form.type().isAssignableFrom(type)).findFirst();
  }
}
