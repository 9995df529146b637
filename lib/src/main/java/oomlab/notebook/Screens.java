package oomlab.notebook;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the Java kernel that runs this cell. */
final class Screens {
  /**
   * The built-in kernel's protocol library. When the jar is packed, this name is rewritten together
   * with the library itself.
   */
  private static final String OURS = "org.dflib.jjava.jupyter.kernel";

  /** JJava's own. Put together here so that packing the jar leaves it as it is. */
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
    return KernelScreen.find(
            "IJava",
            loader,
            IJAVA + ".ijava.IJava",
            "getKernelInstance",
            IJAVA + ".jupyter.kernel.display.DisplayData")
        .or(() -> family(OURS.equals(JJAVA) ? "Java kernel" : "built-in", loader, OURS))
        .or(() -> family("JJava", loader, JJAVA));
  }

  private static Optional<Screen> family(String name, ClassLoader loader, String base) {
    return KernelScreen.find(
        name, loader, base + ".BaseKernel", "notebookKernel", base + ".display.DisplayData");
  }
}
