package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the class-data archive that lets the kernel start in about half the time. Source: {@code
 * java(1)}, {@code -XX:ArchiveClassesAtExit}.
 */
public final class KernelArchive {
  private static final long LIMIT_SECONDS = 180;

  private KernelArchive() {}

  /**
   * Runs the kernel once against itself and writes the classes it loaded to {@code archive}; takes
   * seconds and about 20 MB of disk. Throws IOException with one sentence where that fails. The
   * archive holds for this Java, this jar as it is now, and this class path only; a JVM that can't
   * use it starts without it.
   */
  public static void create(Path javaBinary, Path jar, Path archive, List<Path> extraClassPath)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("kernel-archive", ".log");
    Process process =
        new ProcessBuilder(KernelSpec.warmUpCommand(javaBinary, jar, archive, extraClassPath))
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(words("the kernel's archive took longer than %d s", LIMIT_SECONDS));
      }
      if (process.exitValue() != 0 || !Files.isRegularFile(archive)) {
        throw new IOException(
            words(
                "the kernel's archive %s could not be made (exit status %d): %s",
                archive, process.exitValue(), Files.readString(log).strip()));
      }
    } finally {
      process.destroyForcibly().waitFor();
      Files.deleteIfExists(log);
    }
  }
}
