package oomlab;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a reader expected of a run, closed when it began, with a seal that no longer fits once one
 * of the predictions is edited in the saved run, or they are put beside another run.
 *
 * <p>The seal is a plain SHA-256 without a key. It shows an edit by hand; whoever computes a new
 * one is not found out by it.
 *
 * @param answers the predictions in the order in which they were made
 * @param seal 64 hexadecimal digits
 */
public record Predictions(List<Prediction> answers, String seal) {
  /** Makes the list unmodifiable. */
  public Predictions {
    answers = List.copyOf(answers);
  }

  /**
   * One prediction.
   *
   * @param question what was asked
   * @param answer what the reader said, as text
   * @param madeAt when the reader said it
   */
  public record Prediction(String question, String answer, Instant madeAt) {}

  /** Seals predictions for the run that these facts are of. */
  static Predictions of(List<Prediction> answers, List<Object> facts) {
    return new Predictions(answers, digest(answers, facts));
  }

  /** Whether the seal fits the predictions and these facts of the run. */
  boolean fits(List<Object> facts) {
    return seal.equals(digest(answers, facts));
  }

  private static String digest(List<Prediction> answers, List<Object> facts) {
    StringBuilder text = new StringBuilder("oomlab predictions 1\n");
    facts.forEach(fact -> text.append(fact).append('\n'));
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
