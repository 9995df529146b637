package oomlab.exam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oomlab.exam.Paper.Step;
import oomlab.exam.Paper.Whose;
import oomlab.kernel.RemoteSession;

/** Puts together what students' JVMs get on this machine. */
public final class Halls {
  private static final long MIB = 1L << 20;
  private static final long HEAP = 512 * MIB;

  private static final Limits LIMITS =
      new Limits(
          1024 * MIB,
          200,
          64 * MIB,
          128 * MIB,
          MIB,
          Duration.ofMinutes(10),
          Duration.ofMinutes(20));

  /** Loads what a notebook of the book's kind uses, so that the archive has it. */
  private static final List<String> WARM_UP =
      List.of(
          "import java.util.stream.*;\nimport oomlab.report.*;\n"
              + "import static oomlab.notebook.Lab.*;",
          "record Pair(int left, String right) {}\nint twice(int n) { return 2 * n; }",
          "System.out.println(Stream.of(1, 2).map(n -> twice(n)).collect(Collectors.toList()));",
          "show(java.util.List.of(new Pair(1, \"a\")));",
          "String.format(\"%.1f\", 1.5)",
          "throw new IllegalStateException(\"x\");");

  private Halls() {}

  /**
   * Returns what they get; the first time, a Java for them is made, which takes some seconds.
   *
   * @param home the JDK
   * @param jar the library
   * @param folder where their Java is kept
   */
  public static Hall of(Path home, Path jar, Path folder, long cellMillis)
      throws IOException, InterruptedException {
    StudentJava java = StudentJava.in(home, folder);
    Path archive =
        folder.resolve(
            "cells-"
                + Files.getLastModifiedTime(jar).toMillis()
                + "-"
                + Runtime.version().toString().replace('+', '_')
                + ".jsa");
    if (!Files.isRegularFile(archive)) {
      archive(java, jar, archive);
    }
    StudentJava ready = Files.isRegularFile(archive) ? java.with(archive) : java;
    return hall(ready, jar, Optional.empty(), cellMillis);
  }

  /** Returns the command that starts a worker, up to its main class. */
  public static List<String> worker(Path home, Path jar) {
    return List.of(
        home.resolve("bin/java").toString(),
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        jar.toString());
  }

  private static Hall hall(
      StudentJava java, Path jar, Optional<Path> archiveAtExit, long cellMillis) {
    return new Hall(
        java.command(jar, HEAP, archiveAtExit),
        java.readable(jar),
        LIMITS,
        cellMillis,
        LIMITS.wall().toMillis() / 2,
        2 * MIB);
  }

  /** Makes the archive by a first sitting, without isolation: its code is our own. */
  private static void archive(StudentJava java, Path jar, Path archive)
      throws IOException, InterruptedException {
    Path room = Files.createTempDirectory(archive.getParent(), "warm-");
    Path part = room.resolve("cells.jsa");
    Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<Step> steps =
        WARM_UP.stream().map(cell -> new Step("warm-up", cell, Whose.STUDENT)).toList();
    RemoteSession.Owner nobody = new RemoteSession.Owner(List.of(), List.of(), List.of());
    Hall hall = hall(java, jar, Optional.of(part), 60_000);
    try (Sitting sitting = new Sitting(Sandbox.plain(), hall, room)) {
      sitting.run(new Paper("warm-up", steps, nobody, List.of()), number -> {});
      if (Files.isRegularFile(part)) {
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(room);
    }
  }
}
