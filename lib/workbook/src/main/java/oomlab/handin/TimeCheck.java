package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.time.Instant;
import java.util.regex.Pattern;
import oomlab.Predictions.Prediction;
import oomlab.Run;

/** Times and names that have one form, and predictions that were made before the run. */
final class TimeCheck implements Check {
  private static final Pattern BOOT_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern RELEASE = Pattern.compile("\\d{1,3}\\.\\d{1,4}[!-~]{0,60}");

  /** This library is younger than that. */
  private static final Instant OLDEST = Instant.parse("2025-01-01T00:00:00Z");

  private static final long MINUTE_NANOS = 60_000_000_000L;

  @Override
  public String subject() {
    return words("times, boot id, predictions");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    if (!BOOT_ID.matcher(run.bootId()).matches()) {
      findings.fault(
          "boot-id", later("\"%s\" is not a boot id as Linux makes them."), cut(run.bootId()));
    }
    if (!RELEASE.matcher(run.kernelRelease()).matches()) {
      findings.fault("kernel", later("\"%s\" is no release of Linux."), cut(run.kernelRelease()));
    }
    if (run.pageBytes() < 4096 || run.pageBytes() > 65536 || Long.bitCount(run.pageBytes()) != 1) {
      findings.fault("page-size", later("No Linux has pages of %d bytes."), run.pageBytes());
    }
    if (run.startedAt().isBefore(OLDEST)) {
      findings.fault("start", later("The run is said to have started on %s."), run.startedAt());
    }
    if (run.deathNanos() <= 0 || run.deathNanos() / 1_000_000 > run.wallMillis() * 11 / 10 + 1000) {
      findings.fault(
          "duration",
          later("The process died after %.3f ms, and the whole run took %d ms."),
          run.deathNanos() / 1e6,
          run.wallMillis());
    }
    if (run.deathNanos() > run.experiment().timeLimit().toNanos() + MINUTE_NANOS) {
      findings.fault(
          "duration",
          later("The process lived %.3f s, and the time limit was %.3f s."),
          run.deathNanos() / 1e9,
          run.experiment().timeLimit().toNanos() / 1e9);
    }
    predictions(run, findings);
  }

  private static void predictions(Run run, Findings findings) {
    if (!run.predictionsUnchanged()) {
      findings.fault(
          "predictions",
          later("The predictions no longer fit the seal that the run's start put on them."));
      return;
    }
    run.predictions().stream()
        .flatMap(kept -> kept.answers().stream())
        .map(Prediction::madeAt)
        .filter(made -> made.getEpochSecond() > run.startedAt().getEpochSecond() + 60)
        .findFirst()
        .ifPresent(
            made ->
                findings.fault(
                    "predictions",
                    later("A prediction was made at %s, and the run started at %s."),
                    made,
                    run.startedAt()));
  }

  private static String cut(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
