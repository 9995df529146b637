package oomlab.handin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.proc.Track;
import oomlab.report.LogRecord;
import oomlab.report.OomReport;

/** The verdict is the one that wait status and evidence give, and the evidence is in the run. */
final class EndingCheck implements Check {
  private static final Pattern RECORD = Pattern.compile("record (\\d{1,18}) at .*");
  private static final Pattern GROUP =
      Pattern.compile("the oom_kill counter of memory cgroup (.*) grew by (\\d{1,9})");
  private static final Pattern MACHINE =
      Pattern.compile(
          "oom_kill in /proc/vmstat, which counts the whole machine, grew by (\\d{1,9})");

  @Override
  public String subject() {
    return "verdict, evidence, counters";
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    status(run, findings);
    kind(handedIn, findings);
    for (Evidence evidence : run.verdict().evidence()) {
      switch (evidence.source()) {
        case "kernel-log" -> record(run, evidence.text(), findings);
        case "cgroup" -> group(run, evidence.text(), findings);
        case "vmstat" -> machine(run, evidence.text(), findings);
        default -> {}
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
    String wanted = run.waitStatus().map(WaitStatus::toString).orElse("nothing");
    if (run.waitStatus().isPresent() ? !ends.contains(wanted) : !ends.isEmpty()) {
      findings.fault(
          "ending",
          "The wait status is \"%s\", and the terminal has %s.",
          wanted,
          ends.isEmpty() ? "no end" : "\"" + String.join("\", \"", ends) + "\"");
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
          "The verdict is \"%s\", and the wait status is \"%s\".",
          verdict.kind(),
          status.map(WaitStatus::toString).orElse("none"));
    } else if (killed && handedIn.ownKill().isPresent() && !verdict.kind().equals("oom-killed")) {
      findings.fault(
          "verdict",
          "The verdict is \"%s\", and the kernel's log says that it killed process %d.",
          verdict.kind(),
          run.expectedVictim());
    } else if (verdict.kind().equals("oom-killed")
        && handedIn.ownKill().isPresent()
        && verdict.evidence().stream().noneMatch(e -> e.source().equals("kernel-log"))) {
      findings.fault(
          "verdict", "The kernel's log has the kill, and the verdict does not rest on it.");
    }
  }

  private static void record(Run run, String text, Findings findings) {
    Matcher m = RECORD.matcher(text);
    if (m.lookingAt()) {
      long sequence = Long.parseLong(m.group(1));
      boolean found =
          run.kernelLog().stream()
              .filter(r -> r.sequence() == sequence)
              .anyMatch(r -> sentence(r).equals(text));
      if (!found || !text.contains("process " + run.expectedVictim())) {
        findings.fault(
            "evidence",
            "The verdict rests on \"%s\", and the kernel's log does not have it so.",
            cut(text));
      }
    }
  }

  private static String sentence(LogRecord record) {
    return String.format(
        Locale.ROOT,
        "record %d at %.6f s: %s",
        record.sequence(),
        record.micros() / 1e6,
        record.text());
  }

  private static void group(Run run, String text, Findings findings) {
    Matcher m = GROUP.matcher(text);
    if (!m.matches()) {
      return;
    }
    long grown = Long.parseLong(m.group(2));
    Optional<String> path =
        run.report().flatMap(OomReport::memcg).flatMap(OomReport.Memcg::taskMemcg);
    if (path.isPresent()
        && !path.get().equals(m.group(1))
        && !path.get().endsWith("/" + m.group(1))) {
      findings.fault(
          "group",
          "The counter is the one of memory cgroup %s, and the report is of %s.",
          m.group(1),
          path.get());
    }
    OptionalLong counted = last(run, "memory.events oom_kill");
    if (grown < 1 || (counted.isPresent() && counted.getAsLong() > grown)) {
      findings.fault(
          "counter",
          "The group's oom_kill counter grew by %d, and was read at %d.",
          grown,
          counted.orElse(0));
    }
  }

  private static void machine(Run run, String text, Findings findings) {
    Matcher m = MACHINE.matcher(text);
    Optional<Track> track = run.recording().track("oom_kill").filter(t -> t.size() > 0);
    if (track.isEmpty()) {
      return;
    }
    long seen = track.get().last() - track.get().values()[0];
    long said = m.matches() ? Long.parseLong(m.group(1)) : 0;
    if (seen < 0 || seen > said) {
      findings.fault(
          "counter",
          "oom_kill of /proc/vmstat grew by %d in the track, and by %d in the evidence.",
          seen,
          said);
    }
  }

  private static OptionalLong last(Run run, String track) {
    return run.recording().track(track).filter(t -> t.size() > 0).stream()
        .mapToLong(Track::last)
        .findFirst();
  }

  private static String cut(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }
}
