package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an isolated process sees of the file system, beside its own {@code /proc} and {@code /dev}.
 *
 * @param links symbolic links at the top, such as {@code /bin}
 * @param system read-only parts of the system
 * @param scratch empty folders in memory that it may write
 * @param given what the cell gives it, read-only; mounted after the scratch folders
 * @param scratchBytes the size of each scratch folder
 */
record FileSystemView(
    List<Link> links, List<Bind> system, List<Path> scratch, List<Bind> given, long scratchBytes) {
  private static final Path SLASH = Path.of("/");
  private static final Path TMP = Path.of("/tmp");

  // SandboxPrograms and libraries, at the top or as links into /usr.
  private static final List<String> TOP =
      List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32");

  // What a JVM of Debian reads: its own settings, fonts, the time zone, the linker's cache.
  private static final List<String> ETC =
      List.of("alternatives", "fonts", "ld.so.cache", "localtime");

  record Link(Path target, Path path) {}

  /** A file or folder of the host and where it is seen. */
  record Bind(Path host, Path path, boolean folder) {}

  FileSystemView {
    links = List.copyOf(links);
    system = List.copyOf(system);
    scratch = List.copyOf(scratch);
    given = List.copyOf(given);
  }

  /**
   * Returns what a cell's process sees.
   *
   * @param root {@code /}, or where a test keeps {@code usr} and {@code etc}
   */
  static FileSystemView of(Path root, SandboxCommand cell) throws IOException {
    List<Link> links = new ArrayList<>();
    List<Bind> system = new ArrayList<>();
    for (String name : TOP) {
      Path host = root.resolve(name);
      if (Files.isSymbolicLink(host)) {
        links.add(new Link(Files.readSymbolicLink(host), SLASH.resolve(name)));
      } else if (Files.isDirectory(host)) {
        system.add(new Bind(host, SLASH.resolve(name), true));
      }
    }
    for (Path host : etc(root.resolve("etc"))) {
      Path path = SLASH.resolve("etc").resolve(String.valueOf(host.getFileName()));
      system.add(new Bind(host, path, Files.isDirectory(host)));
    }
    List<Bind> given = new ArrayList<>();
    for (Path path : cell.readable()) {
      if (system.stream().noneMatch(bind -> path.startsWith(bind.path()))) {
        given.add(new Bind(path, path, Files.isDirectory(path)));
      }
    }
    for (Mounted file : cell.files()) {
      Path path = cell.work().resolve(file.inside());
      given.add(new Bind(file.host(), path, Files.isDirectory(file.host())));
    }
    long half = cell.limits().diskBytes() / 2;
    return new FileSystemView(links, system, List.of(TMP, cell.work()), given, half);
  }

  private static List<Path> etc(Path etc) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String name : ETC) {
      if (Files.exists(etc.resolve(name))) {
        found.add(etc.resolve(name));
      }
    }
    if (Files.isDirectory(etc)) {
      try (DirectoryStream<Path> settings = Files.newDirectoryStream(etc, "java-*")) {
        settings.forEach(found::add);
      }
    }
    found.sort(null);
    return found;
  }

  /** The folders that must be there for these paths, outermost first, each once. */
  static Set<Path> parents(List<Path> paths) {
    Set<Path> parents = new LinkedHashSet<>();
    for (Path path : paths) {
      for (int names = 1; names < path.getNameCount(); names++) {
        parents.add(SLASH.resolve(path.subpath(0, names)));
      }
    }
    return parents;
  }

  static List<Path> paths(List<Bind> binds) {
    return binds.stream().map(Bind::path).toList();
  }
}
