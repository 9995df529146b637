package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.Guest.Board;

/** The programs that guests need: which are missing here, and the command that installs them. */
public final class RequiredPrograms {
  private final HostPrograms tools;
  private final Path etc;
  private final boolean root;

  private record Missing(String what, List<String> packages) {}

  RequiredPrograms(HostPrograms tools, Path etc, boolean root) {
    this.tools = tools;
    this.etc = etc;
    this.root = root;
  }

  /** Returns the needs on this machine, with programs from an environment's {@code PATH}. */
  public static RequiredPrograms on(Map<String, String> environment) {
    return new RequiredPrograms(HostPrograms.on(environment), Path.of("/etc"), isRoot());
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** Returns the emulator of a board, if it is here. */
  public Optional<Path> emulator(Board board) {
    return tools.find(Platform.of(board).emulator());
  }

  /** Returns the C compiler of a board, if it is here with the library for static programs. */
  public Optional<Path> compiler(Board board) {
    return tools.find(Platform.of(board).compiler()).filter(there -> hasLibrary(board));
  }

  /**
   * Goes on if the emulator of a board is here.
   *
   * @throws GuestException if not; the sentence has the command that gets it
   */
  void checkEmulator(Board board) throws GuestException {
    if (emulator(board).isEmpty()) {
      check(board);
    }
  }

  /**
   * Goes on if everything that makes and runs a board's guests is here.
   *
   * @throws GuestException if not; the sentence has the command that gets it
   */
  void check(Board board) throws GuestException {
    List<Missing> missing = missing(board);
    if (!missing.isEmpty()) {
      throw new GuestException(sentence(List.of(board), missing));
    }
  }

  /**
   * Returns Debian's and Ubuntu's packages that are missing for some boards; empty if nothing is
   * missing.
   */
  public List<String> packages(List<Board> boards) {
    return packagesOf(boards.stream().flatMap(board -> missing(board).stream()).toList());
  }

  /** Whether apt can install what is missing. */
  public boolean hasApt() {
    return tools.find("apt-get").isPresent();
  }

  /** Returns the command that installs packages, with sudo where it takes that. */
  public List<String> command(List<String> packages) {
    List<String> command = new ArrayList<>(root ? List.of() : List.of("sudo"));
    command.addAll(List.of("apt-get", "install", "--no-install-recommends"));
    command.addAll(packages);
    return command;
  }

  /**
   * Returns a sentence on what is missing for some boards, or nothing if all is here.
   *
   * <p>Without apt it has the programs' own names, and no command.
   */
  public Optional<String> sentence(List<Board> boards) {
    List<Missing> missing =
        boards.stream().flatMap(board -> missing(board).stream()).distinct().toList();
    return missing.isEmpty() ? Optional.empty() : Optional.of(sentence(boards, missing));
  }

  private String sentence(List<Board> boards, List<Missing> missing) {
    String labels = boards.stream().map(Board::label).collect(Collectors.joining(words(" and ")));
    String what =
        missing.stream().map(Missing::what).distinct().collect(Collectors.joining(words(", ")));
    return hasApt()
        ? words(
            "a guest (%s) needs programs that are not here: %s. Install them with: %s, then run this again.",
            labels, what, String.join(" ", command(packagesOf(missing))))
        : words(
            "a guest (%s) needs programs that are not here: %s. Install them; its kernel comes from Debian's archive, which takes apt, then run this again.",
            labels, what);
  }

  private static List<String> packagesOf(List<Missing> missing) {
    Set<String> all = new LinkedHashSet<>();
    missing.forEach(each -> all.addAll(each.packages()));
    return List.copyOf(all);
  }

  private List<Missing> missing(Board board) {
    List<Missing> missing = new ArrayList<>();
    if (emulator(board).isEmpty()) {
      missing.add(emulatorMissing(board));
    }
    if (compiler(board).isEmpty()) {
      missing.add(
          new Missing(
              words("%s with a static C library (libc.a)", Platform.of(board).compiler()),
              Platform.of(board).compilerPackages()));
    }
    Map.of("make", "make", "tar", "tar", "dpkg-deb", "dpkg", "apt-get", "apt", "apt-cache", "apt")
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(program -> tools.find(program.getKey()).isEmpty())
        .forEach(
            program -> missing.add(new Missing(program.getKey(), List.of(program.getValue()))));
    if (!AptSources.isDebian(etc) && !Files.exists(etc.resolveSibling(AptSources.KEYRING))) {
      missing.add(
          new Missing(words("the keys of Debian's archive"), List.of("debian-archive-keyring")));
    }
    return missing;
  }

  private static Missing emulatorMissing(Board board) {
    return new Missing(
        words("QEMU's %s", Platform.of(board).emulator()),
        List.of(Platform.of(board).emulatorPackage()));
  }

  /** The library and the headers come in one package; only the compiler knows where it looks. */
  private boolean hasLibrary(Board board) {
    try {
      HostPrograms.Ended ended =
          tools.run(
              Path.of("/"),
              Map.of(),
              List.of(Platform.of(board).compiler(), "-print-file-name=libc.a"));
      // Without one it prints the bare name (man gcc).
      return ended.status() == 0 && ended.lines().stream().anyMatch(line -> line.contains("/"));
    } catch (IOException broken) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
