package oomlab.notebook;

import static oomlab.internal.text.Words.later;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the frontend: that of the Java kernel which runs this cell, else the terminal. */
final class Frontends {
  /**
   * Put together here: packing the jar renames our own copy of this library, and would rename a
   * literal with it.
   */
  private static final String JJAVA =
      String.join(".", "org", "dflib", "jjava", "jupyter", "kernel");

  private static final String IJAVA = "io.github.spencerpark";

  private Frontends() {}

  /** Returns the notebook, or the terminal if no kernel runs in this JVM. */
  static Frontend find() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    Stream.of(
            Thread.currentThread().getContextClassLoader(),
            Frontends.class.getClassLoader(),
            ClassLoader.getSystemClassLoader())
        .filter(Objects::nonNull)
        .forEach(loaders::add);
    return loaders.stream()
        .flatMap(loader -> in(loader).stream())
        .findFirst()
        .orElseGet(() -> new TerminalFrontend(System.out));
  }

  /** Returns the kernel whose classes this loader sees and that is running. */
  static Optional<Frontend> in(ClassLoader loader) {
    return KernelFrontend.statics(later("built-in"), loader, "oomlab.kernel.Display")
        .or(
            () ->
                KernelFrontend.family(
                    "IJava",
                    loader,
                    IJAVA + ".ijava.IJava",
                    "getKernelInstance",
                    IJAVA + ".jupyter.kernel.display.DisplayData"))
        .or(
            () ->
                KernelFrontend.family(
                    "JJava",
                    loader,
                    JJAVA + ".BaseKernel",
                    "notebookKernel",
                    JJAVA + ".display.DisplayData"));
  }
}
