package oomlab.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Copies of jars that lack some packages: what is not there, no code finds by any spelling. */
final class ReducedJar {
  private ReducedJar() {}

  /**
   * Returns jars without some packages: the jar itself where it has none of them and names no other
   * jar in its manifest, else a copy in a folder, which is made once. The jar that is named would
   * have what is left out; a class-data archive is not used where such a jar cannot be read.
   *
   * @param packages such as {@code oomlab.explain}; those below are left out as well
   */
  static List<Path> without(List<String> packages, List<Path> jars, Path folder)
      throws IOException {
    List<Path> reduced = new ArrayList<>();
    for (Path jar : jars) {
      reduced.add(packages.isEmpty() ? jar : without(packages, jar, folder));
    }
    return reduced;
  }

  private static Path without(List<String> packages, Path jar, Path folder) throws IOException {
    String key = Integer.toHexString((jar + " " + packages).hashCode());
    Path copy =
        folder.resolve(
            "reduced-%s-%d.jar".formatted(key, Files.getLastModifiedTime(jar).toMillis()));
    if (Files.isRegularFile(copy)) {
      return copy;
    }
    List<String> prefixes = packages.stream().map(name -> name.replace('.', '/') + "/").toList();
    try (JarFile from = new JarFile(jar.toFile())) {
      if (!namesOthers(from) && from.stream().noneMatch(entry -> isIn(entry.getName(), prefixes))) {
        return jar;
      }
      removeOthers(folder, "reduced-%s-".formatted(key));
      return copy(from, entry -> !isIn(entry, prefixes), copy);
    }
  }

  /**
   * Returns a jar with nothing but a package of the first jar that has it; made once.
   *
   * @param name such as {@code tech.tablesaw.io}; those below are taken as well
   */
  static Optional<Path> only(String name, List<Path> jars, Path folder) throws IOException {
    String prefix = name.replace('.', '/') + "/";
    for (Path jar : jars) {
      Path copy =
          folder.resolve("%s-%d.jar".formatted(name, Files.getLastModifiedTime(jar).toMillis()));
      if (Files.isRegularFile(copy)) {
        return Optional.of(copy);
      }
      try (JarFile from = new JarFile(jar.toFile())) {
        if (from.stream().anyMatch(entry -> entry.getName().startsWith(prefix))) {
          removeOthers(folder, name + "-");
          return Optional.of(copy(from, entry -> entry.startsWith(prefix), copy));
        }
      }
    }
    return Optional.empty();
  }

  private static Path copy(JarFile from, Predicate<String> wanted, Path copy) throws IOException {
    Path part = copy.resolveSibling("reduced-" + ProcessHandle.current().pid() + ".part");
    try (OutputStream file = Files.newOutputStream(part);
        JarOutputStream to = new JarOutputStream(file)) {
      to.setLevel(Deflater.BEST_SPEED);
      for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (wanted.test(entry.getName())) {
          to.putNextEntry(new JarEntry(entry.getName()));
          if (entry.getName().equals(JarFile.MANIFEST_NAME) && namesOthers(from)) {
            Manifest manifest = from.getManifest();
            manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
            manifest.write(to);
          } else {
            try (InputStream content = from.getInputStream(entry)) {
              long ignored = content.transferTo(to);
            }
          }
          to.closeEntry();
        }
      }
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
    // The time names the build: archives of another one are removed.
    Files.setLastModifiedTime(part, Files.getLastModifiedTime(Path.of(from.getName())));
    return Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean namesOthers(JarFile jar) throws IOException {
    @Nullable Manifest manifest = jar.getManifest();
    return manifest != null && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH);
  }

  private static boolean isIn(String entry, List<String> prefixes) {
    return prefixes.stream().anyMatch(entry::startsWith);
  }

  private static void removeOthers(Path folder, String prefix) throws IOException {
    try (var all = Files.list(folder)) {
      for (Path each : all.filter(e -> e.getFileName().toString().startsWith(prefix)).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
