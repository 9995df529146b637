package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.Guest;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.Scenario;
import oomlab.Scenario.Group;
import oomlab.Touch;
import oomlab.Verdict;
import oomlab.internal.posix.Signal;
import oomlab.internal.table.TableBuilder;
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
      return exited.code() == 12
          ? words("the caller: ENOMEM")
          : words("nobody: exit %d", exited.code());
    }
    if (verdict instanceof Verdict.Panicked) {
      return words("everybody: a panic");
    }
    if (verdict instanceof Verdict.GuardKilled killed) {
      return words("the victim: %s", Signal.name(killed.signal()));
    }
    if (verdict instanceof Verdict.Signaled) {
      return words(slowed(run) ? "the group: delays" : "the victim: a signal of ours");
    }
    String names = killed(run);
    return names.isEmpty() ? words("the victim: %s", "SIGKILL") : words("%s: SIGKILL", names);
  }

  private static String killed(Run run) {
    return Prose.list(
        run.reports().stream()
            .flatMap(report -> report.kills().stream())
            .map(OomReport.Kill::comm)
            .distinct()
            .toList());
  }

  private static String when(Run run) {
    return refusal(run)
        .map(refused -> words("at %s", refused.group(1)))
        .orElseGet(() -> words(run.verdict() instanceof Verdict.Exited ? "never" : "at a touch"));
  }

  private static String decider(Run run) {
    Scenario scenario = run.experiment().guest().map(Guest::scenario).orElse(Scenario.plain());
    if (refusal(run).isPresent()) {
      if (scenario.addressBytes() > 0) {
        return words("process: %s", "RLIMIT_AS");
      }
      if (run.experiment().touch() == Touch.MLOCK) {
        return words("process: %s", "RLIMIT_MEMLOCK");
      }
      return words(scenario.overcommit() == 2 ? "machine: CommitLimit" : "machine: RAM, swap");
    }
    if (run.verdict() instanceof Verdict.GuardKilled killed) {
      return words("program: %s", killed.guard());
    }
    if (run.experiment().wholeMachine()) {
      return words("machine: RAM, swap");
    }
    if (slowed(run)) {
      return words("group: %s", "memory.high");
    }
    return words("group: %s", version(run, scenario) == 1 ? "memory.limit_in_bytes" : "memory.max");
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
    return run.recording().last(track).orElse(0);
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
