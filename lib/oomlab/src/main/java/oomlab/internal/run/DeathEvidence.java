package oomlab.internal.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.WaitStatus;

/**
 * What is known about a death, before anything is concluded from it.
 *
 * @param pid the child
 * @param status how it ended
 * @param group name of its memory cgroup
 * @param alone whether no other process was ever seen in that cgroup
 * @param groupKills growth of the cgroup's oom_kill counter; empty if it could not be read
 * @param machineKills growth of oom_kill in /proc/vmstat, which counts every kill on the machine
 * @param logProblem why the kernel log could not be read; empty if it was
 * @param logGap why the log that was read has holes; empty if it has none
 * @param kills kill records since the start
 * @param ended why we killed the child ourselves; empty if we did not
 * @param guard what a guard's own log says about it; empty if nothing does
 */
public record DeathEvidence(
    int pid,
    WaitStatus status,
    String group,
    boolean alone,
    OptionalLong groupKills,
    OptionalLong machineKills,
    Optional<String> logProblem,
    Optional<String> logGap,
    List<KillRecord> kills,
    Optional<String> ended,
    Optional<GuardLine> guard) {
  /**
   * A line in which a guard says that it kills the child with the signal that ended it.
   *
   * @param guard the program
   * @param nanos when the line was read, since the run's start
   * @param text the line
   */
  public record GuardLine(String guard, long nanos, String text) {}

  /** The kill record that names the child. */
  Optional<KillRecord> own() {
    return kills.stream().filter(k -> k.pid() == pid).findFirst();
  }

  /** Kill records that name another process of the child's cgroup. */
  List<KillRecord> others() {
    return kills.stream()
        .filter(k -> k.pid() != pid && k.cgroup().filter(this::isGroup).isPresent())
        .toList();
  }

  private boolean isGroup(String path) {
    return path.equals(group) || path.endsWith("/" + group);
  }
}
