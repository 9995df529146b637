package oomlab.internal.run;

import static oomlab.internal.text.Words.english;
import static oomlab.internal.text.Words.later;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.WaitStatus;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.Signal;

/** Concludes from what is known about a death how the child died. A pure function. */
public final class VerdictRule {
  private VerdictRule() {}

  public static Verdict decide(DeathEvidence known) {
    if (known.status() instanceof WaitStatus.Exited exited) {
      return new Verdict.Exited(
          exited.code(), known.program().isPresent() ? end(known) : List.of());
    }
    int signal = ((WaitStatus.Signaled) known.status()).signal();
    boolean sigkill = signal == Signal.SIGKILL.number();
    Optional<KillRecord> own = known.own();
    if (sigkill && (own.isPresent() || (known.guard().isEmpty() && counterIsOurs(known)))) {
      return oomKilled(known, own);
    }
    Evidence status = new Verdict.EndedBySignal(known.pid(), signal);
    if (known.guard().isPresent()) {
      return guardKilled(known, known.guard().get(), signal, status);
    }
    if (sigkill) {
      return killed(known, status);
    }
    List<Evidence> evidence = new ArrayList<>(List.of(status));
    evidence.addAll(known.program().isPresent() ? end(known) : List.of());
    return new Verdict.Signaled(signal, List.copyOf(evidence));
  }

  /** What there is to say of a program that the OOM killer did not end. */
  private static List<Evidence> end(DeathEvidence known) {
    List<Evidence> evidence = new ArrayList<>();
    known.program().flatMap(DeathEvidence.ProgramEnd::start).ifPresent(evidence::add);
    known.program().flatMap(DeathEvidence.ProgramEnd::refusal).ifPresent(evidence::add);
    List<Evidence> others = known.othersKilled();
    evidence.addAll(others);
    evidence.addAll(known.wholeGroups());
    known.groupKills().ifPresent(n -> evidence.add(group(known, n)));
    return List.copyOf(evidence);
  }

  private static Verdict oomKilled(DeathEvidence known, Optional<KillRecord> own) {
    List<Evidence> evidence = new ArrayList<>();
    known.program().flatMap(DeathEvidence.ProgramEnd::start).ifPresent(evidence::add);
    own.map(KillRecord::record)
        .ifPresent(r -> evidence.add(new Verdict.KillLogged(r.sequence(), r.micros(), r.text())));
    known.groupKills().stream().filter(n -> n > 0).forEach(n -> evidence.add(group(known, n)));
    known.machineKills().stream()
        .filter(n -> n > 0)
        .forEach(n -> evidence.add(new Verdict.MachineKills(n)));
    if (known.program().isPresent()) {
      evidence.addAll(known.othersKilled());
      evidence.addAll(known.wholeGroups());
    }
    known.guard().ifPresent(evidence::add);
    return new Verdict.OomKilled(List.copyOf(evidence));
  }

  private static Verdict guardKilled(
      DeathEvidence known, Verdict.GuardLine line, int signal, Evidence status) {
    List<Evidence> evidence = new ArrayList<>(List.of(line, status));
    if (known.logProblem().isEmpty() && known.logGap().isEmpty()) {
      evidence.add(new Verdict.NotLogged(known.pid()));
    }
    known.machineKills().stream()
        .filter(n -> n == 0)
        .forEach(n -> evidence.add(new Verdict.MachineKills(n)));
    return new Verdict.GuardKilled(line.guard(), signal, List.copyOf(evidence));
  }

  // The counter does not say whom: it speaks for the child only if nobody else can be meant.
  private static boolean counterIsOurs(DeathEvidence known) {
    return known.groupKills().orElse(0) > known.others().size() && known.alone();
  }

  private static Verdict killed(DeathEvidence known, Evidence status) {
    boolean logRead = known.logProblem().isEmpty();
    boolean logWhole = logRead && known.logGap().isEmpty();
    long grown = known.groupKills().orElse(0);
    if (known.others().size() < grown) {
      return unknown(
          known,
          english(
              logRead
                  ? "the oom_kill counter of its cgroup grew by %d, but other processes were in there and the"
                      + " kernel log names nobody for it"
                  : "the oom_kill counter of its cgroup grew by %d, but other processes were in there and the"
                      + " kernel log cannot be read",
              grown));
    }
    if (known.groupKills().isEmpty() && !logWhole && known.timeOver().isEmpty()) {
      return unknown(
          known,
          english(
              "the cgroup's oom_kill counter cannot be read, and the kernel log neither: %s",
              known.logProblem().or(known::logGap).orElse(later("no reason is known"))));
    }
    List<Evidence> evidence = new ArrayList<>(List.of(status));
    known.timeOver().ifPresent(evidence::add);
    evidence.addAll(known.othersKilled());
    known.groupKills().stream().filter(n -> n == 0).forEach(n -> evidence.add(group(known, n)));
    if (logWhole && known.others().isEmpty()) {
      evidence.add(new Verdict.NotLogged(known.pid()));
    }
    return new Verdict.Signaled(Signal.SIGKILL.number(), List.copyOf(evidence));
  }

  private static Evidence group(DeathEvidence known, long kills) {
    return new Verdict.GroupKills(known.group(), kills);
  }

  private static Verdict unknown(DeathEvidence known, String why) {
    return new Verdict.Unknown(known.status(), why);
  }
}
