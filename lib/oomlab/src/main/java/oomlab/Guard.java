package oomlab;

import java.util.List;
import java.util.regex.Pattern;

/** A program in the guest that kills before its kernel has to, or none. */
public enum Guard {
  /** The kernel's own OOM killer alone. */
  NONE("none", "", ""),
  /**
   * earlyoom kills the process with the highest {@code oom_score} when little memory <em>and</em>
   * little swap are left: SIGTERM at 10 %, SIGKILL at 5 % (man 1 earlyoom).
   */
  EARLYOOM("earlyoom", "earlyoom", "*/bin/earlyoom"),
  /**
   * systemd-oomd kills a cgroup when too much of its time is lost to waiting for memory (man 8
   * systemd-oomd.service); the guest's first program is systemd then.
   */
  SYSTEMD_OOMD(
      "systemd-oomd",
      "systemd-oomd systemd",
      "*/systemd/systemd */systemd/systemd-executor */systemd/systemd-oomd */bin/systemctl"
          + " */system/systemd-oomd.service */system/systemd-oomd.socket");

  /** The cgroup below which systemd-oomd looks for somebody to kill. */
  public static final String SLICE = "lab.slice";

  private final String label;
  private final String packages;
  private final String files;

  Guard(String label, String packages, String files) {
    this.label = label;
    this.packages = packages;
    this.files = files;
  }

  /** Name in options and logs, such as {@code earlyoom}. */
  public String label() {
    return label;
  }

  /**
   * Whether a line of this guard's log says that it kills the victim with this signal.
   *
   * @param pid the victim, whose cgroup nobody else is in
   */
  public boolean kills(String line, int pid, int signal) {
    return switch (this) {
      case NONE -> false;
      case EARLYOOM ->
          line.matches(
              "sending %s to process %d .*".formatted(signal == 15 ? "SIGTERM" : "SIGKILL", pid));
      case SYSTEMD_OOMD ->
          signal == 9
              && line.matches("Killed /" + Pattern.quote(SLICE) + "/victim (due to|because) .*");
    };
  }

  /** Debian's packages of it; the first gives the version. */
  public List<String> packages() {
    return List.of(packages.split(" ", -1));
  }

  /** What is taken from them, as patterns of tar. */
  public List<String> files() {
    return List.of(files.split(" ", -1));
  }

  /** Where the guard writes its log in the guest. */
  public String log() {
    return "/tmp/" + label;
  }
}
