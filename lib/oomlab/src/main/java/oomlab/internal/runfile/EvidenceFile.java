package oomlab.internal.runfile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.internal.posix.Signal;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Words;

/**
 * A piece of evidence as run.json and {@code kill --json} have it. The sentence has all the values,
 * and here alone they are read from it.
 */
record EvidenceFile(String source, String text) {
  /** A sentence that {@link Evidence#text} makes, and the way back. */
  private record Form(String source, Pattern pattern, Function<MatchResult, Evidence> reader) {}

  private static final List<Form> FORMS =
      List.of(
          form(
              "kernel-log",
              "record (\\d{1,18}) at (\\d{1,9})\\.(\\d{6}) s: (.*)",
              m ->
                  new Verdict.KillLogged(
                      number(m, 1), number(m, 2) * 1_000_000 + number(m, 3), m.group(4))),
          form("kernel-log", "before that: (.*)", m -> new Verdict.EarlierKill(m.group(1))),
          form(
              "kernel-log",
              "the OOM killer killed process (\\d{1,9})(?: \\((.*)\\))? of"
                  + " (?:the same cgroup|cgroup (.*)), not process (\\d{1,9})",
              m ->
                  new Verdict.OtherKilled(
                      (int) number(m, 1), (int) number(m, 4), orEmpty(m, 2), orEmpty(m, 3))),
          form(
              "kernel-log",
              "the kernel killed all of memory cgroup (.*), which has memory\\.oom\\.group set",
              m -> new Verdict.GroupKilledWhole(m.group(1))),
          form(
              "oomlab",
              "the program had not begun: the limit is too small for its start",
              m -> new Verdict.NotStarted()),
          form(
              "program",
              "it wrote of (.*?): (.*)",
              m -> new Verdict.MemoryRefused(m.group(1), m.group(2))),
          form(
              "program",
              "a mapping of (\\d{1,18}) bytes was refused: Linux (\\S+) grants .*",
              m -> new Verdict.MappingRefused(number(m, 1), m.group(2))),
          form(
              "kernel-log",
              "no kill record since the start names process (\\d{1,9})",
              m -> new Verdict.NotLogged((int) number(m, 1))),
          form(
              "cgroup",
              "the oom_kill counter of memory cgroup (.*) grew by (\\d{1,18})",
              m -> new Verdict.GroupKills(m.group(1), number(m, 2))),
          form(
              "cgroup",
              "the oom_kill counter of memory cgroup (.*) did not move",
              m -> new Verdict.GroupKills(m.group(1), 0)),
          form(
              "vmstat",
              "oom_kill in /proc/vmstat, which counts the whole machine, grew by (\\d{1,18})",
              m -> new Verdict.MachineKills(number(m, 1))),
          form("vmstat", "oom_kill in /proc/vmstat did not move", m -> new Verdict.MachineKills(0)),
          form("console", "(.*)", m -> new Verdict.ConsoleLine(m.group(1))),
          form(
              "guard-log",
              "([a-z-]+) at (\\d{1,9})\\.(\\d{3}) s: (.*)",
              m ->
                  new Verdict.GuardLine(
                      m.group(1), number(m, 2) * 1000 + number(m, 3), m.group(4))),
          form(
              "wait-status",
              "waitid reports (.+) for process (\\d{1,9})",
              m -> new Verdict.EndedBySignal((int) number(m, 2), signal(m.group(1)))),
          form(
              "oomlab",
              "oomlab killed it: the time limit of (\\d{1,6})\\.(\\d) s was over",
              m ->
                  new Verdict.TimeOver(
                      Duration.ofMillis(number(m, 1) * 1000 + number(m, 2) * 100))));

  static EvidenceFile of(Evidence evidence) {
    return new EvidenceFile(evidence.source(), english(evidence));
  }

  /** Returns what the sentence says; as it is, if it is none of ours. */
  Evidence evidence() {
    return FORMS.stream()
        .flatMap(form -> read(form).stream())
        .filter(evidence -> english(evidence).equals(text))
        .findFirst()
        .orElse(new Verdict.OtherEvidence(source, text));
  }

  private static String english(Evidence evidence) {
    return Words.in(Catalog.ENGLISH, evidence::text);
  }

  private Optional<Evidence> read(Form form) {
    Matcher m = form.pattern().matcher(text);
    return form.source().equals(source) && m.matches()
        ? Optional.of(form.reader().apply(m))
        : Optional.empty();
  }

  private static Form form(String source, String regex, Function<MatchResult, Evidence> reader) {
    return new Form(source, Pattern.compile(regex, Pattern.DOTALL), reader);
  }

  private static int signal(String name) {
    return IntStream.rangeClosed(1, 64)
        .filter(number -> Words.in(Catalog.ENGLISH, () -> Signal.name(number)).equals(name))
        .findFirst()
        .orElse(0);
  }

  private static String orEmpty(MatchResult m, int group) {
    return Optional.ofNullable(m.group(group)).orElse("");
  }

  private static long number(MatchResult m, int group) {
    return Long.parseLong(m.group(group));
  }
}
