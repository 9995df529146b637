package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import oomlab.Guest.Board;

/** The few files of a kernel's packages that a guest needs; all of one would be 400 MB. */
final class KernelFiles {
  private final HostPrograms tools;
  private final DebianPackages packages;
  private final Board board;

  KernelFiles(HostPrograms tools, DebianPackages packages, Board board) {
    this.tools = tools;
    this.packages = packages;
    this.board = board;
  }

  /** Puts image, device tree and modules, in the order of their loading, into a folder. */
  List<Path> into(Path folder, List<Path> debs) throws IOException, InterruptedException {
    Path tree = folder.resolveSibling("tree");
    List<String> first =
        new ArrayList<>(List.of("*/vmlinuz-*", "*/vmlinuz", "*/modules.builtin", "*/virtio*.ko*"));
    Platform.of(board).deviceTree().ifPresent(name -> first.add("*/" + name));
    unpack(debs, tree, first);

    List<Path> files = new ArrayList<>();
    Path image = find(tree, name -> name.matches("vmlinuz(-.*)?"), words("kernel image"), debs);
    files.add(Files.move(image, folder.resolve("kernel")));
    KernelImage.decompress(tools, files.get(0));
    Optional<String> deviceTree = Platform.of(board).deviceTree();
    if (deviceTree.isPresent()) {
      Path found = find(tree, deviceTree.get()::equals, deviceTree.get(), debs);
      files.add(Files.move(found, folder.resolve(deviceTree.get())));
    }
    Path modules = Files.createDirectory(folder.resolve("modules"));
    for (Map.Entry<String, Path> module : modules(tree, debs).entrySet()) {
      files.add(Files.move(module.getValue(), modules.resolve(module.getKey() + ".ko")));
    }
    return files;
  }

  private Map<String, Path> modules(Path tree, List<Path> debs)
      throws IOException, InterruptedException {
    Set<String> asked = new TreeSet<>();
    while (true) {
      KernelModules modules = KernelModules.in(tools, tree);
      KernelModules.Chain chain = modules.chain(List.of(Platform.of(board).bus(), "virtio_blk"));
      boolean searched = !asked.addAll(chain.missing());
      if (chain.missing().isEmpty() || (searched && !modules.listsBuiltIn())) {
        return chain.files();
      }
      if (searched) {
        throw new GuestException(
            words(
                "the kernel package %s lacks what a disk needs: %s.",
                debs.get(0).getFileName(), String.join(words(", "), chain.missing())));
      }
      unpack(debs, tree, KernelModules.patterns(chain.missing()));
    }
  }

  private void unpack(List<Path> debs, Path tree, List<String> patterns)
      throws IOException, InterruptedException {
    for (Path deb : debs) {
      packages.unpack(deb, tree, patterns);
    }
  }

  private static Path find(Path tree, Predicate<String> name, String what, List<Path> debs)
      throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> name.test(file.getFileName().toString()))
          .findFirst()
          .orElseThrow(
              () ->
                  new GuestException(
                      words(
                          "the kernel package %s has no %s in it: this distribution's kernel cannot boot this guest.",
                          debs.get(0).getFileName(), what)));
    }
  }
}
