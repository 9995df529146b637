package oomlab.internal.child;

/** The kernel refused something: what, how much, and its error number. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final String what;
  private final long bytes;
  private final int errno;

  Refused(String what, long bytes, int errno) {
    super(what, null, false, false);
    this.what = what;
    this.bytes = bytes;
    this.errno = errno;
  }

  /** The kernel's error number, from {@code asm-generic/errno-base.h}. */
  int errno() {
    return errno;
  }

  /** Says what was refused and why that is likely, in one line. */
  String sentence() {
    StringBuilder line = new StringBuilder("oom: ").append(what).append(" of ").append(bytes);
    line.append(" bytes refused: ").append(name(errno)).append(" (");
    line.append(ChildLibC.strerror(errno)).append(')');
    return line.append(why()).toString();
  }

  private String why() {
    if (what.equals("mlock") && errno == ChildLibC.ENOMEM) {
      return "; most likely more than RLIMIT_MEMLOCK allows: see ulimit -l";
    }
    if (what.equals("mlock") && errno == ChildLibC.EPERM) {
      return "; RLIMIT_MEMLOCK is 0 and the process lacks CAP_IPC_LOCK: see ulimit -l";
    }
    if (what.equals("mlock") && errno == ChildLibC.EAGAIN) {
      return "; some of the pages could not be locked";
    }
    if (what.equals("mmap") && errno == ChildLibC.ENOMEM) {
      return "; most likely RLIMIT_AS (ulimit -v), vm.max_map_count,"
          + " or a strict vm.overcommit_memory=2";
    }
    if (what.equals("madvise(MADV_POPULATE_WRITE)") && errno == ChildLibC.EINVAL) {
      return "; it needs Linux 5.14: use the strategy populate";
    }
    if (what.equals("madvise(MADV_HUGEPAGE)") && errno == ChildLibC.EINVAL) {
      return "; this kernel has no transparent huge pages (CONFIG_TRANSPARENT_HUGEPAGE)";
    }
    return "";
  }

  private static String name(int errno) {
    return switch (errno) {
      case ChildLibC.EPERM -> "EPERM";
      case ChildLibC.EAGAIN -> "EAGAIN";
      case ChildLibC.ENOMEM -> "ENOMEM";
      case 13 -> "EACCES";
      case 14 -> "EFAULT";
      case ChildLibC.EINVAL -> "EINVAL";
      case 24 -> "EMFILE";
      case 28 -> "ENOSPC";
      case 30 -> "EROFS";
      default -> "errno " + errno;
    };
  }
}
