package oomlab.kernel;

import java.util.List;
import java.util.OptionalInt;

/** How one side of a connection names classes of cells, and objects that stay on one side. */
interface ValueLinks {
  /**
   * Finds a class.
   *
   * @param name of a class of a cell without its wrapper's name, behind {@link #CELL}; else the
   *     binary name
   */
  Class<?> find(String name) throws ClassNotFoundException;

  /** Returns the number of an object that stays where it is, or nothing if it is to be sent. */
  OptionalInt number(Object value);

  /** Returns what stands for an object that has stayed on the other side. */
  Object standIn(int number, List<Class<?>> interfaces);

  /** Begins the name of a class that a cell has declared. */
  char CELL = '~';

  /** Returns the name by which the other side finds a class. */
  static String name(Class<?> type) {
    return name(type.getName());
  }

  /** As the other, from its binary name. */
  static String name(String name) {
    if (name.startsWith(CellClasses.WRAPPERS)) {
      int nested = name.indexOf('$', CellClasses.WRAPPERS.length());
      if (nested > 0) {
        return CELL + name.substring(nested + 1);
      }
    }
    return name;
  }
}
