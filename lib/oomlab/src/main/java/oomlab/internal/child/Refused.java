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
    return switch (what.concat(" ").concat(name(errno))) {
      case "mlock ENOMEM" -> "; most likely more than RLIMIT_MEMLOCK allows: see ulimit -l";
      case "mlock EPERM" ->
          "; RLIMIT_MEMLOCK is 0 and the process lacks CAP_IPC_LOCK: see ulimit -l";
      case "mlock EAGAIN" -> "; some of the pages could not be locked";
      case "mmap ENOMEM" ->
          "; most likely RLIMIT_AS (ulimit -v), vm.max_map_count,"
              + " or a strict vm.overcommit_memory=2";
      case "madvise(MADV_POPULATE_WRITE) EINVAL" ->
          "; it needs Linux 5.14: use the strategy populate";
      case "madvise(MADV_HUGEPAGE) EINVAL" ->
          "; this kernel has no transparent huge pages (CONFIG_TRANSPARENT_HUGEPAGE)";
      default -> "";
    };
  }

  private static String name(int errno) {
    return switch (errno) {
      case 1 -> "EPERM";
      case 11 -> "EAGAIN";
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
