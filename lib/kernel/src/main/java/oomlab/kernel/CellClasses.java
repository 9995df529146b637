package oomlab.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Of the first {@link #indexed} classes: reflection is slow, and a test calls often. */
  private final Map<String, Field> variables = new HashMap<>();

  private final Map<String, List<Method>> methods = new HashMap<>();
  private int indexed;

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
    index();
    return Optional.ofNullable(variables.get(name));
  }

  private void index() {
    for (; indexed < loaded.size(); indexed++) {
      Map<String, List<Method>> own = new HashMap<>();
      for (Method method : loaded.get(indexed).getDeclaredMethods()) {
        if (Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
          method.setAccessible(true);
          own.computeIfAbsent(method.getName(), name -> new ArrayList<>()).add(method);
        }
      }
      for (Field field : loaded.get(indexed).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          variables.put(field.getName(), field);
        }
      }
      own.forEach(
          (name, all) -> methods.computeIfAbsent(name, none -> new ArrayList<>()).addAll(0, all));
    }
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
    index();
    List<Method> found = new ArrayList<>();
    for (Method method : methods.getOrDefault(name, List.of())) {
      if (takes(method, arguments)
          && found.stream().noneMatch(other -> sameParameters(other, method))) {
        found.add(method);
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
