package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests that speak to the packaged kernel through Jupyter's own client. */
class KernelIT {
  private static final String TEST = "lib/src/test/python/kernel_test.py";

  @Test
  void passesTheTestsThatJupytersClientRuns(@TempDir Path dir)
      throws IOException, InterruptedException {
    Path jar = Path.of(System.getProperty("oomlab.jar", "target/oomlab.jar")).toAbsolutePath();
    Needs.that(Files.isRegularFile(jar), "there is no " + jar);
    Needs.that(
        Files.isExecutable(Path.of("/usr/bin/python3"))
            && run(dir, Map.of(), "/usr/bin/python3", "-c", "import jupyter_kernel_test") == 0,
        "python3-jupyter-kernel-test is not installed");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path kernels = dir.resolve("kernels");
    assertThat(
            run(
                dir,
                Map.of(),
                java,
                "-cp",
                jar.toString(),
                KernelMain.class.getName(),
                "--install",
                kernels.toString()))
        .as(() -> output(dir))
        .isZero();
    assertThat(kernels.resolve("java/kernel.jsa")).isRegularFile();
    assertThat(run(dir, Map.of("JUPYTER_PATH", dir.toString()), "/usr/bin/python3", TEST))
        .as(() -> output(dir))
        .isZero();
  }

  private static int run(Path dir, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("output.txt").toFile())
            .start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    return ended ? process.exitValue() : -1;
  }

  private static String output(Path dir) {
    try {
      return Files.readString(dir.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
