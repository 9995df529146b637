package oomlab.notebook;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Kernels with the shape of the real ones, compiled on the spot, so that no class of theirs lies on
 * the test class path.
 */
final class FakeKernels {
  /** What a kernel of the IJava family offers a library: {0} its package, {1} its kernel class. */
  private static final String FAMILY =
      """
      package %1$s;
      public class %2$s {
        public static %2$s running = new %2$s();
        public static java.util.List<String> seen = new java.util.ArrayList<>();
        public final Io io = new Io();
        public static %2$s getKernelInstance() { return running; }
        public static %2$s notebookKernel() { return java.util.Objects.requireNonNull(running); }
        public Io getIO() { return io; }
        public void display(%3$s.DisplayData d) { seen.add("display " + d.data); }
        public static class Io { public final Stream display = new Stream(); }
        public static class Stream {
          private Object env = "the cell's request";
          public void endCell() { env = null; }
          public boolean inCell() { return env != null; }
          public void updateDisplay(%3$s.DisplayData d) {
            if (env != null) { seen.add("update " + d.id + d.data); }
          }
        }
      }
      """;

  private static final String DATA =
      """
      package %s;
      public class DisplayData {
        public final java.util.Map<String, Object> data = new java.util.TreeMap<>();
        public String id;
        public void putData(String type, Object value) { data.put(type, value); }
        public void setDisplayId(String id) { this.id = id; }
      }
      """;

  private FakeKernels() {}

  static URLClassLoader ijava(Path dir) throws IOException {
    String display = "io.github.spencerpark.jupyter.kernel.display";
    return compile(
        dir,
        Map.of(
            "IJava",
            FAMILY.formatted("io.github.spencerpark.ijava", "IJava", display),
            "DisplayData",
            DATA.formatted(display)));
  }

  static URLClassLoader jjava(Path dir) throws IOException {
    String base = "org.dflib.jjava.jupyter.kernel";
    return compile(
        dir,
        Map.of(
            "BaseKernel",
            FAMILY.formatted(base, "BaseKernel", base + ".display"),
            "DisplayData",
            DATA.formatted(base + ".display")));
  }

  /** A loader that sees these classes and the JDK, and nothing else. */
  private static URLClassLoader compile(Path dir, Map<String, String> sources) throws IOException {
    List<String> files =
        sources.entrySet().stream().map(e -> write(dir, e.getKey(), e.getValue())).toList();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                Stream.concat(Stream.of("-d", dir.toString()), files.stream())
                    .toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("the fake kernel does not compile");
    }
    return new URLClassLoader(
        new URL[] {dir.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  private static String write(Path dir, String name, String source) {
    try {
      Path file = dir.resolve(name.toLowerCase(Locale.ROOT)).resolve(name + ".java");
      Files.createDirectories(file.getParent());
      return Files.writeString(file, source).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
