package oomlab.kernel;

import jdk.jshell.spi.ExecutionControl;

/**
 * The part of JShell's {@code ExecutionControl} that is the same wherever cells are compiled here
 * and run elsewhere.
 */
abstract class CompilingControl implements ExecutionControl, SnippetEngine {
  private final LoadedClasses loaded = new LoadedClasses();
  private String source = "";

  /** Notes what JShell has compiled. */
  final void loaded(ClassBytecodes[] classes) {
    loaded.add(classes);
  }

  @Override
  public final ExecutionControl control() {
    return this;
  }

  @Override
  public boolean begin(String code) {
    source = code;
    return true;
  }

  @Override
  public final boolean interrupt() {
    return false;
  }

  @Override
  public final void redefine(ClassBytecodes[] classes) throws NotImplementedException {
    if (!loaded.sameFor(classes, source)) {
      throw new NotImplementedException("a loaded class cannot be replaced");
    }
  }

  @Override
  public final String varValue(String type, String name) {
    return "";
  }

  @Override
  public final void addToClasspath(String path) {
    // Whoever runs the cells has its class path already.
  }

  @Override
  public final void stop() {
    // Whoever started what runs them ends it.
  }

  @Override
  public final Object extensionCommand(String command, Object argument)
      throws NotImplementedException {
    throw new NotImplementedException(command);
  }

  @Override
  public final void close() {
    // Nothing was opened here.
  }
}
