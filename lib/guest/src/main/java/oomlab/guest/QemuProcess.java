package oomlab.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.internal.posix.CleanupShell;

/**
 * QEMU in a folder of its own, under a {@link CleanupShell} that ends the one and removes the
 * other.
 */
final class QemuProcess implements AutoCloseable {
  // $1 folder, $2 seconds, $3 address space in KiB, $4 state to restore or "", then the command.
  // Only QEMU keeps the shell's output: its end is QEMU's.
  private static final String SCRIPT =
      """
      cd "$1" || exit 1
      folder=$1; seconds=$2; kib=$3; state=$4; shift 4
      ulimit -c 0; ulimit -v "$kib"
      [ -z "$state" ] || exec 9<"$state" || exit 1
      QEMU_AUDIO_DRV=none "$@" </dev/null 2>&1 &
      qemu=$!
      exec 9<&- >/dev/null 2>&1
      timeout "$seconds" cat
      kill -9 "$qemu"; wait "$qemu"
      cd / && rm -rf "$folder"
      """;

  /** A socket's path has 107 bytes at most (man 7 unix). */
  private static final int LONGEST_FOLDER = 90;

  /** Where QEMU writes its process id, in its folder. */
  static final String PID = "pid";

  private static final String PREFIX = "oomlab-guest-";
  private static final Pattern OWNED = Pattern.compile(PREFIX + "(\\d{1,9})-\\d+");

  private final Path folder;
  private final CleanupShell shell;
  private final StringBuilder said = new StringBuilder();
  private final Thread reader;

  private QemuProcess(Path folder, CleanupShell shell) {
    this.folder = folder;
    this.shell = shell;
    reader = new Thread(this::listen, "oomlab-qemu");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Makes a folder for a run that nobody else can look into, and removes those of runs that were
   * killed before their shell could.
   */
  static Path folder() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
    Path base =
        usual.toString().length() + PREFIX.length() + 20 <= LONGEST_FOLDER
            ? usual
            : Path.of("/tmp");
    sweep(base, pid -> ProcessHandle.of(pid).isPresent());
    return Files.createTempDirectory(
        base,
        PREFIX + ProcessHandle.current().pid() + "-",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Removes this user's folders in which nobody is at work any more. A folder's name has the pid of
   * its JVM, whose shell may still be cleaning up in the first minute.
   */
  static void sweep(Path base, LongPredicate lives) throws IOException {
    Instant recent = Instant.now().minus(Duration.ofMinutes(1));
    List<Path> all;
    try (Stream<Path> found = Files.list(base)) {
      all = found.filter(Files::isDirectory).toList();
    }
    for (Path folder : all) {
      Matcher name = OWNED.matcher(String.valueOf(folder.getFileName()));
      if (name.matches() && !lives.test(Long.parseLong(name.group(1)))) {
        removeOld(folder, recent);
      }
    }
  }

  private static void removeOld(Path folder, Instant recent) {
    try {
      if (Files.isWritable(folder)
          && Files.getLastModifiedTime(folder).toInstant().isBefore(recent)) {
        remove(folder);
      }
    } catch (IOException e) {
      return; // another run sweeps as well, or it is somebody else's
    }
  }

  /**
   * Starts the command in the folder, which is removed at its end.
   *
   * @param longest after this time QEMU is killed, whatever becomes of this JVM
   * @param addressBytes address space that QEMU may have
   * @param state saved state to hand over as descriptor 9
   */
  static QemuProcess start(
      Path folder, List<String> command, Duration longest, long addressBytes, Optional<Path> state)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.toString());
    arguments.add(String.valueOf(longest.toSeconds() + 5));
    arguments.add(String.valueOf(addressBytes >> 10));
    arguments.add(state.map(Path::toString).orElse(""));
    arguments.addAll(command);
    return new QemuProcess(
        folder, CleanupShell.start("oomlab-guest", SCRIPT, arguments, System.getenv()));
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** What QEMU itself has complained about so far, on one line. */
  String complaints() {
    synchronized (said) {
      return said.toString();
    }
  }

  /**
   * Returns the processor time that QEMU has taken, in milliseconds; empty if that is not known.
   */
  OptionalLong cpuMillis() {
    try {
      String pid = Files.readString(path(PID)).strip();
      return ProcessHandle.of(Long.parseLong(pid))
          .flatMap(handle -> handle.info().totalCpuDuration())
          .map(time -> OptionalLong.of(time.toMillis()))
          .orElse(OptionalLong.empty());
    } catch (IOException | NumberFormatException notYet) {
      return OptionalLong.empty();
    }
  }

  /** Whether QEMU is there. */
  boolean running() {
    return reader.isAlive();
  }

  private void listen() {
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(shell.stdout(), StandardCharsets.UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        boolean chatter = line.contains(" info: ") || line.contains(" warning: ");
        if (!chatter && said.length() < 2000) {
          synchronized (said) {
            said.append(said.length() == 0 ? "" : "; ").append(line.strip());
          }
        }
      }
    } catch (IOException closed) {
      return; // the shell is gone
    }
  }

  @Override
  public void close() throws IOException {
    shell.close();
    remove(folder);
  }

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
