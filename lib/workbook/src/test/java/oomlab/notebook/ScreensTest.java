package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreensTest {
  private final Path dir;

  ScreensTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void ijavaGetsAllFormsAtOnceAndReplacesByName() throws Exception {
    try (URLClassLoader loader = FakeKernels.ijava(dir)) {
      Screen screen = Screens.in(loader).orElseThrow();
      assertThat(screen.name()).isEqualTo("IJava");
      String id = screen.display(Bundle.html("<b>1</b>", "one"));
      screen.update(id, Bundle.plain("two"));
      assertThat(seen(loader, "io.github.spencerpark.ijava.IJava"))
          .containsExactly(
              "display {text/html=<b>1</b>, text/plain=one}", "update " + id + "{text/plain=two}");
    }
  }

  @Test
  void lastWordOfAnInterruptedCellIsShownThoughTheCellIsOver() throws Exception {
    try (URLClassLoader loader = FakeKernels.ijava(dir)) {
      Screen screen = Screens.in(loader).orElseThrow();
      String id = screen.display(Bundle.plain("runs"));
      Class<?> kernel = loader.loadClass("io.github.spencerpark.ijava.IJava");
      Object io = kernel.getField("io").get(kernel.getField("running").get(null));
      Object stream = io.getClass().getField("display").get(io);
      stream.getClass().getMethod("endCell").invoke(stream);
      Thread.currentThread().interrupt();
      screen.update(id, Bundle.plain("interrupted"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(seen(loader, kernel.getName()))
          .contains("update " + id + "{text/plain=interrupted}");
      assertThat(stream.getClass().getMethod("inCell").invoke(stream)).isEqualTo(false);
    }
  }

  @Test
  void jjavaIsFoundByItsOwnName() throws Exception {
    try (URLClassLoader loader = FakeKernels.jjava(dir)) {
      Screen screen = Screens.in(loader).orElseThrow();
      assertThat(screen.name()).isEqualTo("JJava");
      screen.display(Bundle.plain("x"));
      assertThat(seen(loader, "org.dflib.jjava.jupyter.kernel.BaseKernel"))
          .containsExactly("display {text/plain=x}");
    }
  }

  @Test
  void kernelThatDoesNotRunIsNoKernel() throws Exception {
    try (URLClassLoader loader = FakeKernels.ijava(dir)) {
      loader.loadClass("io.github.spencerpark.ijava.IJava").getField("running").set(null, null);
      assertThat(Screens.in(loader)).isEmpty();
    }
  }

  @Test
  void withoutAKernelTextIsPrintedOnce() {
    assertThat(Screens.find()).isInstanceOf(Terminal.class);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8))
        .display(Bundle.html("<b>ä</b>", "ä"));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ä\n");
  }

  private static List<Object> seen(ClassLoader loader, String kernel) throws Exception {
    return List.copyOf((List<?>) loader.loadClass(kernel).getField("seen").get(null));
  }
}
