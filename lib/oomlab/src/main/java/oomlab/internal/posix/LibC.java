package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * The C library's functions under their own names, as on a machine with 64 bits: {@code size_t} and
 * {@code long} are Java's {@code long}. Constants cite the header they stand in.
 */
final class LibC {
  /** {@code asm-generic/fcntl.h}; the values of x86, ARM, RISC-V, s390 and POWER. */
  static final int O_RDONLY = 0;

  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  /** {@code linux/fcntl.h}. */
  static final int F_DUPFD_CLOEXEC = 1030;

  /** {@code unistd.h}. */
  static final int SEEK_END = 2;

  /** {@code linux/wait.h}. */
  static final int P_PID = 1;

  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x01000000;

  /** {@code asm-generic/siginfo.h}, values of {@code si_code} for SIGCHLD. */
  static final int CLD_EXITED = 1;

  static final int CLD_DUMPED = 3;

  /** {@code asm-generic/poll.h}. */
  static final short POLLIN = 1;

  /** {@code spawn.h}. */
  static final short POSIX_SPAWN_SETSIGDEF = 0x04;

  static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  static final short POSIX_SPAWN_SETSID = 0x80;

  /** {@code asm-generic/errno-base.h}. */
  static final int ESRCH = 3;

  static final int EINTR = 4;
  static final int EAGAIN = 11;

  /**
   * {@code asm-generic/unistd.h}: calls added since Linux 5.1 have one number on every architecture
   * but alpha and mips.
   */
  static final long SYS_PIDFD_SEND_SIGNAL = 424;

  private static final long SYS_PIDFD_OPEN = 434;

  /**
   * More than any C library needs for {@code posix_spawn_file_actions_t} (80 in glibc), {@code
   * posix_spawnattr_t} (336), {@code sigset_t} and {@code siginfo_t} (128 each).
   */
  static final int OPAQUE_BYTES = 1024;

  private static final Optional<Function> ADD_CLOSE_FROM;

  static {
    try {
      NativeLibrary process = NativeLibrary.getProcess();
      Native.register(LibC.class, process);
      ADD_CLOSE_FROM = optional(process, "posix_spawn_file_actions_addclosefrom_np");
    } catch (LinkageError e) {
      throw new NativeAccessException(
          words(
              "the C library cannot be called through JNA (%s): give the JVM a writable, executable"
                  + " java.io.tmpdir or -Djna.tmpdir=DIR",
              String.valueOf(e.getMessage())),
          e);
    }
  }

  private LibC() {}

  static native int posix_spawn(
      int[] pid, String path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

  static native int execv(String path, Pointer argv);

  static native int posix_spawn_file_actions_init(Pointer actions);

  static native int posix_spawn_file_actions_destroy(Pointer actions);

  static native int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newFd);

  static native int posix_spawn_file_actions_addclose(Pointer actions, int fd);

  static native int posix_spawnattr_init(Pointer attributes);

  static native int posix_spawnattr_destroy(Pointer attributes);

  static native int posix_spawnattr_setflags(Pointer attributes, short flags);

  static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);

  static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

  static native int sigemptyset(Pointer set);

  static native int sigfillset(Pointer set);

  static native int waitid(int idType, int id, Pointer info, int options);

  static native int kill(int pid, int signal);

  static native int pipe2(int[] fds, int flags);

  static native int open(String path, int flags);

  static native int close(int fd);

  static native int fcntl(int fd, int command, int argument);

  static native long lseek(int fd, long offset, int whence);

  static native long read(int fd, byte[] buffer, long count);

  static native int poll(Pointer fds, long count, int timeoutMillis);

  static native long syscall(long number, long a, long b, long c, long d);

  /** Returns a descriptor for a process (Linux 5.3), or -1 as the C library does. */
  static int pidfdOpen(int pid) {
    return (int) syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
  }

  /** Adds {@code closefrom(3)} to the actions where the C library has it (glibc 2.34). */
  static boolean addCloseFrom(Pointer actions, int lowest) {
    return ADD_CLOSE_FROM.map(f -> f.invokeInt(new Object[] {actions, lowest}) == 0).orElse(false);
  }

  private static Optional<Function> optional(NativeLibrary library, String name) {
    try {
      return Optional.of(library.getFunction(name));
    } catch (UnsatisfiedLinkError absent) {
      return Optional.empty();
    }
  }
}
