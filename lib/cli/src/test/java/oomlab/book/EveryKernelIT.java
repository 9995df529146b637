package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import oomlab.cli.BuiltInKernel;
import oomlab.testing.Links;
import oomlab.testing.TestPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every chapter, reference page and graded lab, on the built-in kernel and on JJava; {@code
 * every_kernel_test.py} has what is compared.
 */
@Timeout(500)
class EveryKernelIT {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(dir);
  }

  @Test
  void everyCellShowsTheSameKindsOfOutputsOnJJava() throws Exception {
    Path python = TestPython.program("python");
    Project project = SmallBook.in(dir).project();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                python.toString(),
                "-W",
                "ignore",
                "lib/cli/src/test/python/every_kernel_test.py",
                "--project",
                ".",
                "--kernel",
                "built-in=" + BuiltInKernel.write(project).folder(),
                "--kernel",
                "JJava=" + python.resolve("../../share/jupyter/kernels/java").normalize()));
    builder.environment().putAll(Book.environment(project, System.getenv()));
    Process process = builder.redirectErrorStream(true).start();
    try {
      process.getInputStream().transferTo(System.out);
      assertThat(process.waitFor()).isZero();
    } finally {
      // It ends its kernels when its input ends.
      process.getOutputStream().close();
    }
  }
}
