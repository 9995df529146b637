package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import oomlab.Guard;

/**
 * The files of a guard with the shared libraries that they need, at the paths that they have in
 * Debian.
 */
final class GuardFiles {
  private static final List<String> LIBRARIES = List.of("*/lib*.so*", "*/ld-*.so*", "*/ld.so*");

  private final DebianPackages packages;
  private final Path tree;

  GuardFiles(DebianPackages packages, Path tree) {
    this.packages = packages;
    this.tree = tree;
  }

  /**
   * Puts the files of a guard below a folder.
   *
   * @param debs the guard's own packages
   */
  List<Path> into(Path folder, Guard guard, List<Path> debs)
      throws IOException, InterruptedException {
    for (Path deb : debs) {
      packages.unpack(deb, tree, new GuardProgram(guard).files());
    }
    List<Path> own;
    try (Stream<Path> all = Files.walk(tree)) {
      own = all.filter(Files::isRegularFile).map(tree::relativize).sorted().toList();
    }
    if (own.isEmpty()) {
      throw new GuestException(
          words(
              "the package %s has nothing of %s in it.", debs.get(0).getFileName(), guard.label()));
    }
    Set<String> asked = new LinkedHashSet<>(new GuardProgram(guard).packages());
    List<String> level = new GuardProgram(guard).packages();
    for (Path deb : debs) {
      packages.unpack(deb, tree, LIBRARIES);
    }
    Map<String, Path> files = new TreeMap<>();
    Set<String> missing = closure(own, files);
    while (!missing.isEmpty()) {
      // Whatever a package's programs need at their start is among the packages it depends on.
      level = packages.libraries(level).stream().filter(asked::add).toList();
      if (level.isEmpty()) {
        throw new GuestException(
            words(
                "the packages that %s depends on lack what it needs: %s.",
                guard.label(), String.join(words(", "), missing)));
      }
      for (Path deb : packages.download(level)) {
        packages.unpack(deb, tree, LIBRARIES);
      }
      files.clear();
      missing = closure(own, files);
    }
    List<Path> placed = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path to = folder.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      placed.add(Files.copy(file.getValue(), to));
    }
    return placed;
  }

  /** Follows what is needed; returns the names that nothing here has. */
  private Set<String> closure(List<Path> own, Map<String, Path> files) throws IOException {
    Map<String, Path> libraries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(tree)) {
      all.filter(this::isOurs).forEach(file -> libraries.putIfAbsent(name(file), file));
    }
    Set<String> missing = new LinkedHashSet<>();
    Deque<Path> pending = new ArrayDeque<>();
    for (Path program : own) {
      files.put(program.toString(), tree.resolve(program));
      pending.add(tree.resolve(program));
    }
    while (!pending.isEmpty()) {
      ElfFile.RequiredPrograms needs = ElfFile.needs(pending.remove());
      if (needs.interpreter().isPresent()) {
        String loader = needs.interpreter().get();
        Path found = libraries.get(loader.substring(loader.lastIndexOf('/') + 1));
        if (found == null) {
          missing.add(loader);
        } else {
          files.put(loader, found);
        }
      }
      for (String library : needs.libraries()) {
        Path found = libraries.get(library);
        if (found == null) {
          missing.add(library);
        } else if (files.put(tree.relativize(found).toString(), found) == null) {
          pending.add(found);
        }
      }
    }
    return missing;
  }

  /** A package's absolute link would lead to this machine's own library. */
  private boolean isOurs(Path file) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(tree.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
