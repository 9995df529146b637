package oomlab;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Predictions that were closed when a run began, with a seal that no longer fits once one of them
 * is edited in the saved run, or they are put beside another run.
 *
 * <p>The seal is a plain SHA-256 without a key. It shows an edit by hand; whoever computes a new
 * one is not found out by it.
 *
 * @param answers the predictions in the order in which they were made
 * @param seal 64 hexadecimal digits
 */
public record SealedPredictions(List<Prediction> answers, String seal) {
  /** Makes the list unmodifiable. */
  public SealedPredictions {
    answers = List.copyOf(answers);
  }

  /** Seals predictions for a run. */
  static SealedPredictions of(List<Prediction> answers, Run run) {
    return new SealedPredictions(answers, digest(answers, run));
  }

  /** Whether the seal fits the predictions and the run. */
  boolean fits(Run run) {
    return seal.equals(digest(answers, run));
  }

  private static String digest(List<Prediction> answers, Run run) {
    StringBuilder text = new StringBuilder("oomlab predictions 1\n");
    text.append(run.startedAt()).append('\n').append(run.bootId()).append('\n');
    text.append(run.expectedVictim()).append('\n').append(run.deathNanos()).append('\n');
    text.append(run.recording().series().size()).append('\n');
    for (Prediction p : answers) {
      // The lengths keep two fields from being shifted into each other.
      text.append(p.question().length()).append(' ').append(p.question()).append('\n');
      text.append(p.answer().length()).append(' ').append(p.answer()).append('\n');
      text.append(p.madeAt()).append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      // java.security.MessageDigest: every Java platform has SHA-256.
      throw new IllegalStateException(e);
    }
  }
}
