package oomlab;

/** A program in the guest that kills before its kernel has to, or none. */
public enum Guard {
  /** The kernel's own OOM killer alone. */
  NONE("none"),
  /**
   * earlyoom kills the process with the highest {@code oom_score} when little memory <em>and</em>
   * little swap are left: SIGTERM at 10 %, SIGKILL at 5 % (man 1 earlyoom).
   */
  EARLYOOM("earlyoom"),
  /**
   * systemd-oomd kills a cgroup when too much of its time is lost to waiting for memory (man 8
   * systemd-oomd.service); the guest's first program is systemd then.
   */
  SYSTEMD_OOMD("systemd-oomd");

  private final String label;

  Guard(String label) {
    this.label = label;
  }

  /** Name in options and logs, such as {@code earlyoom}. */
  public String label() {
    return label;
  }
}
