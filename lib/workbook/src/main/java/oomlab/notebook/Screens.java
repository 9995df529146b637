package oomlab.notebook;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the Java kernel that runs this cell. */
final class Screens {
  /**
   * Put together here: packing the jar renames our own copy of this library, and would rename a
   * literal with it.
   */
  private static final String JJAVA =
      String.join(".", "org", "dflib", "jjava", "jupyter", "kernel");

  private static final String IJAVA = "io.github.spencerpark";

  private Screens() {}

  /** Returns the notebook, or the terminal if no kernel runs in this JVM. */
  static Screen find() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    Stream.of(
            Thread.currentThread().getContextClassLoader(),
            Screens.class.getClassLoader(),
            ClassLoader.getSystemClassLoader())
        .filter(Objects::nonNull)
        .forEach(loaders::add);
    return loaders.stream()
        .flatMap(loader -> in(loader).stream())
        .findFirst()
        .orElseGet(() -> new Terminal(System.out));
  }

  /** Returns the kernel whose classes this loader sees and that is running. */
  static Optional<Screen> in(ClassLoader loader) {
    return KernelScreen.statics("built-in", loader, "oomlab.kernel.Display")
        .or(
            () ->
                KernelScreen.family(
                    "IJava",
                    loader,
                    IJAVA + ".ijava.IJava",
                    "getKernelInstance",
                    IJAVA + ".jupyter.kernel.display.DisplayData"))
        .or(
            () ->
                KernelScreen.family(
                    "JJava",
                    loader,
                    JJAVA + ".BaseKernel",
                    "notebookKernel",
                    JJAVA + ".display.DisplayData"));
  }
}
