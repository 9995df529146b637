package oomlab.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;

/** The classes that a session has loaded, to tell which redefinitions change nothing. */
final class LoadedClasses {
  /** The class around a variable or method; a type of the cell's own is nested in one. */
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*");

  private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s");

  private final Map<String, byte[]> loaded = new ConcurrentHashMap<>();

  void add(ClassBytecodes[] classes) {
    for (ClassBytecodes each : classes) {
      loaded.put(each.name(), each.bytecodes());
    }
  }

  /**
   * Tells whether a redefinition changes nothing that a running program could see, so that JShell
   * need not put a new class in the old one's place, which would reset its variables to null.
   *
   * @param source what is being evaluated
   */
  boolean sameFor(ClassBytecodes[] classes, String source) {
    for (ClassBytecodes each : classes) {
      byte[] old = loaded.get(each.name());
      if (old == null
          || !(Arrays.equals(old, each.bytecodes()) || keepsVariables(each, old, source))) {
        return false;
      }
    }
    return true;
  }

  private static boolean keepsVariables(ClassBytecodes changed, byte[] old, String source) {
    // Only after an import: anything else changes what the initialising code means, and JShell,
    // once told that the new code is in place, would run the old one.
    return IMPORT.matcher(source).find()
        && WRAPPER.matcher(changed.name()).matches()
        && ClassShape.of(old).keepsVariablesOf(ClassShape.of(changed.bytecodes()));
  }
}
