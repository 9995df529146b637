package oomlab.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * QEMU in a folder of its own, under a shell that ends both when this JVM closes it or is gone: its
 * standard input ends then, also after {@code kill -9}.
 */
final class Keeper implements AutoCloseable {
  // $1 folder, $2 seconds, $3 address space in KiB, $4 state to restore or "", then the command.
  // Only QEMU keeps the shell's output: its end is QEMU's. A Ctrl-C reaches the shell as well, and
  // must not keep it from tidying up.
  private static final String SCRIPT =
      """
      trap '' INT QUIT HUP TERM
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

  private static final String PREFIX = "oomlab-guest-";

  private final Path folder;
  private final Process shell;
  private final StringBuilder said = new StringBuilder();
  private final Thread reader;

  private Keeper(Path folder, Process shell) {
    this.folder = folder;
    this.shell = shell;
    reader = new Thread(this::listen, "oomlab-qemu");
    reader.setDaemon(true);
    reader.start();
  }

  /** Makes a folder for a run that nobody else can look into. */
  static Path folder() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
    Path base =
        usual.toString().length() + PREFIX.length() + 20 <= LONGEST_FOLDER
            ? usual
            : Path.of("/tmp");
    return Files.createTempDirectory(
        base,
        PREFIX,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Starts the command in the folder, which is removed at its end.
   *
   * @param longest after this time QEMU is killed, whatever becomes of this JVM
   * @param addressBytes address space that QEMU may have
   * @param state saved state to hand over as descriptor 9
   */
  static Keeper start(
      Path folder, List<String> command, Duration longest, long addressBytes, Optional<Path> state)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "oomlab-guest"));
    argv.add(folder.toString());
    argv.add(String.valueOf(longest.toSeconds() + 5));
    argv.add(String.valueOf(addressBytes >> 10));
    argv.add(state.map(Path::toString).orElse(""));
    argv.addAll(command);
    return new Keeper(folder, new ProcessBuilder(argv).start());
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

  /** Whether QEMU is there. */
  boolean running() {
    return reader.isAlive();
  }

  private void listen() {
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
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
    boolean interrupted = Thread.interrupted(); // cleaning up must not stop half-way
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException("the guest's keeper, process " + shell.pid() + ", does not end");
      }
      remove(folder);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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
