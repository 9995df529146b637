package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kernel modules with all that they need, in the order in which they load.
 *
 * <p>A package that was only unpacked has no {@code modules.dep}; each module names what it needs
 * in its section {@code .modinfo}.
 */
final class KernelModules {
  private static final Pattern NEEDS = Pattern.compile("\\x00depends=([^\\x00]*)\\x00");
  private static final Pattern FILE = Pattern.compile("(.*)\\.ko(\\.xz|\\.zst|\\.gz)?");

  private final HostPrograms tools;
  private final Path tree;
  private final Map<String, Path> files = new HashMap<>();
  private final Set<String> builtIn = new HashSet<>();
  private boolean listsBuiltIn;

  private KernelModules(HostPrograms tools, Path tree) {
    this.tools = tools;
    this.tree = tree;
  }

  /** Reads which modules there are below a folder, and which are part of the kernel image. */
  static KernelModules in(HostPrograms tools, Path tree) throws IOException {
    KernelModules modules = new KernelModules(tools, tree);
    List<Path> all;
    try (Stream<Path> found = Files.walk(tree)) {
      all = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : all) {
      String name = file.getFileName().toString();
      Matcher module = FILE.matcher(name);
      if (module.matches()) {
        modules.files.put(plain(module.group(1)), file);
      } else if (name.equals("modules.builtin")) {
        modules.listsBuiltIn = true;
        for (String line : Files.readAllLines(file)) {
          String last = line.substring(line.lastIndexOf('/') + 1);
          modules.builtIn.add(plain(last.replaceFirst("\\.ko$", "")));
        }
      }
    }
    return modules;
  }

  /**
   * What was found.
   *
   * @param files by the module's name, in the order in which they load; none is compressed
   * @param missing names of modules that are needed, and are neither here nor built in
   */
  record Chain(Map<String, Path> files, Set<String> missing) {}

  /** Whether the packages say which modules are part of the image; those from 7.2 on do not. */
  boolean listsBuiltIn() {
    return listsBuiltIn;
  }

  /** Returns those modules and all that they need. */
  Chain chain(List<String> names) throws IOException, InterruptedException {
    Chain chain = new Chain(new LinkedHashMap<>(), new LinkedHashSet<>());
    for (String name : names) {
      add(plain(name), chain, new HashSet<>());
    }
    return chain;
  }

  private void add(String name, Chain chain, Set<String> above)
      throws IOException, InterruptedException {
    if (name.isEmpty() || builtIn.contains(name) || !above.add(name)) {
      return;
    }
    Path file = files.get(name);
    if (file == null) {
      chain.missing().add(name);
      return;
    }
    Path module = unpacked(name, file);
    String text = Files.readString(module, StandardCharsets.ISO_8859_1);
    Matcher needs = NEEDS.matcher(text);
    if (needs.find()) {
      for (String needed : needs.group(1).split(",", -1)) {
        add(plain(needed), chain, above);
      }
    }
    chain.files().putIfAbsent(name, module);
  }

  /** Busybox's insmod reads plain modules wherever it runs. */
  private Path unpacked(String name, Path file) throws IOException, InterruptedException {
    String program = HostPrograms.decompressor(file.toString().replaceFirst(".*\\.", ""));
    if (program.isEmpty()) {
      return file;
    }
    Path plain = tree.resolve(name + ".ko");
    if (tools.find(program).isEmpty()) {
      throw new GuestException(
          words(
              "the kernel's modules are compressed and there is no %s to unpack them: install the package %s, then run this again.",
              program, program.equals("xz") ? "xz-utils" : program));
    }
    HostPrograms.Ended ended =
        tools.run(tree, Map.of(), List.of(program, "-d", "-k", "-f", file.toString()));
    if (ended.status() != 0) {
      throw new IOException(ended.reason());
    }
    Files.move(
        file.resolveSibling(FILE.matcher(file.getFileName().toString()).replaceFirst("$1.ko")),
        plain,
        StandardCopyOption.REPLACE_EXISTING);
    return plain;
  }

  /** The kernel takes - and _ in a module's name for the same. */
  private static String plain(String name) {
    return name.strip().replace('-', '_');
  }

  static List<String> patterns(Iterable<String> names) {
    List<String> patterns = new ArrayList<>();
    for (String name : names) {
      patterns.add("*/" + name.replace("_", "[-_]") + ".ko*");
    }
    return patterns;
  }
}
