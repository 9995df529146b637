package oomlab.guest;

import java.util.List;
import java.util.regex.Pattern;
import oomlab.Guard;

/** What a guard is made of in Debian, and what its log looks like. */
record GuardProgram(Guard guard) {
  /** The cgroup below which systemd-oomd looks for somebody to kill. */
  static final String SLICE = "lab.slice";

  /**
   * Whether a line of this guard's log says that it kills the victim with this signal.
   *
   * @param pid the victim, whose cgroup nobody else is in
   */
  boolean kills(String line, int pid, int signal) {
    return switch (guard) {
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
  List<String> packages() {
    return switch (guard) {
      case NONE -> List.of();
      case EARLYOOM -> List.of("earlyoom");
      case SYSTEMD_OOMD -> List.of("systemd-oomd", "systemd");
    };
  }

  /** What is taken from them, as patterns of tar. */
  List<String> files() {
    return switch (guard) {
      case NONE -> List.of();
      case EARLYOOM -> List.of("*/bin/earlyoom");
      case SYSTEMD_OOMD ->
          List.of(
              "*/systemd/systemd",
              "*/systemd/systemd-executor",
              "*/systemd/systemd-oomd",
              "*/bin/systemctl",
              "*/system/systemd-oomd.service",
              "*/system/systemd-oomd.socket");
    };
  }

  /** Where the guard writes its log in the guest. */
  String log() {
    return "/tmp/" + guard.label();
  }
}
