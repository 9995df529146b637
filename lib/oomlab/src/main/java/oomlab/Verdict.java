package oomlab;

import static oomlab.internal.text.Words.retold;
import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.time.Duration;
import java.util.List;
import oomlab.internal.posix.Signal;

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

  /**
   * It ended by itself; exit code 12 of the built-in child is ENOMEM: the kernel refused memory
   * instead of killing.
   *
   * @param evidence what else is known of a program's end: that it wrote of refused memory, or that
   *     another process of its group was killed
   */
  record Exited(int code, List<Evidence> evidence) implements Verdict {
    /** An end that needs no evidence. */
    public Exited(int code) {
      this(code, List.of());
    }

    @Override
    public String kind() {
      return "exited";
    }

    @Override
    public String toString() {
      return evidence.isEmpty()
          ? words("exited with %d", code)
          : words("exited with %d: %s", code, Evidence.texts(evidence));
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
      return words(
          "killed by signal %d, not by the OOM killer: %s", signal, Evidence.texts(evidence));
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
      return words("killed by the OOM killer: %s", Evidence.texts(evidence));
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
      return words(
          "killed by %s with signal %d, not by the kernel: %s",
          guard, signal, Evidence.texts(evidence));
    }
  }

  /**
   * A SIGKILL whose sender nobody can name.
   *
   * @param why in English, as a run keeps it
   */
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
      return words("killed by SIGKILL, cause unknown: %s", retold(why));
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
      return words("the kernel panicked: %s", Evidence.texts(evidence));
    }
  }

  /** One piece of evidence: what was found, from which {@link #text} makes the sentence. */
  sealed interface Evidence {
    /**
     * Where it was found: {@code kernel-log}, {@code cgroup}, {@code vmstat}, {@code console},
     * {@code guard-log}, {@code wait-status}, {@code program}, or {@code oomlab} itself.
     */
    String source();

    /** What it shows, in a sentence with the numbers. */
    String text();

    private static String texts(List<Evidence> all) {
      return String.join(words("; "), all.stream().map(Evidence::text).toList());
    }
  }

  /**
   * The record of the kernel's log that names the victim.
   *
   * @param sequence the kernel's running number of the record
   * @param micros its time on the kernel's clock, in microseconds since boot
   * @param line the message
   */
  record KillLogged(long sequence, long micros, String line) implements Evidence {
    @Override
    public String source() {
      return "kernel-log";
    }

    @Override
    public String text() {
      return words("record %d at %.6f s: %s", sequence, micros / 1e6, line);
    }
  }

  /**
   * A kill before the one in question.
   *
   * @param line the record's message
   */
  record EarlierKill(String line) implements Evidence {
    @Override
    public String source() {
      return "kernel-log";
    }

    @Override
    public String text() {
      return words("before that: %s", line);
    }
  }

  /**
   * The OOM killer chose another process of the same cgroup, or of one below it.
   *
   * @param other whom it killed
   * @param pid the process that the verdict is about
   * @param name the other's name; empty if the record has none
   * @param group path of the other's cgroup, where it is one below; else empty
   */
  record OtherKilled(int other, int pid, String name, String group) implements Evidence {
    /** A process without a name, of the same cgroup. */
    public OtherKilled(int other, int pid) {
      this(other, pid, "", "");
    }

    @Override
    public String source() {
      return "kernel-log";
    }

    @Override
    public String text() {
      return words(
          "the OOM killer killed %s of %s, not process %d",
          words(name.isEmpty() ? "process %d" : "process %d (%s)", other, name),
          words(group.isEmpty() ? "the same cgroup" : "cgroup %s", group),
          pid);
    }
  }

  /**
   * All processes of a cgroup were killed together, as its {@code memory.oom.group} asks.
   *
   * @param group path of the cgroup
   */
  record GroupKilledWhole(String group) implements Evidence {
    @Override
    public String source() {
      return "kernel-log";
    }

    @Override
    public String text() {
      return words(
          "the kernel killed all of memory cgroup %s, which has memory.oom.group set", group);
    }
  }

  /** What was killed had not come to be the program that was asked for. */
  record NotStarted() implements Evidence {
    @Override
    public String source() {
      return "oomlab";
    }

    @Override
    public String text() {
      return words("the program had not begun: the limit is too small for its start");
    }
  }

  /**
   * The program itself wrote that it was refused memory.
   *
   * @param what what such a line means, in English, such as {@code Java's OutOfMemoryError}
   * @param line the line
   */
  record MemoryRefused(String what, String line) implements Evidence {
    @Override
    public String source() {
      return "program";
    }

    @Override
    public String text() {
      return words("it wrote of %s: %s", translated(what), line);
    }
  }

  /**
   * The kernel refused a mapping that was larger than what it had free at that moment, as {@code
   * __vm_enough_memory} did in overcommit mode 0 before Linux 5.2 (commit 8c7829b04c52).
   *
   * @param bytes size of the mapping
   * @param release the kernel's release
   */
  record MappingRefused(long bytes, String release) implements Evidence {
    @Override
    public String source() {
      return "program";
    }

    @Override
    public String text() {
      return words(
          "a mapping of %d bytes was refused: Linux %s grants no more than is free at the moment,"
              + " as all before 5.2 in overcommit mode 0 (__vm_enough_memory); in overcommit mode 1,"
              + " or with smaller chunks such as 1M, the victim goes on until it is killed",
          bytes, release);
    }
  }

  /** No record of the kernel's log names the process, though all of it was read. */
  record NotLogged(int pid) implements Evidence {
    @Override
    public String source() {
      return "kernel-log";
    }

    @Override
    public String text() {
      return words("no kill record since the start names process %d", pid);
    }
  }

  /**
   * How many kills {@code memory.events}, or {@code memory.oom_control} of version 1, counted.
   *
   * @param group the memory cgroup
   * @param kills what {@code oom_kill} grew by
   */
  record GroupKills(String group, long kills) implements Evidence {
    @Override
    public String source() {
      return "cgroup";
    }

    @Override
    public String text() {
      return words(
          kills == 0
              ? "the oom_kill counter of memory cgroup %s did not move"
              : "the oom_kill counter of memory cgroup %s grew by %d",
          group,
          kills);
    }
  }

  /**
   * How many kills the whole machine counted.
   *
   * @param kills what {@code oom_kill} of {@code /proc/vmstat} grew by
   */
  record MachineKills(long kills) implements Evidence {
    @Override
    public String source() {
      return "vmstat";
    }

    @Override
    public String text() {
      return words(
          kills == 0
              ? "oom_kill in /proc/vmstat did not move"
              : "oom_kill in /proc/vmstat, which counts the whole machine, grew by %d",
          kills);
    }
  }

  /** A line of the guest's console. */
  record ConsoleLine(String text) implements Evidence {
    @Override
    public String source() {
      return "console";
    }
  }

  /**
   * The line in which a guard says that it kills the victim.
   *
   * @param guard name of the program, such as {@code earlyoom}
   * @param millis when the line was read: milliseconds since the run's start
   * @param line the line
   */
  record GuardLine(String guard, long millis, String line) implements Evidence {
    @Override
    public String source() {
      return "guard-log";
    }

    @Override
    public String text() {
      return words("%s at %.3f s: %s", guard, millis / 1e3, line);
    }
  }

  /** The signal that {@code waitid(2)} reports. */
  record EndedBySignal(int pid, int signal) implements Evidence {
    @Override
    public String source() {
      return "wait-status";
    }

    @Override
    public String text() {
      return words("waitid reports %s for process %d", Signal.name(signal), pid);
    }
  }

  /**
   * We ended it, because its time was over.
   *
   * @param limit the time limit, kept to a tenth of a second
   */
  record TimeOver(Duration limit) implements Evidence {
    /** Rounds the limit. */
    public TimeOver {
      limit = Duration.ofMillis(100 * Math.round(limit.toMillis() / 100.0));
    }

    @Override
    public String source() {
      return "oomlab";
    }

    @Override
    public String text() {
      return words("oomlab killed it: the time limit of %.1f s was over", limit.toMillis() / 1e3);
    }
  }

  /** What a run of another version of this library rests on, in its words. */
  record OtherEvidence(String source, String text) implements Evidence {}
}
