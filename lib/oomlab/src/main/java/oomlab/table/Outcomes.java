package oomlab.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.Allocation;
import oomlab.Group;
import oomlab.Guest;
import oomlab.Run;
import oomlab.Scenario;
import oomlab.Touch;
import oomlab.Verdict;
import oomlab.internal.posix.Signal;
import oomlab.report.OomReport;
import tech.tablesaw.api.Table;

/** What each of several runs came to: who got what, when, and by whose limit. */
final class Outcomes {
  private static final Pattern REFUSED = Pattern.compile("oom: (.+) of \\d{1,18} bytes refused.*");

  private record Row(String setting, Run run) {}

  private Outcomes() {}

  static Table of(List<String> settings, List<Run> runs) {
    List<Row> rows =
        Stream.iterate(0, i -> i < runs.size(), i -> i + 1)
            .map(i -> new Row(settings.get(i), runs.get(i)))
            .toList();
    return TableBuilder.of("outcomes", rows)
        .text("setting", row -> Optional.of(row.setting()))
        .text("who_gets_what", row -> Optional.of(what(row.run())))
        .text("when", row -> Optional.of(when(row.run())))
        .text("who_decides", row -> Optional.of(decider(row.run())))
        .mib("promised_mib", row -> OptionalLong.of(promised(row.run())))
        .mib("held_mib", row -> row.run().peakRssBytes())
        .table();
  }

  private static String what(Run run) {
    Verdict verdict = run.verdict();
    if (verdict instanceof Verdict.Exited exited) {
      return exited.code() == 12 ? "the caller: ENOMEM" : "nobody: exit " + exited.code();
    }
    if (verdict instanceof Verdict.Panicked) {
      return "everybody: a panic";
    }
    if (verdict instanceof Verdict.GuardKilled killed) {
      return "the victim: " + Signal.name(killed.signal());
    }
    if (verdict instanceof Verdict.Signaled) {
      return slowed(run) ? "the group: delays" : "the victim: a signal of ours";
    }
    String names = killed(run);
    return (names.isEmpty() ? "the victim" : names) + ": SIGKILL";
  }

  private static String killed(Run run) {
    return run.reports().stream()
        .flatMap(report -> report.kills().stream())
        .map(OomReport.Kill::comm)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String when(Run run) {
    return refusal(run)
        .map(refused -> "at " + refused.group(1))
        .orElse(run.verdict() instanceof Verdict.Exited ? "never" : "at a touch");
  }

  private static String decider(Run run) {
    Scenario scenario = run.experiment().guest().map(Guest::scenario).orElse(Scenario.plain());
    if (refusal(run).isPresent()) {
      if (scenario.addressBytes() > 0) {
        return "process: RLIMIT_AS";
      }
      if (run.experiment().touch() == Touch.MLOCK) {
        return "process: RLIMIT_MEMLOCK";
      }
      return scenario.overcommit() == 2 ? "machine: CommitLimit" : "machine: RAM, swap";
    }
    if (run.verdict() instanceof Verdict.GuardKilled killed) {
      return "program: " + killed.guard();
    }
    if (run.experiment().wholeMachine()) {
      return "machine: RAM, swap";
    }
    if (slowed(run)) {
      return "group: memory.high";
    }
    return version(run, scenario) == 1 ? "group: memory.limit_in_bytes" : "group: memory.max";
  }

  private static int version(Run run, Scenario scenario) {
    return scenario
        .group()
        .map(Group::version)
        .orElse(run.recordedOn().label().endsWith("1") ? 1 : 2);
  }

  private static boolean slowed(Run run) {
    return run.verdict() instanceof Verdict.Signaled killed
        && killed.signal() == Signal.SIGKILL.number()
        && run.experiment().guest().map(Guest::scenario).flatMap(Scenario::group).isPresent()
        && last(run, "memory.events high") > 0;
  }

  private static long last(Run run, String track) {
    return run.recording().track(track).filter(t -> t.size() > 0).map(t -> t.last()).orElse(0L);
  }

  /**
   * What the threads were granted: addresses, not memory. A refusal ends the process, so that the
   * last request of each thread counts for nothing then.
   */
  private static long promised(Run run) {
    boolean refused = refusal(run).isPresent();
    Map<String, Long> last = new HashMap<>();
    long asked = 0;
    for (Allocation a : run.allocations()) {
      asked += a.bytes();
      last.put(a.thread(), a.bytes());
    }
    return refused ? asked - last.values().stream().mapToLong(Long::longValue).sum() : asked;
  }

  private static Optional<Matcher> refusal(Run run) {
    return run.terminal().stream().map(REFUSED::matcher).filter(Matcher::matches).findFirst();
  }
}
