package oomlab.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The project's own Java kernel as Jupyter sees it: kernelspec {@code java}. */
public final class BuiltInKernel {
  private static final String MAIN = "oomlab.kernel.KernelMain";

  private BuiltInKernel() {}

  /**
   * Writes the kernelspec {@code java} into the project's own Jupyter path, with the library on the
   * kernel's class path, and returns it.
   *
   * @throws BookException if it cannot be written
   */
  public static Kernelspec write(Project project) throws BookException {
    Path archive = project.root().resolve("target/oomlab.jsa");
    prepare(project, archive);
    Kernelspec spec =
        new Kernelspec("java", project.jupyterPath().resolve("kernels/java"), "Java", "java");
    List<String> arguments = new ArrayList<>(command(project));
    if (Files.isRegularFile(archive)) {
      arguments.add(1, "-XX:SharedArchiveFile=" + archive);
    }
    arguments.add("{connection_file}");
    spec.write(Kernelspec.json("Java", arguments));
    return spec;
  }

  private static List<String> command(Project project) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path state = project.state();
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-Xshare:auto", "-XX:-UsePerfData"));
    command.add("-Djava.awt.headless=true");
    command.add("-Duser.home=" + state.resolve("home"));
    command.add("-Djava.io.tmpdir=" + state.resolve("tmp"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", project.jar().toString(), MAIN));
    return command;
  }

  /**
   * Makes the kernel's class-data archive once for each build of the jar: it halves the time to a
   * first cell. The kernel works without it.
   */
  private static void prepare(Project project, Path archive) {
    try {
      Path of = archive.resolveSibling("oomlab.jsa.for");
      String key = Runtime.version() + " " + Files.getLastModifiedTime(project.jar()).toMillis();
      if (Files.isRegularFile(archive)
          && Files.isRegularFile(of)
          && Files.readString(of).equals(key)) {
        return;
      }
      Path part = archive.resolveSibling("oomlab.jsa." + ProcessHandle.current().pid());
      List<String> command = new ArrayList<>(command(project));
      command.add(1, "-XX:ArchiveClassesAtExit=" + part);
      command.add("--warm-up");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(project.state().resolve("archive.log").toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(of);
      if (Files.isRegularFile(part) && process.waitFor() == 0) {
        Files.move(
            part, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(of, key);
      } else {
        Files.deleteIfExists(part);
        Files.deleteIfExists(archive);
      }
    } catch (IOException unwritable) {
      // Without the archive the kernel starts more slowly, and that is all.
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
