package oomlab;

import java.util.List;
import oomlab.internal.posix.WaitStatus;

/**
 * How the victim died, and how we know. "OOM-killed" is said only with evidence from the kernel.
 */
public sealed interface Verdict {
  /**
   * Name in JSON: {@code exited}, {@code signaled}, {@code oom-killed}, {@code guard-killed},
   * {@code panicked} or {@code unknown}.
   */
  String kind();

  /** What it rests on; empty for an end that needs none, or that nobody can explain. */
  List<Evidence> evidence();

  /** It ended by itself; exit code 12 is ENOMEM: the kernel refused memory instead of killing. */
  record Exited(int code) implements Verdict {
    @Override
    public String kind() {
      return "exited";
    }

    @Override
    public List<Evidence> evidence() {
      return List.of();
    }

    @Override
    public String toString() {
      return "exited with " + code;
    }
  }

  /** A signal ended it, and the evidence says that the OOM killer did not send it. */
  record Signaled(int signal, List<Evidence> evidence) implements Verdict {
    @Override
    public String kind() {
      return "signaled";
    }

    @Override
    public String toString() {
      return "killed by signal %d, not by the OOM killer: %s"
          .formatted(signal, Evidence.texts(evidence));
    }
  }

  /** The OOM killer ended it, by at least one piece of evidence. */
  record OomKilled(List<Evidence> evidence) implements Verdict {
    @Override
    public String kind() {
      return "oom-killed";
    }

    @Override
    public String toString() {
      return "killed by the OOM killer: " + Evidence.texts(evidence);
    }
  }

  /**
   * A guard ended it: its own log says so, and the kernel's log does not.
   *
   * @param guard name of the program, such as {@code earlyoom}
   * @param signal what ended it: 15 (SIGTERM) or 9 (SIGKILL)
   */
  record GuardKilled(String guard, int signal, List<Evidence> evidence) implements Verdict {
    @Override
    public String kind() {
      return "guard-killed";
    }

    @Override
    public String toString() {
      return "killed by %s with signal %d, not by the kernel: %s"
          .formatted(guard, signal, Evidence.texts(evidence));
    }
  }

  /** A SIGKILL whose sender nobody can name. */
  record Unknown(WaitStatus status, String why) implements Verdict {
    @Override
    public String kind() {
      return "unknown";
    }

    @Override
    public List<Evidence> evidence() {
      return List.of();
    }

    @Override
    public String toString() {
      return "killed by SIGKILL, cause unknown: " + why;
    }
  }

  /** The guest's kernel panicked instead of killing anybody: nobody waited for the victim's end. */
  record Panicked(List<Evidence> evidence) implements Verdict {
    @Override
    public String kind() {
      return "panicked";
    }

    @Override
    public String toString() {
      return "the kernel panicked: " + Evidence.texts(evidence);
    }
  }

  /**
   * One piece of evidence.
   *
   * @param source {@code kernel-log}, {@code cgroup}, {@code vmstat}, {@code console}, {@code
   *     guard-log} or {@code wait-status}
   * @param text what it shows, in a sentence with the numbers
   */
  record Evidence(String source, String text) {
    private static String texts(List<Evidence> all) {
      return String.join("; ", all.stream().map(Evidence::text).toList());
    }
  }
}
