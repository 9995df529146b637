package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oomlab.kernel.LocalOutput;

/** Makes the settings of students' JVMs on this machine: class path, class-data archive, limits. */
public final class StudentJvmFactory {
  private static final long MIB = 1L << 20;
  private static final long HEAP = 512 * MIB;

  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          1024 * MIB,
          200,
          64 * MIB,
          128 * MIB,
          MIB,
          Duration.ofMinutes(10),
          Duration.ofMinutes(20));

  /** What one submission may take of a class's time. */
  private static final Duration TOTAL = Duration.ofMinutes(5);

  /** With up to 79 bytes behind it, the path of a Unix socket has at most 107 (man 7 unix). */
  private static final int LONGEST = 28;

  /** How long a JVM may take to write its archive at its end. */
  private static final Duration DUMP = Duration.ofSeconds(60);

  private StudentJvmFactory() {}

  /**
   * Returns the settings; the first time, the runtime image and the archive are made, which takes
   * some seconds.
   *
   * @param home the JDK
   * @param classPath the kernel and the library
   * @param withheld packages that students' code does not get, such as {@code oomlab.explain}
   * @param folder where image and archive are kept
   * @param run a saved run, which the warm-up loads so that its classes get into the archive
   */
  public static StudentJvmSettings of(
      Path home,
      List<Path> classPath,
      List<String> withheld,
      Path folder,
      Path run,
      long cellMillis)
      throws IOException, InterruptedException {
    List<Path> jars = ReducedJar.without(withheld, classPath, folder);
    StudentRuntimeImage java =
        StudentRuntimeImage.in(home, folder)
            .withTables(ReducedJar.only("tech.tablesaw.io", classPath, folder));
    Path archive =
        folder.resolve(
            made(jars)
                + Integer.toHexString(jars.hashCode())
                + "-"
                + Runtime.version().toString().replace('+', '_')
                + ".jsa");
    if (!Files.isRegularFile(archive)) {
      archive(java, jars, withheld, archive, run);
    }
    StudentRuntimeImage ready = Files.isRegularFile(archive) ? java.with(archive) : java;
    return settings(ready, jars, withheld, Optional.empty(), cellMillis);
  }

  /**
   * Makes a folder for what processes need meanwhile, which everybody can reach.
   *
   * @param preferred where to make it, if it is open to everybody there and its path short enough
   */
  public static Path tempFolder(Path preferred) throws IOException {
    boolean fits =
        preferred.toString().length() <= LONGEST
            && FileAccess.closedAround(preferred.resolve("x")).isEmpty();
    Path parent = fits ? Files.createDirectories(preferred) : Path.of("/tmp");
    Path made = Files.createTempDirectory(parent, "x");
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns the command that starts a worker, up to its main class. */
  public static List<String> worker(Path home, List<Path> jars) {
    return List.of(
        home.resolve("bin/java").toString(),
        "-XX:+UseSerialGC",
        // The optimising compiler costs a class more than it saves.
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        StudentRuntimeImage.joined(jars));
  }

  private static StudentJvmSettings settings(
      StudentRuntimeImage java,
      List<Path> jars,
      List<String> withheld,
      Optional<Path> archiveAtExit,
      long cellMillis) {
    return new StudentJvmSettings(
        java.command(jars, HEAP, archiveAtExit),
        java.readable(jars),
        LIMITS,
        cellMillis,
        TOTAL.toMillis(),
        2 * MIB,
        withheld);
  }

  /** How the names of archives of the same build begin; each set of packages has its own. */
  private static String made(List<Path> jars) throws IOException {
    return "cells-%d-".formatted(Files.getLastModifiedTime(jars.get(0)).toMillis());
  }

  /** Removes archives of other builds. Whoever has one open keeps it. */
  private static void removeOthers(Path archive, String kept) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(archive.getParent(), "cells-*.jsa")) {
      for (Path each : all) {
        if (!String.valueOf(each.getFileName()).startsWith(kept)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  /** Makes the archive by running the warm-up cells, without isolation: they are our own. */
  private static void archive(
      StudentRuntimeImage java, List<Path> jars, List<String> withheld, Path archive, Path run)
      throws IOException, InterruptedException {
    // A socket's path must be short, and the project's may be long (man 7 unix).
    Path tempFolder = Files.createTempDirectory(Path.of("/tmp"), "oomlab-");
    Path part = tempFolder.resolve("cells.jsa");
    Files.setPosixFilePermissions(tempFolder, PosixFilePermissions.fromString("rwxrwxrwx"));
    StudentJvmSettings settings = settings(java, jars, withheld, Optional.of(part), 60_000);
    try (SubmissionRunner runner =
        new SubmissionRunner(Sandbox.own(), settings, tempFolder, LocalOutput.unused())) {
      runner.runForArchive(StudentWarmUp.cells(run), DUMP);
      if (Files.isRegularFile(part)) {
        // A copy is ours: what students' code may own, it may change.
        Path own = archive.resolveSibling("own-" + ProcessHandle.current().pid() + ".part");
        Files.copy(part, own, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(own, archive, StandardCopyOption.ATOMIC_MOVE);
        removeOthers(archive, made(jars));
      }
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(tempFolder);
    }
  }
}
