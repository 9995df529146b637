package oomlab.notebook;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import oomlab.Bytes;
import oomlab.Run;
import oomlab.SealedPredictions;
import oomlab.Verdict;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.SamplingQuality;

/** Shows runs, verdicts and recordings in words. */
final class RunView {
  private RunView() {}

  static Bundle of(Run run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("verdict", run.verdict().toString());
    facts.put(
        "wait status",
        run.waitStatus().map(Object::toString).orElse("none: the machine was gone before"));
    facts.put("expected victim", String.valueOf(run.expectedVictim()));
    facts.put("real victim", victim(run));
    facts.put("where", where(run));
    String limit = run.experiment().wholeMachine() ? "RAM the kernel manages" : "limit";
    run.limitBytes().ifPresent(b -> facts.put(limit, Bytes.text(b)));
    run.peakRssBytes().ifPresent(b -> facts.put("peak (VmHWM)", Bytes.text(b)));
    facts.put("samples", run.recording().series().toString());
    run.killNanos().ifPresent(n -> facts.put("killed at", Words.nanos(n) + " after the start"));
    facts.put("death seen at", Words.nanos(run.deathNanos()) + " after the start");
    run.kernelLogGap().ifPresent(gap -> facts.put("kernel log", gap));
    run.predictions().ifPresent(kept -> facts.put("predictions", predictions(run, kept)));
    facts.put("whole run", run.wallMillis() + " ms");
    String heading = heading(run);
    String terminal = String.join("\n", run.terminal());
    return Bundle.html(
        Html.strong(heading)
            + Html.facts(facts)
            + Html.folded("what the experiment printed", Html.pre(terminal)),
        heading + "\n" + Html.plain(facts));
  }

  static Bundle of(Verdict verdict) {
    String sentence =
        verdict instanceof Verdict.OomKilled
            ? "killed by the OOM killer"
            : verdict instanceof Verdict.Panicked
                ? "the kernel panicked"
                : verdict instanceof Verdict.GuardKilled guard
                    ? "killed by %s with signal %d".formatted(guard.guard(), guard.signal())
                    : verdict.toString();
    Map<String, String> facts =
        verdict.evidence().stream()
            .collect(
                Collectors.toMap(
                    Verdict.Evidence::source,
                    Verdict.Evidence::text,
                    (a, b) -> a + "; " + b,
                    LinkedHashMap::new));
    return Bundle.html(
        Html.strong(sentence) + (facts.isEmpty() ? "" : Html.facts(facts)),
        sentence + "\n" + Html.plain(facts));
  }

  static Bundle of(Recording recording) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("resident memory", recording.series().toString());
    recording.tracks().forEach(t -> facts.put(t.name(), t.size() + " values in " + t.unit()));
    facts.putAll(sight(recording.sight()));
    return Views.facts(facts);
  }

  static Map<String, String> sight(SamplingQuality sight) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("interval asked for", Words.nanos(sight.intervalNanos()));
    facts.put(
        "interval achieved",
        "%s (median), %s (99%%), %s (longest)"
            .formatted(
                Words.nanos(sight.p50Nanos()),
                Words.nanos(sight.p99Nanos()),
                Words.nanos(sight.maxNanos())));
    facts.put(
        "cost of looking",
        String.format(
            Locale.ROOT,
            "%s of CPU in %s",
            Words.nanos(sight.cpuNanos()),
            Words.nanos(sight.wallNanos())));
    facts.put("fastest growth", Bytes.text((long) sight.growthBytesPerSecond()) + " a second");
    facts.put("fits into the longest gap", "up to " + Bytes.text(sight.blindBytes()));
    facts.put(
        "end",
        sight.dying()
            ? "the last samples were of a process being torn down and are left out"
            : "the last sample was of a living process");
    return facts;
  }

  private static String predictions(Run run, SealedPredictions kept) {
    return kept.answers().size()
        + (run.predictionsUnchanged()
            ? ", as they were when the run began"
            : ", changed since the run: their seal does not fit");
  }

  static String heading(Run run) {
    String what =
        run.verdict() instanceof Verdict.OomKilled
            ? "Process " + run.expectedVictim() + " was killed by the OOM killer"
            : "Process " + run.expectedVictim() + ": " + run.verdict();
    return what + (recorded(run) ? " (a recorded run)." : ".");
  }

  static boolean recorded(Run run) {
    return run.backend() != run.recordedOn();
  }

  static String where(Run run) {
    return (recorded(run)
            ? "recorded at "
                + run.startedAt().truncatedTo(ChronoUnit.SECONDS)
                + " on "
                + run.recordedOn().label()
            : run.backend().label())
        + ", Linux "
        + run.kernelRelease();
  }

  private static String victim(Run run) {
    if (run.victim().isEmpty()) {
      return "the kernel log names none";
    }
    int victim = run.victim().getAsInt();
    return victim == run.expectedVictim()
        ? victim + ", as expected"
        : victim + ", not the expected one";
  }
}
