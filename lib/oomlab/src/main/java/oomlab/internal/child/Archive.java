package oomlab.internal.child;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oomlab.Touch;

/**
 * Builds the class-data archive: one run of the victim that touches a page and lists the classes it
 * loads, one run that dumps them.
 */
final class Archive {
  private static final long PATIENCE_SECONDS = 60;

  private Archive() {}

  /** Builds the archive; leaves none where this JVM makes none: the victim then starts slower. */
  static void build(Path java, List<String> flags, Path jar, Path archive) throws IOException {
    Path list = Folders.aside(archive);
    Path aside = Folders.aside(archive);
    List<String> listing = new ArrayList<>(List.of(java.toString()));
    listing.add("-XX:DumpLoadedClassList=" + list);
    listing.addAll(flags);
    listing.addAll(List.of(ChildMain.class.getName(), Touch.PAGE.name(), "1", "4096", "-", "4096"));
    List<String> dumping =
        List.of(
            java.toString(),
            "-Xshare:dump",
            "-Xlog:disable",
            "-XX:-UsePerfData",
            "-Xmx128m",
            "-XX:+UseG1GC", // JDK 17 archives heap objects only with this collector
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + aside,
            "-cp",
            jar.toString());
    try {
      if (run(listing) && run(dumping) && Files.exists(aside)) {
        Files.move(aside, archive, StandardCopyOption.ATOMIC_MOVE);
      }
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
