package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import oomlab.Bytes;
import oomlab.Predictions;
import oomlab.Recording;
import oomlab.Recording.Quality;
import oomlab.Run;
import oomlab.Verdict;

/** Shows runs, verdicts and recordings in words. */
final class RunView {
  private RunView() {}

  static MimeBundle of(Run run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(words("verdict"), run.verdict().toString());
    facts.put(
        words("wait status"),
        run.waitStatus()
            .map(Object::toString)
            .orElseGet(() -> words("none: the machine was gone before")));
    facts.put(words("expected victim"), String.valueOf(run.expectedVictim()));
    facts.put(words("real victim"), victim(run));
    facts.put(words("where"), where(run));
    String limit = words(run.experiment().wholeMachine() ? "RAM the kernel manages" : "limit");
    run.limitBytes().ifPresent(b -> facts.put(limit, Bytes.text(b)));
    run.peakRssBytes().ifPresent(b -> facts.put(words("peak (VmHWM)"), Bytes.text(b)));
    facts.put(words("samples"), run.recording().series().toString());
    run.killNanos()
        .ifPresent(
            n -> facts.put(words("killed at"), words("%s after the start", TimeText.nanos(n))));
    facts.put(
        words("death seen at"), words("%s after the start", TimeText.nanos(run.deathNanos())));
    run.kernelLogGap().ifPresent(gap -> facts.put(words("kernel log"), gap));
    run.predictions().ifPresent(kept -> facts.put(words("predictions"), predictions(run, kept)));
    facts.put(words("whole run"), run.wallMillis() + " ms");
    String heading = heading(run);
    String terminal = String.join("\n", run.terminal());
    return MimeBundle.html(
        Html.strong(heading)
            + Html.facts(facts)
            + Html.folded(words("what the experiment printed"), Html.pre(terminal)),
        heading + "\n" + Html.plain(facts));
  }

  static MimeBundle of(Verdict verdict) {
    String sentence =
        verdict instanceof Verdict.OomKilled
            ? words("killed by the OOM killer")
            : verdict instanceof Verdict.Panicked
                ? words("the kernel panicked")
                : verdict instanceof Verdict.GuardKilled guard
                    ? words("killed by %s with signal %d", guard.guard(), guard.signal())
                    : verdict.toString();
    Map<String, String> facts =
        verdict.evidence().stream()
            .collect(
                Collectors.toMap(
                    Verdict.Evidence::source,
                    Verdict.Evidence::text,
                    Prose::also,
                    LinkedHashMap::new));
    return MimeBundle.html(
        Html.strong(sentence) + (facts.isEmpty() ? "" : Html.facts(facts)),
        sentence + "\n" + Html.plain(facts));
  }

  static MimeBundle of(Recording recording) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(words("resident memory"), recording.series().toString());
    recording
        .tracks()
        .forEach(t -> facts.put(t.name(), words("%d values in %s", t.size(), t.unit())));
    facts.putAll(sight(recording.quality()));
    return Views.facts(facts);
  }

  static Map<String, String> sight(Quality sight) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(words("interval asked for"), TimeText.nanos(sight.intervalNanos()));
    facts.put(
        words("interval achieved"),
        words(
            "%s (median), %s (99%%), %s (longest)",
            TimeText.nanos(sight.p50Nanos()),
            TimeText.nanos(sight.p99Nanos()),
            TimeText.nanos(sight.maxNanos())));
    facts.put(
        words("cost of looking"),
        words(
            "%s of CPU in %s",
            TimeText.nanos(sight.cpuNanos()), TimeText.nanos(sight.wallNanos())));
    facts.put(
        words("fastest growth"),
        words("%s a second", Bytes.text((long) sight.growthBytesPerSecond())));
    // Not "up to %s": the library says that of a version.
    facts.put(
        words("fits into the longest gap"), words("up to %1$s", Bytes.text(sight.blindBytes())));
    facts.put(
        words("end"),
        words(
            sight.dying()
                ? "the last samples were of a process being torn down and are left out"
                : "the last sample was of a living process"));
    return facts;
  }

  private static String predictions(Run run, Predictions kept) {
    return words(
        run.predictionsUnchanged()
            ? "%d, as they were when the run began"
            : "%d, changed since the run: their seal does not fit",
        kept.answers().size());
  }

  static String heading(Run run) {
    String what =
        run.verdict() instanceof Verdict.OomKilled
            ? words("Process %d was killed by the OOM killer", run.expectedVictim())
            : words("Process %d: %s", run.expectedVictim(), run.verdict());
    return words(recorded(run) ? "%s (a recorded run)." : "%s.", what);
  }

  static boolean recorded(Run run) {
    return run.backend() != run.recordedOn();
  }

  static String where(Run run) {
    return recorded(run)
        ? words(
            "recorded at %s on %s, Linux %s",
            run.startedAt().truncatedTo(ChronoUnit.SECONDS),
            run.recordedOn().label(),
            run.kernelRelease())
        : words("%s, Linux %s", run.backend().label(), run.kernelRelease());
  }

  private static String victim(Run run) {
    if (run.victim().isEmpty()) {
      return words("the kernel log names none");
    }
    int victim = run.victim().getAsInt();
    return words(
        victim == run.expectedVictim() ? "%d, as expected" : "%d, not the expected one", victim);
  }
}
