package oomlab.kernel;

/**
 * How objects of a class that is no plain value are sent to another process: as plain data, of
 * which an equal object is made there.
 *
 * @param <T> the class
 */
public interface ValueForm<T> {
  /** Returns the class; objects of its subclasses are sent as well. */
  Class<T> type();

  /** Returns lists, arrays, texts and numbers that hold all that is to be known of an object. */
  Object data(T value);

  /** Makes an object of its data. Throws any RuntimeException if they are not such data. */
  T of(Object data);

  /** Gives an object that was changed elsewhere its new content; does nothing where it has none. */
  default void update(T value, T changed) {}
}
