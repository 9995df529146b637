package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.WaitStatus;
import oomlab.internal.klog.KillRecord;
import oomlab.report.OomReport;

/** The verdict is the one that wait status and evidence give, and the evidence is in the run. */
final class EndingCheck implements Check {
  @Override
  public String subject() {
    return words("verdict, evidence, counters");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    status(run, findings);
    kind(handedIn, findings);
    for (Evidence evidence : run.verdict().evidence()) {
      if (evidence instanceof Verdict.KillLogged logged) {
        record(run, logged, findings);
      } else if (evidence instanceof Verdict.GroupKills group) {
        group(run, group, findings);
      } else if (evidence instanceof Verdict.MachineKills machine) {
        machine(run, machine, findings);
      } else if (evidence instanceof Verdict.OtherEvidence other) {
        findings.fault(
            "evidence",
            later("The verdict rests on \"%s\", which no run of this library says."),
            cut(other.text()));
      }
    }
  }

  private static void status(Run run, Findings findings) {
    List<String> ends =
        run.terminal().stream()
            .filter(
                line ->
                    line.startsWith("victim signalled: ") || line.startsWith("victim retcode: "))
            .toList();
    Optional<String> wanted = run.waitStatus().map(WaitStatus::toString);
    if (wanted.map(w -> !ends.contains(w)).orElse(!ends.isEmpty())) {
      findings.fault(
          "ending",
          wanted.isEmpty()
              ? later("The wait status is \"nothing\", and the terminal has %2$s.")
              : ends.isEmpty()
                  ? later("The wait status is \"%s\", and the terminal has no end.")
                  : later("The wait status is \"%s\", and the terminal has %s."),
          wanted.orElse(""),
          "\"" + String.join("\", \"", ends) + "\"");
    }
  }

  private static void kind(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    Optional<WaitStatus> status = run.waitStatus();
    boolean killed =
        status.isPresent() && status.get() instanceof WaitStatus.Signaled s && s.signal() == 9;
    Verdict verdict = run.verdict();
    boolean fits =
        switch (verdict.kind()) {
          case "exited" ->
              status.equals(Optional.of(new WaitStatus.Exited(((Verdict.Exited) verdict).code())));
          case "signaled" ->
              status.isPresent()
                  && status.get() instanceof WaitStatus.Signaled s
                  && s.signal() == ((Verdict.Signaled) verdict).signal();
          case "guard-killed" ->
              status.isPresent()
                  && status.get() instanceof WaitStatus.Signaled s
                  && s.signal() == ((Verdict.GuardKilled) verdict).signal();
          case "oom-killed" ->
              killed
                  && verdict.evidence().stream()
                      .anyMatch(
                          e -> e.source().equals("kernel-log") || e.source().equals("cgroup"));
          case "panicked" -> status.isEmpty();
          default -> killed;
        };
    if (!fits) {
      findings.fault(
          "verdict",
          status.isPresent()
              ? later("The verdict is \"%s\", and the wait status is \"%s\".")
              : later("The verdict is \"%s\", and the wait status is \"none\"."),
          verdict.kind(),
          status.map(WaitStatus::toString).orElse(""));
    } else if (killed && handedIn.ownKill().isPresent() && !verdict.kind().equals("oom-killed")) {
      findings.fault(
          "verdict",
          later("The verdict is \"%s\", and the kernel's log says that it killed process %d."),
          verdict.kind(),
          run.expectedVictim());
    } else if (verdict.kind().equals("oom-killed")
        && handedIn.ownKill().isPresent()
        && verdict.evidence().stream().noneMatch(e -> e.source().equals("kernel-log"))) {
      findings.fault(
          "verdict", later("The kernel's log has the kill, and the verdict does not rest on it."));
    }
  }

  private static void record(Run run, Verdict.KillLogged logged, Findings findings) {
    boolean found =
        KillRecord.of(run.kernelLog(), run.expectedVictim())
            .map(KillRecord::record)
            .filter(r -> r.sequence() == logged.sequence() && r.micros() == logged.micros())
            .filter(r -> r.text().equals(logged.line()))
            .isPresent();
    if (!found) {
      findings.fault(
          "evidence",
          later("The verdict rests on \"%s\", and the kernel's log does not have it so."),
          cut(logged.text()));
    }
  }

  private static void group(Run run, Verdict.GroupKills counter, Findings findings) {
    Optional<String> path =
        run.report().flatMap(OomReport::memcg).flatMap(OomReport.Memcg::taskMemcg);
    if (path.isPresent()
        && !path.get().equals(counter.group())
        && !path.get().endsWith("/" + counter.group())) {
      findings.fault(
          "group",
          later("The counter is the one of memory cgroup %s, and the report is of %s."),
          counter.group(),
          path.get());
    }
    OptionalLong counted = run.recording().last("memory.events oom_kill");
    if (counted.orElse(0) > counter.kills()) {
      findings.fault(
          "counter",
          later("The group's oom_kill counter grew by %d, and was read at %d."),
          counter.kills(),
          counted.getAsLong());
    }
  }

  private static void machine(Run run, Verdict.MachineKills counter, Findings findings) {
    Optional<Track> track = run.recording().track("oom_kill").filter(t -> t.size() > 0);
    if (track.isEmpty()) {
      return;
    }
    long seen = track.get().last() - track.get().values()[0];
    if (seen < 0 || seen > counter.kills()) {
      findings.fault(
          "counter",
          later("oom_kill of /proc/vmstat grew by %d in the track, and by %d in the evidence."),
          seen,
          counter.kills());
    }
  }

  private static String cut(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }
}
