package oomlab.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.Signal;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.run.DeathEvidence.GuardLine;

/** Concludes from clues how a child died. A pure function. */
public final class VerdictRule {
  private VerdictRule() {}

  public static Verdict decide(DeathEvidence clues) {
    if (clues.status() instanceof WaitStatus.Exited exited) {
      return new Verdict.Exited(exited.code());
    }
    int signal = ((WaitStatus.Signaled) clues.status()).signal();
    List<Evidence> evidence = new ArrayList<>();
    Optional<KillRecord> own = clues.own();
    own.ifPresent(k -> evidence.add(logEvidence(k)));
    if (signal == Signal.SIGKILL.number()
        && (own.isPresent() || (clues.guard().isEmpty() && counterIsOurs(clues)))) {
      if (clues.groupKills().orElse(0) > 0) {
        evidence.add(
            new Evidence(
                "cgroup",
                "the oom_kill counter of memory cgroup %s grew by %d"
                    .formatted(clues.group(), clues.groupKills().getAsLong())));
      }
      support(clues, evidence);
      clues.guard().ifPresent(line -> evidence.add(guardEvidence(line)));
      return new Verdict.OomKilled(List.copyOf(evidence));
    }
    evidence.clear();
    evidence.add(
        new Evidence(
            "wait-status",
            "waitid reports %s for process %d".formatted(Signal.name(signal), clues.pid())));
    if (clues.guard().isPresent()) {
      return guarded(clues, clues.guard().get(), signal, evidence.get(0));
    }
    return signal == Signal.SIGKILL.number()
        ? sigkill(clues, evidence)
        : new Verdict.Signaled(signal, List.copyOf(evidence));
  }

  private static Verdict guarded(DeathEvidence clues, GuardLine line, int signal, Evidence status) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(guardEvidence(line));
    evidence.add(status);
    if (clues.logProblem().isEmpty() && clues.logGap().isEmpty()) {
      evidence.add(noRecord(clues));
    }
    if (clues.machineKills().isPresent() && clues.machineKills().getAsLong() == 0) {
      evidence.add(new Evidence("vmstat", "oom_kill in /proc/vmstat did not move"));
    }
    return new Verdict.GuardKilled(line.guard(), signal, List.copyOf(evidence));
  }

  private static Evidence guardEvidence(GuardLine line) {
    return new Evidence(
        "guard-log",
        String.format(
            Locale.ROOT, "%s at %.3f s: %s", line.guard(), line.nanos() / 1e9, line.text()));
  }

  private static Evidence noRecord(DeathEvidence clues) {
    return new Evidence(
        "kernel-log", "no kill record since the start names process " + clues.pid());
  }

  // The counter does not say whom: it speaks for the child only if nobody else can be meant.
  private static boolean counterIsOurs(DeathEvidence clues) {
    long others = clues.others().size();
    return clues.groupKills().orElse(0) > others && clues.alone();
  }

  private static Verdict sigkill(DeathEvidence clues, List<Evidence> evidence) {
    boolean logRead = clues.logProblem().isEmpty();
    boolean logWhole = logRead && clues.logGap().isEmpty();
    long grown = clues.groupKills().orElse(0);
    clues.ended().ifPresent(why -> evidence.add(new Evidence("oomlab", why)));
    if (grown > 0 && clues.others().size() < grown) {
      return unknown(
          clues,
          "the oom_kill counter of its cgroup grew by %d, but other processes were in there and %s"
              .formatted(
                  grown,
                  logRead
                      ? "the kernel log names nobody for it"
                      : "the kernel log cannot be read"));
    }
    if (clues.groupKills().isEmpty() && !logWhole && clues.ended().isEmpty()) {
      return unknown(
          clues,
          "the cgroup's oom_kill counter cannot be read, and the kernel log neither: "
              + clues.logProblem().or(clues::logGap).orElse("no reason is known"));
    }
    for (KillRecord other : clues.others()) {
      evidence.add(
          new Evidence(
              "kernel-log",
              "the OOM killer killed process %d of the same cgroup, not process %d"
                  .formatted(other.pid(), clues.pid())));
    }
    if (clues.groupKills().isPresent() && grown == 0) {
      evidence.add(
          new Evidence(
              "cgroup",
              "the oom_kill counter of memory cgroup %s did not move".formatted(clues.group())));
    }
    if (logWhole && clues.others().isEmpty()) {
      evidence.add(noRecord(clues));
    }
    return new Verdict.Signaled(Signal.SIGKILL.number(), List.copyOf(evidence));
  }

  private static Verdict unknown(DeathEvidence clues, String why) {
    return new Verdict.Unknown(clues.status(), why);
  }

  private static Evidence logEvidence(KillRecord kill) {
    return new Evidence(
        "kernel-log",
        String.format(
            Locale.ROOT,
            "record %d at %.6f s: %s",
            kill.record().sequence(),
            kill.record().micros() / 1e6,
            kill.record().text()));
  }

  private static void support(DeathEvidence clues, List<Evidence> evidence) {
    if (clues.machineKills().orElse(0) > 0) {
      evidence.add(
          new Evidence(
              "vmstat",
              "oom_kill in /proc/vmstat, which counts the whole machine, grew by %d"
                  .formatted(clues.machineKills().getAsLong())));
    }
  }
}
