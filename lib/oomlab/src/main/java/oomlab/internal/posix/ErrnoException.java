package oomlab.internal.posix;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import com.sun.jna.Native;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A system call failed; carries the kernel's error number ({@code man 3 errno}). */
public final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1;

  /** Operation not permitted. */
  public static final int EPERM = 1;

  /** Permission denied. */
  public static final int EACCES = 13;

  /** Broken pipe; from {@code /dev/kmsg}: records were overwritten before they were read. */
  public static final int EPIPE = 32;

  // asm-generic/errno-base.h and errno.h
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, later("EPERM, operation not permitted")),
          Map.entry(2, later("ENOENT, no such file")),
          Map.entry(3, later("ESRCH, no such process")),
          Map.entry(7, later("E2BIG, argument list too long")),
          Map.entry(8, later("ENOEXEC, not a program")),
          Map.entry(10, later("ECHILD, no such child")),
          Map.entry(11, later("EAGAIN, try again")),
          Map.entry(12, later("ENOMEM, out of memory")),
          Map.entry(13, later("EACCES, permission denied")),
          Map.entry(16, later("EBUSY, busy")),
          Map.entry(22, later("EINVAL, invalid argument")),
          Map.entry(24, later("EMFILE, too many open files")),
          Map.entry(32, later("EPIPE, broken pipe")),
          Map.entry(38, later("ENOSYS, not in this kernel")));

  private final int errno;

  ErrnoException(String what, int errno) {
    super(words("%s: %s", what, name(errno)));
    this.errno = errno;
  }

  /** Returns the exception for the call that this thread just made. */
  static ErrnoException last(String what) {
    return new ErrnoException(what, Native.getLastError());
  }

  /** The error number. */
  public int errno() {
    return errno;
  }

  private static String name(int errno) {
    @Nullable String name = NAMES.get(errno);
    return name == null ? words("error %d", errno) : words(name);
  }
}
