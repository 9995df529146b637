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

class FrontendsTest {
  private final Path dir;

  FrontendsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void ijavaGetsAllFormsAtOnceAndReplacesByName() throws Exception {
    try (URLClassLoader loader = FakeKernels.ijava(dir)) {
      Frontend frontend = Frontends.in(loader).orElseThrow();
      assertThat(frontend.name()).isEqualTo("IJava");
      String id = frontend.display(MimeBundle.html("<b>1</b>", "one"));
      frontend.update(id, MimeBundle.plain("two"));
      assertThat(seen(loader, "io.github.spencerpark.ijava.IJava"))
          .containsExactly(
              "display {text/html=<b>1</b>, text/plain=one}", "update " + id + "{text/plain=two}");
    }
  }

  @Test
  void lastWordOfAnInterruptedCellIsShownThoughTheCellIsOver() throws Exception {
    try (URLClassLoader loader = FakeKernels.ijava(dir)) {
      Frontend frontend = Frontends.in(loader).orElseThrow();
      String id = frontend.display(MimeBundle.plain("runs"));
      Class<?> kernel = loader.loadClass("io.github.spencerpark.ijava.IJava");
      Object io = kernel.getField("io").get(kernel.getField("running").get(null));
      Object stream = io.getClass().getField("display").get(io);
      stream.getClass().getMethod("endCell").invoke(stream);
      Thread.currentThread().interrupt();
      frontend.update(id, MimeBundle.plain("interrupted"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(seen(loader, kernel.getName()))
          .contains("update " + id + "{text/plain=interrupted}");
      assertThat(stream.getClass().getMethod("inCell").invoke(stream)).isEqualTo(false);
    }
  }

  @Test
  void jjavaIsFoundByItsOwnName() throws Exception {
    try (URLClassLoader loader = FakeKernels.jjava(dir)) {
      Frontend frontend = Frontends.in(loader).orElseThrow();
      assertThat(frontend.name()).isEqualTo("JJava");
      frontend.display(MimeBundle.plain("x"));
      assertThat(seen(loader, "org.dflib.jjava.jupyter.kernel.BaseKernel"))
          .containsExactly("display {text/plain=x}");
    }
  }

  @Test
  void kernelThatDoesNotRunIsNoKernel() throws Exception {
    try (URLClassLoader loader = FakeKernels.ijava(dir)) {
      loader.loadClass("io.github.spencerpark.ijava.IJava").getField("running").set(null, null);
      assertThat(Frontends.in(loader)).isEmpty();
    }
  }

  @Test
  void withoutAKernelTextIsPrintedOnce() {
    assertThat(Frontends.find()).isInstanceOf(TerminalFrontend.class);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TerminalFrontend(new PrintStream(out, true, StandardCharsets.UTF_8))
        .display(MimeBundle.html("<b>ä</b>", "ä"));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ä\n");
  }

  private static List<Object> seen(ClassLoader loader, String kernel) throws Exception {
    return List.copyOf((List<?>) loader.loadClass(kernel).getField("seen").get(null));
  }
}
