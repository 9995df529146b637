package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.Guest.Board;
import oomlab.internal.text.KernelRelease;

/**
 * Debian packages of a board's architecture, got and verified by apt without root: all that apt
 * keeps is in a folder of its own, and the system's apt is read but never changed.
 */
final class DebianPackages {
  private static final String IMAGE = "linux-image-";
  private static final String NOT_FETCHED = "Failed to fetch";

  private final HostPrograms tools;
  private final Board board;
  private final Path folder;
  private final HostPrograms.Ended update;

  private DebianPackages(HostPrograms tools, Board board, Path folder, HostPrograms.Ended update) {
    this.tools = tools;
    this.board = board;
    this.folder = folder;
    this.update = update;
  }

  /**
   * Reads the package lists.
   *
   * <p>A list that cannot be read is left out: whether what is left has the wanted packages is seen
   * when they are asked for.
   *
   * @param etc {@code /etc}, where the sources come from
   * @param newer whether the suites of newer kernels are read as well
   * @param folder an empty folder for apt's state and what is downloaded
   */
  static DebianPackages update(
      HostPrograms tools, Path etc, Board board, boolean newer, Path folder)
      throws IOException, InterruptedException {
    for (String name :
        List.of("lists/partial", "cache/archives/partial", "sources", "none", "deb")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("sources/guest.sources"),
        AptSources.of(etc, Platform.of(board).architecture(), newer));
    Files.writeString(
        folder.resolve("apt.conf"),
        // A file given with -c is read last (man 5 apt.conf). The system's hooks and pins are about
        // the system's packages.
        """
        #clear APT::Architectures;
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        APT::Architecture "ARCHITECTURE";
        APT::Architectures { "ARCHITECTURE"; };
        APT::Sandbox::User "";
        Acquire::Languages "none";
        Dir::State "FOLDER";
        Dir::State::lists "FOLDER/lists";
        Dir::State::status "/dev/null";
        Dir::Cache "FOLDER/cache";
        Dir::Cache::archives "FOLDER/cache/archives";
        Dir::Cache::pkgcache "pkgcache.bin";
        Dir::Cache::srcpkgcache "srcpkgcache.bin";
        Dir::Etc::sourcelist "/dev/null";
        Dir::Etc::sourceparts "FOLDER/sources";
        Dir::Etc::preferences "/dev/null";
        Dir::Etc::preferencesparts "FOLDER/none";
        Dir::Log "FOLDER";
        """
            .replace("ARCHITECTURE", Platform.of(board).architecture())
            .replace("FOLDER", folder.toString()));
    HostPrograms.Ended update =
        tools.run(folder, Map.of(), List.of("apt-get", "-c", folder + "/apt.conf", "update"));
    return new DebianPackages(tools, board, folder, update);
  }

  /**
   * Returns the names of the packages that hold the current kernel: the image, and its modules
   * where they are apart.
   */
  List<String> kernel() throws IOException, InterruptedException {
    List<String> found = kernelParts(Platform.of(board).kernelPackage(), new TreeSet<>());
    if (found.isEmpty()) {
      throw new GuestException(
          words(
              "the package %s names no kernel: the %s guest cannot be made from this distribution.",
              Platform.of(board).kernelPackage(), board.label()));
    }
    return found;
  }

  /** Returns the same for the newest kernel of a series, such as 6.12. */
  List<String> kernel(String series) throws IOException, InterruptedException {
    HostPrograms.Ended all =
        tools.run(
            folder, Map.of(), List.of("apt-cache", "-c", folder + "/apt.conf", "pkgnames", IMAGE));
    String flavour = Platform.of(board).kernelPackage().substring(IMAGE.length());
    Pattern name = Pattern.compile(IMAGE + "(([0-9]+[.][0-9]+)[^-]*)-" + Pattern.quote(flavour));
    TreeMap<KernelRelease, String> found = new TreeMap<>(KernelRelease.ORDER);
    Set<String> others = new TreeSet<>();
    for (String line : all.lines()) {
      Matcher image = name.matcher(line.strip());
      if (image.matches()) {
        others.add(image.group(2));
        KernelRelease.parse(image.group(1))
            .filter(release -> image.group(2).equals(series))
            .ifPresent(release -> found.put(release, image.group()));
      }
    }
    if (found.isEmpty()) {
      throw new GuestException(
          others.isEmpty()
              ? words(
                  "Debian has no kernel of series %s for %s here; there are: none.",
                  series, board.label())
              : words(
                  "Debian has no kernel of series %s for %s here; there are: %s.",
                  series, board.label(), String.join(words(", "), others)));
    }
    String newest = found.lastEntry().getValue();
    return kernelParts(newest, new TreeSet<>(Set.of(newest)));
  }

  /** Adds the packages with a kernel's files that a package depends on. */
  private List<String> kernelParts(String name, Set<String> found)
      throws IOException, InterruptedException {
    List<String> pending = new ArrayList<>(List.of(name));
    while (!pending.isEmpty()) {
      for (String other : depends(pending.remove(0))) {
        if (other.matches("linux-(image|binary|modules)-[0-9].*") && found.add(other)) {
          pending.add(other);
        }
      }
    }
    return List.copyOf(found);
  }

  /** Returns the packages with shared libraries that some packages depend on directly. */
  List<String> libraries(List<String> names) throws IOException, InterruptedException {
    Set<String> found = new TreeSet<>();
    for (String name : names) {
      depends(name).stream().filter(other -> other.startsWith("lib")).forEach(found::add);
    }
    return List.copyOf(found);
  }

  private List<String> depends(String name) throws IOException, InterruptedException {
    HostPrograms.Ended depends =
        tools.run(
            folder, Map.of(), List.of("apt-cache", "-c", folder + "/apt.conf", "depends", name));
    if (depends.status() != 0) {
      throw notGot(name, depends);
    }
    List<String> others = new ArrayList<>();
    for (String line : depends.lines()) {
      // "  Depends: linux-image-6.1.0-50-armmp"
      String other = line.replaceFirst("^ *\\|?(Pre)?Depends: ", "");
      if (!other.equals(line)) {
        others.add(other);
      }
    }
    return others;
  }

  /** Downloads packages; apt compares each with the archive's signed lists. */
  List<Path> download(List<String> names) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      Path into = Files.createDirectories(folder.resolve("deb").resolve(name));
      HostPrograms.Ended ended =
          tools.run(
              into, Map.of(), List.of("apt-get", "-c", folder + "/apt.conf", "download", name));
      try (Stream<Path> found = Files.list(into)) {
        files.addAll(found.filter(file -> file.toString().endsWith(".deb")).toList());
      }
      if (ended.status() != 0 || files.isEmpty()) {
        throw notGot(name, ended);
      }
    }
    return files;
  }

  /**
   * Unpacks those files of a package whose paths match one of the patterns (man 7 glob, and * also
   * matches /).
   */
  void unpack(Path deb, Path into, List<String> patterns) throws IOException, InterruptedException {
    List<String> tar = new ArrayList<>(List.of("tar", "-x", "-f", "-", "--no-same-owner"));
    tar.add("--wildcards");
    tar.addAll(patterns);
    Files.createDirectories(into);
    HostPrograms.Ended ended =
        tools.pipe(
            into, Map.of(), List.of(List.of("dpkg-deb", "--fsys-tarfile", deb.toString()), tar));
    // tar fails for a pattern without a file, which is for the caller to judge.
    List<String> wrong =
        ended.lines().stream()
            .filter(line -> !line.matches("(.*/)?tar: (.*: Not found in archive|Exiting with .*)"))
            .toList();
    if (ended.full()) {
      throw new IOException(HostPrograms.FULL);
    }
    if (ended.status() != 0 && (!wrong.isEmpty() || ended.lines().isEmpty())) {
      throw new GuestException(
          words(
              "the package %s cannot be unpacked (%s): run this again.",
              deb.getFileName(), new HostPrograms.Ended(ended.status(), wrong).reason()));
    }
  }

  private IOException notGot(String name, HostPrograms.Ended ended) {
    if (ended.full() || update.full()) {
      return new IOException(HostPrograms.FULL);
    }
    HostPrograms.Ended cause =
        Stream.of(ended, update)
            .filter(each -> each.lines().stream().anyMatch(line -> line.contains(NOT_FETCHED)))
            .findFirst()
            .orElse(ended);
    return new GuestException(
        words(
            "Debian's package %s for %s could not be got from the mirror (%s): check the network, and apt's sources and proxy, then run this again.",
            name, Platform.of(board).architecture(), cause.reason()));
  }
}
