package oomlab.internal.runfile;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.Verdict;
import oomlab.WaitStatus;

/**
 * A verdict as run.json and {@code kill --json} have it: its kind, and what that kind comes with.
 */
record VerdictFile(
    String kind,
    OptionalInt code,
    Optional<String> guard,
    OptionalInt signal,
    Optional<List<EvidenceFile>> evidence,
    Optional<String> why) {
  private static final int SIGKILL = 9;

  static VerdictFile of(Verdict verdict) {
    OptionalInt code =
        verdict instanceof Verdict.Exited exited
            ? OptionalInt.of(exited.code())
            : OptionalInt.empty();
    Optional<String> guard =
        verdict instanceof Verdict.GuardKilled killed
            ? Optional.of(killed.guard())
            : Optional.empty();
    Optional<String> why =
        verdict instanceof Verdict.Unknown unknown ? Optional.of(unknown.why()) : Optional.empty();
    Optional<List<EvidenceFile>> evidence =
        why.isPresent() || (code.isPresent() && verdict.evidence().isEmpty())
            ? Optional.empty()
            : Optional.of(verdict.evidence().stream().map(EvidenceFile::of).toList());
    return new VerdictFile(verdict.kind(), code, guard, signal(verdict), evidence, why);
  }

  private static OptionalInt signal(Verdict verdict) {
    if (verdict instanceof Verdict.Signaled signaled) {
      return OptionalInt.of(signaled.signal());
    } else if (verdict instanceof Verdict.GuardKilled killed) {
      return OptionalInt.of(killed.signal());
    } else if (verdict instanceof Verdict.Unknown unknown
        && unknown.status() instanceof WaitStatus.Signaled signaled) {
      return OptionalInt.of(signaled.signal());
    }
    return verdict instanceof Verdict.OomKilled ? OptionalInt.of(SIGKILL) : OptionalInt.empty();
  }

  Verdict verdict(Optional<WaitStatus> status) {
    return switch (kind) {
      case "exited" ->
          new Verdict.Exited(
              code.orElseThrow(() -> lacks("code")), evidence.isPresent() ? all() : List.of());
      case "signaled" -> new Verdict.Signaled(signal.orElseThrow(() -> lacks("signal")), all());
      case "oom-killed" -> new Verdict.OomKilled(all());
      case "guard-killed" ->
          new Verdict.GuardKilled(
              guard.orElseThrow(() -> lacks("guard")),
              signal.orElseThrow(() -> lacks("signal")),
              all());
      case "panicked" -> new Verdict.Panicked(all());
      case "unknown" ->
          new Verdict.Unknown(
              status.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          words("run.json has a verdict \"unknown\" but no waitStatus"))),
              why.orElseThrow(() -> lacks("why")));
      default ->
          throw new IllegalArgumentException(
              words("run.json has a verdict of unknown kind %s", kind));
    };
  }

  private List<Verdict.Evidence> all() {
    return evidence.orElseThrow(() -> lacks("evidence")).stream()
        .map(EvidenceFile::evidence)
        .toList();
  }

  private static IllegalArgumentException lacks(String name) {
    return new IllegalArgumentException(words("verdict of run.json lacks \"%s\"", name));
  }
}
