package oomlab.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The runtime image ({@code man jlink}) that students' code runs on, without {@code
 * sun.misc.Unsafe}, by which a cell could reach into its host, and with a class-data archive, so
 * that it starts quickly.
 *
 * @param runtime the folder with {@code bin/java}
 * @param archive the class-data archive, if one could be made
 * @param tables a jar in which {@link StudentMain} lets Tablesaw look for its readers and writers
 * @param reduced whether the image lacks the module {@code jdk.unsupported}
 */
public record StudentRuntimeImage(
    Path runtime, Optional<Path> archive, Optional<Path> tables, boolean reduced) {
  /** What the library and JShell need, and no more. */
  private static final String MODULES =
      "java.base,java.desktop,java.logging,java.management,java.prefs,java.sql,java.xml,"
          + "jdk.jshell,jdk.zipfs";

  private static final long LIMIT_SECONDS = 300;

  /**
   * Makes the image in a folder, or takes the one that is there.
   *
   * @param home the JDK, with {@code bin/jlink}; without that, the JDK itself is used
   * @param folder what is made once for this JDK; readable for everybody
   * @throws IOException if the folder cannot be written
   */
  public static StudentRuntimeImage in(Path home, Path folder)
      throws IOException, InterruptedException {
    Path runtime = folder.resolve("java-" + Runtime.version().toString().replace('+', '_'));
    if (!Files.isExecutable(runtime.resolve("bin/java"))) {
      Files.createDirectories(folder);
      Path part = Files.createTempDirectory(folder, "java-part-");
      try {
        Path image = part.resolve("image");
        boolean made =
            Files.isExecutable(home.resolve("bin/jlink"))
                && run(
                    List.of(
                        home.resolve("bin/jlink").toString(),
                        "--add-modules",
                        MODULES,
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        image.toString()))
                && run(List.of(image.resolve("bin/java").toString(), "-Xshare:dump"));
        if (!made) {
          return new StudentRuntimeImage(home, Optional.empty(), Optional.empty(), false);
        }
        if (!Files.exists(runtime)) {
          Files.move(image, runtime, StandardCopyOption.ATOMIC_MOVE);
        }
      } finally {
        remove(part);
      }
    }
    return new StudentRuntimeImage(runtime, Optional.empty(), Optional.empty(), true);
  }

  /** Returns the same with an archive of the classes that students' code needs. */
  StudentRuntimeImage with(Path made) {
    return new StudentRuntimeImage(runtime, Optional.of(made), tables, reduced);
  }

  /** Returns the same with a jar of Tablesaw's readers and writers. */
  StudentRuntimeImage withTables(Optional<Path> jar) {
    return new StudentRuntimeImage(runtime, archive, jar, reduced);
  }

  /**
   * Returns the command up to the main class.
   *
   * @param classPath jars of the kernel and the library
   * @param heapBytes how much the heap may grow to
   */
  List<String> command(List<Path> classPath, long heapBytes, Optional<Path> archiveAtExit) {
    List<String> command = new ArrayList<>();
    command.add(runtime.resolve("bin/java").toString());
    archive.ifPresent(file -> command.add("-XX:SharedArchiveFile=" + file));
    archiveAtExit.ifPresent(file -> command.add("-XX:ArchiveClassesAtExit=" + file));
    tables.ifPresent(jar -> command.add("-D%s=%s".formatted(StudentMain.TABLES, jar)));
    command.addAll(
        List.of(
            "-Xshare:auto",
            "-Xlog:disable",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // No class is made for each method that is called often by reflection: Java 17 and
            // later.
            "-Dsun.reflect.inflationThreshold=" + Integer.MAX_VALUE,
            "-Djdk.reflect.useNativeAccessorOnly=true",
            "-Xmx" + heapBytes / 1024 + "k",
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=/tmp",
            "-Duser.home=/tmp",
            // Nothing of the library needs native code here, and students' code is to have none.
            "-Djna.nosys=true",
            "-Djna.noclasspath=true",
            "-cp",
            joined(classPath)));
    return command;
  }

  /** Returns jars as the JVM's option {@code -cp} takes them. */
  static String joined(List<Path> classPath) {
    return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }

  /** What its code must be able to read. */
  List<Path> readable(List<Path> classPath) {
    List<Path> all = new ArrayList<>(classPath);
    all.add(runtime);
    archive.ifPresent(all::add);
    tables.ifPresent(all::add);
    return all;
  }

  private static boolean run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .start();
    try (InputStream said = process.getInputStream()) {
      // Read to its end, so that it never waits for somebody to read.
      String ignored = new String(said.readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, java.io.IOException failed)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
