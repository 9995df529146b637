package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import oomlab.ExperimentException.WrongProgram;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.internal.run.SourceCompiler;

/**
 * The parts of guests in the user's cache: made when they are missing or damaged, and checked
 * whenever they are used.
 *
 * <p>A part is a folder with its sums. It is made aside and moved into place whole, so an end at
 * any moment leaves no half of one. What is there is used without a network.
 */
public final class GuestStore {
  /** Lists, packages and what is unpacked of them: 235 MB were seen. */
  private static final long WORK_BYTES = 300_000_000;

  private static final String KERNEL = "kernel-";
  private static final String BUSYBOX = "busybox-";

  private final Path folder;
  private final HostPrograms tools;
  private final Path etc;
  private final RequiredPrograms needs;
  private final GuestPrograms program;

  GuestStore(Path folder, HostPrograms tools, Path etc, GuestPrograms program) {
    this.folder = folder;
    this.tools = tools;
    this.etc = etc;
    this.program = program;
    this.needs = new RequiredPrograms(tools, etc, RequiredPrograms.isRoot());
  }

  /**
   * Returns the user's own store.
   *
   * @param environment where {@code XDG_CACHE_HOME} and {@code PATH} come from
   * @param home where {@code .cache} is, if the first is not set
   * @throws IOException if the build lacks the guests' programs
   */
  public static GuestStore open(Map<String, String> environment, Path home) throws IOException {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    // A relative path is to be ignored (XDG Base Directory Specification).
    Path base = cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache");
    return new GuestStore(
        base.resolve("oomlab/guests").toAbsolutePath(),
        HostPrograms.on(environment),
        Path.of("/etc"),
        GuestPrograms.read());
  }

  /** Returns where the parts are. */
  public Path folder() {
    return folder;
  }

  /** Whether all parts of a board are here and whole. */
  public boolean has(Board board) {
    return cached(board, Guard.NONE, Optional.empty()).isPresent();
  }

  /**
   * Finds or makes all parts of a board.
   *
   * @param series Debian's kernels of this series, such as 6.12, instead of the system's own
   * @param progress gets a line before each step that takes time
   * @return how many bytes they take
   * @throws GuestException if they cannot be made; nothing half-made is left
   */
  public long fill(Board board, Optional<String> series, Consumer<String> progress)
      throws GuestException {
    BootFiles parts = parts(board, Guard.NONE, series, progress);
    return Stream.concat(
            Stream.of(parts.kernel(), parts.busybox(), parts.oom(), parts.probe()),
            Stream.concat(parts.modules().stream(), parts.deviceTree().stream()))
        .mapToLong(file -> file.toFile().length())
        .sum();
  }

  /**
   * Finds or makes all parts of a board.
   *
   * @param progress gets a line before each step that takes time
   * @throws GuestException if they cannot be made; nothing half-made is left
   */
  BootFiles parts(Board board, Consumer<String> progress) throws GuestException {
    return parts(board, Guard.NONE, Optional.empty(), progress);
  }

  /** Finds or makes all parts of a guest. */
  BootFiles parts(Guest guest, Consumer<String> progress) throws GuestException {
    BootFiles all = parts(guest.board(), guest.scenario().guard(), guest.series(), progress);
    // A kernel loads no other's modules; Debian's device tree is the board's.
    return guest.kernel().isPresent() ? all.withoutModules() : all;
  }

  /**
   * Compiles a C source of the user's for a board, static. Leaves no file.
   *
   * @return the program
   * @throws WrongProgram if it does not compile
   * @throws GuestException if there is no compiler for it here
   */
  byte[] compile(Path source, Board board) throws IOException {
    Optional<Path> compiler = needs.compiler(board);
    if (compiler.isEmpty()) {
      needs.check(board);
    }
    Path made = Files.createTempDirectory("oomlab-program-");
    try {
      Path program = made.resolve("program");
      SourceCompiler.compile(
          source,
          made,
          tools.environment(),
          List.of(
              compiler.orElseThrow().toString(),
              "-static",
              "-pthread",
              "-o",
              program.toString(),
              source.toString()));
      return Files.readAllBytes(program);
    } finally {
      QemuProcess.remove(made);
    }
  }

  private BootFiles parts(
      Board board, Guard guard, Optional<String> series, Consumer<String> progress)
      throws GuestException {
    needs.checkEmulator(board);
    Optional<BootFiles> there = cached(board, guard, series);
    if (there.isPresent()) {
      return there.get();
    }
    needs.check(board);
    try {
      Files.createDirectories(folder);
      FolderLock lock = FolderLock.take(folder.resolve("lock"), progress);
      try {
        make(board, guard, series, line -> progress.accept(words("%s: %s", board.label(), line)));
      } finally {
        lock.close();
      }
      return cached(board, guard, series)
          .orElseThrow(
              () ->
                  new GuestException(
                      words(
                          "the parts in %s changed while they were made: run this again.",
                          folder)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new GuestException(words("making the %s guest was interrupted.", board.label()));
    } catch (GuestException known) {
      throw known;
    } catch (IOException e) {
      throw new GuestException(sentence(e), e);
    }
  }

  private String sentence(IOException e) {
    String reason = String.valueOf(e.getMessage());
    return reason.contains(HostPrograms.FULL)
        ? words(
            "the disk of %s is full: a guest's parts take 60 MB there, and 300 MB while they are made; make room, then run this again.",
            folder)
        : words(
            "the parts of guests cannot be kept in %s (%s): make it writable, or set XDG_CACHE_HOME to a folder that is.",
            folder, reason);
  }

  private Optional<BootFiles> cached(Board board, Guard guard, Optional<String> series) {
    Optional<List<Path>> kernel = find(board, kernelPrefix(series));
    Optional<List<Path>> busybox = find(board, BUSYBOX);
    Optional<List<Path>> programs = find(board, program.name(board));
    Optional<Map<String, Path>> files = guardFiles(board, guard);
    if (kernel.isEmpty() || busybox.isEmpty() || programs.isEmpty() || files.isEmpty()) {
      return Optional.empty();
    }
    int images = Platform.of(board).deviceTree().isPresent() ? 2 : 1;
    List<Path> image = kernel.get();
    return Optional.of(
        new BootFiles(
            image.get(0),
            Platform.of(board).deviceTree().map(name -> image.get(1)),
            image.subList(images, image.size()),
            busybox.get().get(0),
            programs.get().get(0),
            programs.get().get(1),
            files.get()));
  }

  /** Returns a guard's files by their paths in the guest; nothing if they are not here. */
  private Optional<Map<String, Path>> guardFiles(Board board, Guard guard) {
    if (guard == Guard.NONE) {
      return Optional.of(Map.of());
    }
    return find(board, prefix(guard))
        .map(
            files -> {
              Path root = folder.resolve(board.label());
              Map<String, Path> all = new TreeMap<>();
              for (Path file : files) {
                Path inPart = root.relativize(file);
                all.put(inPart.subpath(1, inPart.getNameCount()).toString(), file);
              }
              return all;
            });
  }

  private static String kernelPrefix(Optional<String> series) {
    return series.map(name -> "series" + name + "-").orElse(KERNEL);
  }

  private static String prefix(Guard guard) {
    return guard.label() + "-";
  }

  /** Returns the files of the newest whole part of that name. */
  private Optional<List<Path>> find(Board board, String prefix) {
    return generations(board, prefix).stream()
        .map(Sha256Sums::check)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private List<Path> generations(Board board, String prefix) {
    try (Stream<Path> all = Files.list(folder.resolve(board.label()))) {
      return all.filter(each -> each.getFileName().toString().startsWith(prefix))
          .sorted(Comparator.comparingLong((Path each) -> each.toFile().lastModified()).reversed())
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private void make(Board board, Guard guard, Optional<String> series, Consumer<String> progress)
      throws IOException, InterruptedException {
    // Under the lock nobody else is at work: what is left is from one that was ended.
    try (Stream<Path> all = Files.list(folder)) {
      for (Path left :
          all.filter(each -> each.getFileName().toString().startsWith("work")).toList()) {
        delete(left);
      }
    }
    Path work = Files.createTempDirectory(folder, "work");
    try {
      boolean kernel = find(board, kernelPrefix(series)).isEmpty();
      boolean busybox = find(board, BUSYBOX).isEmpty();
      boolean guarded = guardFiles(board, guard).isPresent();
      if (kernel || busybox || !guarded) {
        if (work.toFile().getUsableSpace() < WORK_BYTES) {
          throw new IOException(HostPrograms.FULL);
        }
        progress.accept(words("reading the package lists"));
        DebianPackages packages =
            DebianPackages.update(
                tools,
                etc,
                board,
                kernel && series.isPresent(),
                Files.createDirectory(work.resolve("apt")));
        if (kernel) {
          List<String> names =
              series.isPresent() ? packages.kernel(series.get()) : packages.kernel();
          progress.accept(words("getting %s", String.join(words(", "), names)));
          Path made = Files.createDirectory(work.resolve("kernel"));
          List<Path> files =
              new KernelFiles(tools, packages, board).into(made, packages.download(names));
          place(board, kernelPrefix(series), names.get(0), made, files, progress);
        }
        if (busybox) {
          progress.accept(words("getting %s", "busybox-static"));
          Path made = Files.createDirectory(work.resolve("busybox"));
          Path deb = packages.download(List.of("busybox-static")).get(0);
          Path unpacked = work.resolve("unpacked");
          packages.unpack(deb, unpacked, List.of("*/bin/busybox"));
          Path from =
              Stream.of("bin/busybox", "usr/bin/busybox")
                  .map(unpacked::resolve)
                  .filter(Files::isRegularFile)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new GuestException(
                              words("the package %s has no busybox in it.", deb.getFileName())));
          Path to = Files.move(from, made.resolve("busybox"));
          place(board, BUSYBOX, version(deb), made, List.of(to), progress);
        }
        if (!guarded) {
          progress.accept(words("getting %s and the libraries that it needs", guard.label()));
          Path made = Files.createDirectory(work.resolve("guard"));
          List<Path> debs = packages.download(new GuardProgram(guard).packages());
          Path tree = Files.createDirectory(work.resolve("tree-" + guard.label()));
          List<Path> files = new GuardFiles(packages, tree).into(made, guard, debs);
          place(board, prefix(guard), version(debs.get(0)), made, files, progress);
        }
      }
      if (find(board, program.name(board)).isEmpty()) {
        progress.accept(words("compiling oom and probe with %s", Platform.of(board).compiler()));
        Path made = Files.createDirectory(work.resolve("programs"));
        List<Path> files = program.make(tools, board, work, made);
        place(board, program.name(board), "", made, files, progress);
      }
    } finally {
      delete(work);
    }
  }

  /** Returns the version in a package's file name, such as {@code 1.35.0-4} in x_1%3a1.35.0-4_a. */
  private static String version(Path deb) {
    return deb.getFileName()
        .toString()
        .replaceFirst("^[^_]*_([0-9]+%3a)?", "")
        .replaceFirst("_.*", "");
  }

  private void place(
      Board board,
      String kind,
      String version,
      Path made,
      List<Path> files,
      Consumer<String> progress)
      throws IOException {
    Sha256Sums.write(made, files);
    Path to = Files.createDirectories(folder.resolve(board.label())).resolve(kind + version);
    if (Files.exists(to)) {
      progress.accept(words("%s is damaged and is replaced", to));
      Files.move(to, made.resolveSibling(made.getFileName() + ".old"));
    }
    Files.move(made, to);
    // A guest may have been started from the one before; what is older is in nobody's way any more.
    List<Path> all = generations(board, kind.replaceFirst("-.*", "-"));
    List<Path> older = new ArrayList<>(all);
    older.remove(to);
    for (Path old : older.subList(Math.min(1, older.size()), older.size())) {
      delete(old);
    }
    long bytes = 0;
    for (Path file : Sha256Sums.check(to).orElse(List.of())) {
      bytes += Files.size(file);
    }
    progress.accept(words("%s, %.1f MB", to.getFileName(), bytes / 1e6));
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
