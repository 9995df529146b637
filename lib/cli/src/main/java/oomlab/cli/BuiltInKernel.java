package oomlab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import oomlab.book.BookException;
import oomlab.book.Kernelspec;
import oomlab.book.Project;
import oomlab.kernel.KernelSpec;

/** The project's own Java kernel as Jupyter sees it: kernelspec {@code java}. */
public final class BuiltInKernel {
  private BuiltInKernel() {}

  /**
   * Writes the kernelspec {@code java} into the project's own Jupyter path, with the library on the
   * kernel's class path, and returns it.
   *
   * @throws BookException if it cannot be written
   */
  public static Kernelspec write(Project project) throws BookException {
    Path archive = project.root().resolve("target/oomlab.jsa");
    Optional<Path> prepared =
        prepare(project, archive) ? Optional.of(archive) : Optional.<Path>empty();
    List<String> arguments =
        inside(project, KernelSpec.command(java(), project.commands(), prepared, List.of()));
    arguments.add("{connection_file}");
    Kernelspec spec =
        new Kernelspec("java", project.jupyterPath().resolve("kernels/java"), "Java", "java");
    spec.write(Kernelspec.json("Java", arguments));
    return spec;
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Adds what keeps the JVM's own files inside the project: font cache, temp, counters. */
  private static List<String> inside(Project project, List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.addAll(
        1,
        List.of(
            "-XX:-UsePerfData",
            "-Djava.awt.headless=true",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + project.state().resolve("hs_err_pid%p.log"),
            "-Duser.home=" + project.state().resolve("home"),
            "-Djava.io.tmpdir=" + project.state().resolve("tmp")));
    if (Runtime.version().feature() >= 23) {
      // Tablesaw's class scanner uses it, and the JVM would say so on the terminal (JEP 498).
      all.add(1, "--sun-misc-unsafe-memory-access=allow");
    }
    return all;
  }

  /**
   * Makes the kernel's class-data archive once for each build of the jar, and returns whether there
   * is one. The kernel works without it, and starts more slowly.
   */
  private static boolean prepare(Project project, Path archive) {
    Path part = archive.resolveSibling("oomlab.jsa." + ProcessHandle.current().pid());
    try {
      Path madeFor = archive.resolveSibling("oomlab.jsa.for");
      String key =
          Runtime.version() + " " + Files.getLastModifiedTime(project.commands()).toMillis();
      if (Files.isRegularFile(archive)
          && Files.isRegularFile(madeFor)
          && Files.readString(madeFor).equals(key)) {
        return true;
      }
      List<String> command =
          inside(project, KernelSpec.warmUpCommand(java(), project.commands(), part, List.of()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(project.state().resolve("archive.log").toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      if (process.exitValue() != 0 || !Files.isRegularFile(part)) {
        Files.deleteIfExists(part);
        return false;
      }
      Files.deleteIfExists(madeFor);
      Files.move(
          part, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(madeFor, key);
      return true;
    } catch (IOException unwritable) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
