package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import com.sun.jna.Memory;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One call of {@code posix_spawn(3)}: attributes, file actions, arguments. */
final class Spawn {
  private Spawn() {}

  /**
   * Starts a program.
   *
   * @param descriptors those of ours that become 0, 1, 2 and so on of the program, which gets no
   *     others; above 2 but for one that keeps its number
   */
  static int start(List<String> argv, Map<String, String> environment, int... descriptors)
      throws ErrnoException {
    String[] variables =
        environment.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .toArray(String[]::new);
    StringArray arguments = new StringArray(argv.toArray(new String[0]), "UTF-8");
    StringArray envp = new StringArray(variables, "UTF-8");
    try (Memory actions = new Memory(LibC.OPAQUE_BYTES);
        Memory attributes = new Memory(LibC.OPAQUE_BYTES);
        Memory none = new Memory(LibC.OPAQUE_BYTES);
        Memory all = new Memory(LibC.OPAQUE_BYTES)) {
      check(LibC.posix_spawnattr_init(attributes), argv);
      check(LibC.posix_spawn_file_actions_init(actions), argv);
      try {
        LibC.sigemptyset(none);
        LibC.sigfillset(all);
        check(LibC.posix_spawnattr_setsigmask(attributes, none), argv);
        check(LibC.posix_spawnattr_setsigdefault(attributes, all), argv);
        check(
            LibC.posix_spawnattr_setflags(
                attributes,
                (short)
                    (LibC.POSIX_SPAWN_SETSID
                        | LibC.POSIX_SPAWN_SETSIGMASK
                        | LibC.POSIX_SPAWN_SETSIGDEF)),
            argv);
        for (int fd = 0; fd < descriptors.length; fd++) {
          check(LibC.posix_spawn_file_actions_adddup2(actions, descriptors[fd], fd), argv);
        }
        if (!LibC.addCloseFrom(actions, descriptors.length)) {
          closeEach(actions, descriptors.length);
        }
        int[] pid = new int[1];
        check(LibC.posix_spawn(pid, argv.get(0), actions, attributes, arguments, envp), argv);
        return pid[0];
      } finally {
        LibC.posix_spawn_file_actions_destroy(actions);
        LibC.posix_spawnattr_destroy(attributes);
      }
    }
  }

  // The posix_spawn family returns the error instead of setting errno.
  private static void check(int error, List<String> argv) throws ErrnoException {
    if (error != 0) {
      throw new ErrnoException(words("cannot start %s", argv.get(0)), error);
    }
  }

  // A descriptor that is gone by the time of the spawn is no error (glibc spawni.c).
  private static void closeEach(Memory actions, int lowest) throws ErrnoException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : open) {
        int fd = Integer.parseInt(entry.getFileName().toString());
        if (fd >= lowest) {
          LibC.posix_spawn_file_actions_addclose(actions, fd);
        }
      }
    } catch (IOException unreadable) {
      // Without /proc nothing is listed; the JVM opens its own descriptors close-on-exec.
      return;
    }
  }
}
