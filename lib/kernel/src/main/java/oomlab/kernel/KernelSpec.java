package oomlab.kernel;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the kernelspec by which Jupyter finds this kernel. Source: "Making kernels for Jupyter",
 * section "Kernel specs".
 */
public final class KernelSpec {
  private KernelSpec() {}

  /**
   * Returns the command that starts the kernel, up to and without its argument, the connection
   * file. A JVM that can't use the archive starts without it.
   */
  public static List<String> command(
      Path javaBinary, Path jar, Optional<Path> archive, List<Path> extraClassPath) {
    List<String> command = new ArrayList<>();
    command.add(javaBinary.toString());
    archive.ifPresent(file -> command.add("-XX:SharedArchiveFile=" + file));
    command.addAll(options());
    StringBuilder classPath = new StringBuilder(jar.toString());
    extraClassPath.forEach(path -> classPath.append(File.pathSeparatorChar).append(path));
    command.add("-cp");
    command.add(classPath.toString());
    command.add(KernelMain.class.getName());
    return List.copyOf(command);
  }

  /**
   * Returns the command that makes the class-data archive; it runs some cells and ends within
   * seconds.
   */
  public static List<String> warmUpCommand(
      Path javaBinary, Path jar, Path archive, List<Path> extraClassPath) {
    List<String> command =
        new ArrayList<>(command(javaBinary, jar, Optional.empty(), extraClassPath));
    command.add(1, "-XX:ArchiveClassesAtExit=" + archive);
    command.add("--warm-up");
    return List.copyOf(command);
  }

  /**
   * Writes {@code java/kernel.json} under a {@code kernels} directory of the Jupyter path and
   * returns the file. Throws IOException where that fails.
   */
  public static Path write(
      Path kernelsDir,
      Path javaBinary,
      Path jar,
      Optional<Path> archive,
      List<Path> extraClassPath,
      Map<String, String> environment)
      throws IOException {
    JsonObject spec = new JsonObject();
    JsonArray argv = new JsonArray();
    command(javaBinary, jar, archive, extraClassPath).forEach(argv::add);
    argv.add("{connection_file}");
    spec.add("argv", argv);
    spec.addProperty("display_name", "Java");
    spec.addProperty("language", "java");
    spec.addProperty("interrupt_mode", "message");
    JsonObject env = new JsonObject();
    environment.forEach(env::addProperty);
    spec.add("env", env);
    Path directory = Files.createDirectories(kernelsDir.resolve("java"));
    Path file = directory.resolve("kernel.json");
    return Files.writeString(
        file,
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(spec) + "\n");
  }

  /**
   * The JVM's part: little memory, a quick start, and no line on the streams. The quick compiler
   * alone halves the CPU time to the first printed line, most of which is javac's, run once; code
   * that computes for minutes would gain more from the optimising one.
   */
  private static List<String> options() {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Xlog:disable",
        "--enable-native-access=ALL-UNNAMED");
  }
}
