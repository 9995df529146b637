package oomlab.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The classes around the declarations of cells, in the order in which they were loaded. JShell puts
 * each declaration into a class of its own; a later one of the same name takes the place of an
 * earlier one.
 */
public final class CellClasses {
  /** How the names of all of them begin. */
  public static final String WRAPPERS = "REPL.$JShell$";

  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*");

  private final List<Class<?>> loaded = new ArrayList<>();

  /** Adds a class if it is one around a declaration. */
  public void add(Class<?> type) {
    if (isWrapper(type.getName())) {
      loaded.add(type);
    }
  }

  /** Tells whether a class of this name is around a declaration. */
  public static boolean isWrapper(String name) {
    return WRAPPER.matcher(name).matches();
  }

  /** Returns the variable of this name. */
  public Optional<Field> variable(String name) {
    for (int i = loaded.size() - 1; i >= 0; i--) {
      for (Field field : loaded.get(i).getDeclaredFields()) {
        if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the type of this name; one within another is named with a dollar sign. */
  public Optional<Class<?>> type(String name) {
    for (int i = loaded.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(
            Class.forName(
                loaded.get(i).getName() + "$" + name, false, loaded.get(i).getClassLoader()));
      } catch (ClassNotFoundException | LinkageError e) {
        // It is around another declaration.
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the class of a name as {@link ValueLinks} has it.
   *
   * @param loader knows those that no cell has declared
   */
  Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
    return name.charAt(0) == ValueLinks.CELL
        ? type(name.substring(1)).orElseThrow(() -> new ClassNotFoundException(name.substring(1)))
        : Class.forName(name, false, loader);
  }

  /**
   * Returns the methods of this name that take so many arguments, the latest first, each signature
   * once.
   */
  public List<Method> methods(String name, int arguments) {
    List<Method> found = new ArrayList<>();
    for (int i = loaded.size() - 1; i >= 0; i--) {
      for (Method method : loaded.get(i).getDeclaredMethods()) {
        if (method.getName().equals(name)
            && Modifier.isStatic(method.getModifiers())
            && !method.isSynthetic()
            && takes(method, arguments)
            && found.stream().noneMatch(other -> sameParameters(other, method))) {
          method.setAccessible(true);
          found.add(method);
        }
      }
    }
    return found;
  }

  private static boolean takes(Method method, int arguments) {
    int parameters = method.getParameterCount();
    return parameters == arguments || (method.isVarArgs() && arguments >= parameters - 1);
  }

  private static boolean sameParameters(Method one, Method other) {
    return java.util.Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
  }
}
