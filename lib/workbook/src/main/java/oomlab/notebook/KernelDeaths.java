package oomlab.notebook;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.NativeAccessException;
import oomlab.report.LogRecord;

/**
 * Finds Java kernels that died since the last banner, and says how: OOM killer, JVM crash, unknown.
 *
 * <p>A running kernel keeps a {@link KernelNote} in a file, and deletes it when it ends in good
 * order. Nothing here fails: a note that cannot be written or read is no reason to stop a reader.
 *
 * @param root {@code /}, or where a test keeps {@code proc}
 * @param state the folder of the notes
 * @param crashFolders where a JVM may have left its {@code hs_err_pid} file
 * @param log what the kernel's log has of this boot
 */
record KernelDeaths(Path root, Path state, List<Path> crashFolders, Log log) {
  private static final int MOST_TOLD = 3;
  private static final long MICROS_A_TICK = 10_000;
  private static final String SILENT = later("ended without a word, as after kill -9.");

  /** Reads the kernel's log. */
  interface Log {
    List<LogRecord> read() throws IOException;
  }

  /**
   * Where notes lie: in the project's own folder for such things, else in the user's.
   *
   * @param environment {@code OOMLAB_HOME} names the project; {@code XDG_STATE_HOME}, {@code HOME}
   * @param library the library's jar, if it is one
   */
  static Path folder(Map<String, String> environment, Optional<Path> library) {
    Optional<Path> project =
        Optional.ofNullable(environment.get("OOMLAB_HOME"))
            .map(Path::of)
            .or(
                () ->
                    library
                        .map(jar -> jar.toAbsolutePath().getParent())
                        .filter(target -> target.endsWith("target"))
                        .map(Path::getParent));
    return project
        .map(root -> root.resolve(".oomlab"))
        .orElseGet(
            () ->
                Path.of(
                        environment.getOrDefault(
                            "XDG_STATE_HOME",
                            environment.getOrDefault("HOME", "/tmp") + "/.local/state"))
                    .resolve("oomlab"))
        .resolve("kernels");
  }

  /** Leaves a note; returns the file to remove at a good end, or nothing if it could not. */
  Optional<Path> leave(KernelNote self) {
    try {
      Files.createDirectories(state);
      return Optional.of(Files.writeString(state.resolve(self.fileName()), self.text()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Says for each kernel that died since the last time how it did; each is said once. */
  List<String> sentences(KernelNote self) {
    List<String> sentences = new ArrayList<>();
    for (Path file : notes()) {
      Optional<KernelNote> note = KernelNote.read(file);
      if (note.isEmpty() || !note.get().sharesPidsWith(self)) {
        continue;
      }
      if (sentences.size() < MOST_TOLD && !note.get().lives(root) && claim(file)) {
        sentences.add(sentence(note.get()));
      }
    }
    return sentences;
  }

  private List<Path> notes() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(state, "[0-9]*-[0-9]*")) {
      all.forEach(files::add);
    } catch (IOException | RuntimeException none) {
      return List.of();
    }
    files.sort(null);
    return files;
  }

  /** Only one of several kernels that start at once gets a note. */
  private static boolean claim(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      return false;
    }
  }

  private String sentence(KernelNote dead) {
    return words(
        "The Java kernel in %s (process %d) %s Its variables are gone: run its notebook again from"
            + " the first cell.",
        dead.folder(), dead.pid(), cause(dead));
  }

  private String cause(KernelNote dead) {
    Optional<String> crash = crash(dead);
    try {
      Optional<String> kill = kill(dead);
      if (kill.isPresent()) {
        return words(
            "was killed by the OOM killer: \"%s\". Close what needs memory, or give the machine more.",
            kill.get());
      }
    } catch (IOException | NativeAccessException e) {
      if (crash.isEmpty()) {
        return words(
            "%s Whether the OOM killer did it is not known, since the kernel's log cannot be read: %s.",
            words(SILENT), e.getMessage());
      }
    }
    if (crash.isPresent()) {
      return crash.get();
    }
    return words(
        dead.namedInLog()
            ? "%s The kernel's log has no OOM kill of it."
            : "%s Whether the OOM killer did it cannot be told from inside a container: the kernel's"
                + " log counts processes in another way.",
        words(SILENT));
  }

  private Optional<String> kill(KernelNote dead) throws IOException {
    if (!dead.namedInLog()) {
      return Optional.empty();
    }
    return KillRecord.scan(log.read()).stream()
        .filter(kill -> kill.pid() == dead.pid())
        .filter(kill -> kill.record().micros() >= dead.startTicks() * MICROS_A_TICK)
        .map(kill -> kill.record().text())
        .findFirst();
  }

  /** A JVM that crashed says in a comment at the top of its file what it died of. */
  private Optional<String> crash(KernelNote dead) {
    return Stream.concat(Stream.of(dead.folder()), crashFolders.stream())
        .map(folder -> folder.resolve("hs_err_pid" + dead.pid() + ".log"))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(
            file ->
                reason(file)
                    .map(line -> words("crashed: \"%s\". Its JVM wrote %s.", line, file))
                    .orElseGet(() -> words("crashed. Its JVM wrote %s.", file)));
  }

  private static Optional<String> reason(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .limit(20)
          .map(line -> line.replaceFirst("^#\\s*", "").strip())
          .filter(
              line ->
                  line.matches(
                      "SIG[A-Z]+ .*|Internal Error .*|There is insufficient.*|Native memory.*|Out of Memory Error.*"))
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
