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
import oomlab.kernel.RemoteSession;
import oomlab.sandbox.SubmissionCells.Step;
import oomlab.sandbox.SubmissionCells.Whose;

/** Puts together what students' JVMs get on this machine. */
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

  /** With up to 79 bytes behind it, the path of a Unix socket has at most 107 (man 7 unix). */
  private static final int LONGEST = 28;

  /** Writing an archive takes seconds. */
  private static final Duration DUMP = Duration.ofSeconds(60);

  /** Uses what a graded lab uses, so that the archive has its classes. */
  private static List<String> warmUp(Path run) {
    return List.of(
        "import java.util.stream.*;\nimport oomlab.*;\nimport oomlab.chart.Charts;\n"
            + "import oomlab.report.*;\nimport static oomlab.notebook.Lab.*;",
        "record Pair(int left, String right) {}\nint twice(int n) { return 2 * n; }",
        "System.out.println(Stream.of(1, 2).map(n -> twice(n)).collect(Collectors.toList()));",
        "System.out.printf(\"%.1f%n\", 1.5);\nshow(List.of(new Pair(1, \"a\")));",
        "var world = world(\"warm-up\");\nshow(world.experiment());",
        "var report = examReport(world);\nshow(report, report.tasks());",
        "oomlab.graded.Require.share(2, List.of(1, 2), n -> twice(n) > 2)",
        "Run run = Run.load(java.nio.file.Path.of(\"" + run + "\"));\nshow(run.verdict());",
        "predict(\"MiB\", 1);\ncompare(\"MiB\", 2);\nshow(Charts.rss(run));",
        "handInPoints(run, world, 4)",
        "throw new IllegalStateException(\"x\");");
  }

  private StudentJvmFactory() {}

  /**
   * Returns what they get; the first time, a Java for them is made, which takes some seconds.
   *
   * @param home the JDK
   * @param jars class path: the kernel and the library
   * @param folder where their Java is kept
   * @param run a saved run, to load classes by
   */
  public static StudentJvmSettings of(
      Path home, List<Path> jars, Path folder, Path run, long cellMillis)
      throws IOException, InterruptedException {
    StudentJava java = StudentJava.in(home, folder);
    Path archive =
        folder.resolve(
            "cells-"
                + Files.getLastModifiedTime(jars.get(0)).toMillis()
                + "-"
                + Runtime.version().toString().replace('+', '_')
                + ".jsa");
    if (!Files.isRegularFile(archive)) {
      archive(java, jars, archive, run);
    }
    StudentJava ready = Files.isRegularFile(archive) ? java.with(archive) : java;
    return hall(ready, jars, Optional.empty(), cellMillis);
  }

  /**
   * Makes a folder for what processes need meanwhile, which everybody can reach.
   *
   * @param preferred where to make it, if it is open to everybody there and its path short enough
   */
  public static Path room(Path preferred) throws IOException {
    boolean fits =
        preferred.toString().length() <= LONGEST
            && FileAccess.closedAround(preferred.resolve("x")).isEmpty();
    Path room = Files.createTempDirectory(fits ? preferred : Path.of("/tmp"), "x");
    return Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxr-xr-x"));
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
        StudentJava.joined(jars));
  }

  private static StudentJvmSettings hall(
      StudentJava java, List<Path> jars, Optional<Path> archiveAtExit, long cellMillis) {
    return new StudentJvmSettings(
        java.command(jars, HEAP, archiveAtExit),
        java.readable(jars),
        LIMITS,
        cellMillis,
        LIMITS.wall().toMillis() / 2,
        2 * MIB);
  }

  /** Whoever has one open keeps it. */
  private static void removeOthers(Path archive) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(archive.getParent(), "cells-*.jsa")) {
      for (Path each : all) {
        if (!each.equals(archive)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  /** Makes the archive by a first sitting, without isolation: its code is our own. */
  private static void archive(StudentJava java, List<Path> jars, Path archive, Path run)
      throws IOException, InterruptedException {
    // A socket's path must be short, and the project's may be long (man 7 unix).
    Path room = Files.createTempDirectory(Path.of("/tmp"), "oomlab-");
    Path part = room.resolve("cells.jsa");
    Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<Step> steps =
        warmUp(run).stream().map(cell -> new Step("warm-up", cell, Whose.STUDENT)).toList();
    RemoteSession.Owner nobody = new RemoteSession.Owner(List.of(), List.of(), List.of());
    StudentJvmSettings hall = hall(java, jars, Optional.of(part), 60_000);
    try (SubmissionRunner sitting = new SubmissionRunner(Sandbox.own(), hall, room)) {
      sitting.rehearse(new SubmissionCells("warm-up", steps, nobody, List.of()), DUMP);
      if (Files.isRegularFile(part)) {
        // A copy is ours: what students' code may own, it may change.
        Path own = archive.resolveSibling("own-" + ProcessHandle.current().pid() + ".part");
        Files.copy(part, own, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(own, archive, StandardCopyOption.ATOMIC_MOVE);
        removeOthers(archive);
      }
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(room);
    }
  }
}
