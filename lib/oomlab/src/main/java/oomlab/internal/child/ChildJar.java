package oomlab.internal.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the victim's class path: its own classes and JNA's, stored without compression. */
final class ChildJar {
  private static final String OWN = "oomlab/internal/child/";
  private static final String TOUCH = "oomlab/Touch.class";
  private static final String JNA = "com/sun/jna/";

  private ChildJar() {}

  /**
   * Writes the jar; the same input gives the same bytes and the same time stamp.
   *
   * @param quiet whether JNA's classes are rewritten to log nowhere
   */
  static void write(Path jar, Path own, Path jna, boolean quiet) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    collect(own, OWN, name -> true, classes);
    collect(own, TOUCH, name -> true, classes);
    collect(jna, JNA, ChildJar::needed, classes);
    if (quiet) {
      for (Map.Entry<String, byte[]> file : classes.entrySet()) {
        if (file.getKey().startsWith(JNA)) {
          file.setValue(QuietLog.rewrite(file.getValue()));
        }
      }
    }
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> file : classes.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setCrc(crc.getValue());
        entry.setSize(file.getValue().length);
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    Files.setLastModifiedTime(jar, FileTime.fromMillis(946_684_800_000L));
  }

  private static boolean needed(String name) {
    // JNA tries this class and goes on without; with it, the JVM sets up its security manager.
    return !name.endsWith("/SecurityManagerExposer.class") && !name.startsWith(JNA + "win32/");
  }

  private static void collect(
      Path source, String prefix, Predicate<String> wanted, Map<String, byte[]> classes)
      throws IOException {
    int before = classes.size();
    if (Files.isDirectory(source)) {
      try (Stream<Path> files = Files.walk(source.resolve(prefix))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = source.relativize(file).toString();
          if (name.endsWith(".class") && wanted.test(name)) {
            classes.put(name, Files.readAllBytes(file));
          }
        }
      }
    } else {
      try (JarFile jar = new JarFile(source.toFile())) {
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
          JarEntry entry = all.nextElement();
          String name = entry.getName();
          if (name.startsWith(prefix) && name.endsWith(".class") && wanted.test(name)) {
            classes.put(name, jar.getInputStream(entry).readAllBytes());
          }
        }
      }
    }
    if (classes.size() == before) {
      throw new IOException("no classes of %s in %s".formatted(prefix, source));
    }
  }
}
