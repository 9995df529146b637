package oomlab.internal.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the victim's class path: its own classes and JNA's, which log nowhere.
 *
 * <p>Measured on JDK 17, in CPU time of a start of 40 ms: {@code java.util.logging}, which JNA sets
 * up first of all, would add 18 ms; a class path of the whole library and JNA's own jar, 10 ms.
 */
final class ChildJar {
  private static final List<String> OWN =
      List.of(
          "oomlab/internal/child",
          "oomlab/internal/NoLogger.class",
          "oomlab/internal/NoLevel.class",
          "oomlab/Touch.class");
  private static final String JNA = "com/sun/jna";

  private ChildJar() {}

  /** Writes the jar; the same input gives the same bytes and the same time stamp. */
  static void write(Path jar, Path own, Path jna) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    collect(jna, List.of(JNA), classes);
    // JNA tries this class and goes on without; with it, the JVM sets up its security manager.
    classes.remove(JNA + "/SecurityManagerExposer.class");
    classes.replaceAll((name, bytes) -> withoutLogging(bytes));
    collect(own, OWN, classes);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : classes.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    Files.setLastModifiedTime(jar, FileTime.fromMillis(946_684_800_000L));
  }

  // The names in the constant pool keep their length, so nothing else changes (JVMS 4.4.7).
  private static byte[] withoutLogging(byte[] type) {
    return new String(type, StandardCharsets.ISO_8859_1)
        .replace("java/util/logging/Logger", "oomlab/internal/NoLogger")
        .replace("java/util/logging/Level", "oomlab/internal/NoLevel")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void collect(Path source, List<String> names, Map<String, byte[]> classes)
      throws IOException {
    if (Files.isDirectory(source)) {
      for (String name : names) {
        add(source, name, classes);
      }
    } else {
      // Not as a file system, whose module a runtime made by jlink may lack.
      try (JarFile jar = new JarFile(source.toFile())) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          String file = entry.getName();
          if (file.endsWith(".class") && names.stream().anyMatch(file::startsWith)) {
            classes.put(file, jar.getInputStream(entry).readAllBytes());
          }
        }
      }
    }
  }

  private static void add(Path root, String name, Map<String, byte[]> classes) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(name))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }
}
