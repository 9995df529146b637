package oomlab.internal.child;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import oomlab.Touch;

/**
 * Builds the class-data archive: one run of the victim that touches a page and lists the classes it
 * loads, one run that dumps them.
 */
final class Archive {
  private static final long PATIENCE_SECONDS = 60;

  private Archive() {}

  /** Returns whether the victim starts and touches a page. */
  static boolean starts(Path java, List<String> flags, Path folder) throws IOException {
    return run(touching(java, List.of(), flags, folder));
  }

  private static List<String> touching(
      Path java, List<String> first, List<String> flags, Path folder) {
    List<String> argv = new ArrayList<>(List.of(java.toString()));
    argv.addAll(first);
    argv.addAll(flags);
    argv.addAll(List.of(ChildMain.class.getName(), Touch.PAGE.name(), "1", "4096"));
    argv.addAll(List.of(folder.toString(), "4096"));
    return argv;
  }

  /**
   * Builds the archive.
   *
   * @return its place, or nothing where this JVM makes no archives; the victim then starts slower
   */
  static Optional<Path> build(Path java, List<String> flags, Path jar, Path archive, Path folder)
      throws IOException {
    Path list = Folders.aside(folder.resolve("child.classes"));
    Path aside = Folders.aside(archive);
    try {
      List<String> first = List.of("-XX:DumpLoadedClassList=" + list);
      List<String> listing = touching(java, first, flags, folder);
      List<String> dumping =
          new ArrayList<>(
              List.of(
                  java.toString(),
                  "-Xshare:dump",
                  "-Xlog:disable",
                  "-XX:-UsePerfData",
                  "-Xmx128m",
                  "-XX:+UseG1GC", // JDK 17 archives heap objects only with this collector
                  "-XX:SharedClassListFile=" + list,
                  "-XX:SharedArchiveFile=" + aside));
      dumping.addAll(List.of("-cp", jar.toString()));
      boolean done = run(listing) && run(dumping) && Files.exists(aside);
      if (done) {
        Files.move(aside, archive, StandardCopyOption.ATOMIC_MOVE);
      }
      return done ? Optional.of(archive) : Optional.empty();
    } finally {
      Files.deleteIfExists(list);
      Files.deleteIfExists(aside);
    }
  }

  private static boolean run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(ChildCommand.environment(System.getenv()));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write("go\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The dump reads nothing and may be done by now; its exit status tells.
    }
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while preparing the victim's launch", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
