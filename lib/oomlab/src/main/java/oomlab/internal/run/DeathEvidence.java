package oomlab.internal.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.WaitStatus;
import oomlab.internal.klog.KillRecord;

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
 * @param timeOver that we killed the child ourselves; empty if we did not
 * @param guard what a guard's own log says about it; empty if nothing does
 * @param program what is known where the child is a program of the user's; empty for our own
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
    Optional<Verdict.TimeOver> timeOver,
    Optional<Verdict.GuardLine> guard,
    Optional<ProgramEnd> program) {
  /**
   * What else is known of a program's end.
   *
   * @param start that it had not begun
   * @param refusal what it wrote of refused memory
   * @param whole groups that the kernel killed as a whole, this one or others
   */
  public record ProgramEnd(
      Optional<Verdict.NotStarted> start,
      Optional<Verdict.MemoryRefused> refusal,
      List<String> whole) {}

  /** The same of the child that we bring. */
  public DeathEvidence(
      int pid,
      WaitStatus status,
      String group,
      boolean alone,
      OptionalLong groupKills,
      OptionalLong machineKills,
      Optional<String> logProblem,
      Optional<String> logGap,
      List<KillRecord> kills,
      Optional<Verdict.TimeOver> timeOver,
      Optional<Verdict.GuardLine> guard) {
    this(
        pid,
        status,
        group,
        alone,
        groupKills,
        machineKills,
        logProblem,
        logGap,
        kills,
        timeOver,
        guard,
        Optional.empty());
  }

  /** The kill record that names the child. */
  Optional<KillRecord> own() {
    return kills.stream().filter(k -> k.pid() == pid).findFirst();
  }

  /** Kill records that name another process of the child's cgroup, or of one below it. */
  List<KillRecord> others() {
    return kills.stream()
        .filter(k -> k.pid() != pid && k.cgroup().filter(this::isGroup).isPresent())
        .toList();
  }

  /** Says of each of those who it was, and where if it was in a group below. */
  List<Verdict.Evidence> othersKilled() {
    return others().stream()
        .<Verdict.Evidence>map(
            k ->
                new Verdict.OtherKilled(
                    k.pid(),
                    pid,
                    k.name(),
                    k.cgroup().filter(path -> !path.endsWith(group)).orElse("")))
        .toList();
  }

  /** Says that the child's group, or one below, was killed as a whole. */
  List<Verdict.Evidence> wholeGroups() {
    return program.stream()
        .flatMap(end -> end.whole().stream())
        .filter(this::isGroup)
        .<Verdict.Evidence>map(Verdict.GroupKilledWhole::new)
        .toList();
  }

  /** How the child ended, with whom the kernel killed: the child, or else one of its cgroup. */
  Run.Ending ending() {
    return new Run.Ending(
        Optional.of(status),
        Stream.concat(own().stream(), others().stream()).mapToInt(KillRecord::pid).findFirst(),
        VerdictRule.decide(this));
  }

  private boolean isGroup(String path) {
    return ("/" + path + "/").contains("/" + group + "/");
  }
}
