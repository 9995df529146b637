package oomlab.grade;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** File names for submissions, whatever they are called. */
public final class SafeName {
  private static final int CHARACTERS = 80;

  private SafeName() {}

  /**
   * Returns a name of letters, digits and {@code . _ -} without a leading dot; another submission
   * has another. Where the submission's own name is not like that, {@code ~} and a part of its hash
   * follow.
   */
  public static String of(String submission) {
    if (submission.length() <= CHARACTERS && submission.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      return submission;
    }
    String safe = submission.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.", "_");
    return safe.substring(0, Math.min(safe.length(), CHARACTERS)) + "~" + hash(submission);
  }

  /** Returns 16 hexadecimal digits of a hash of the text. */
  static String hash(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
      return HexFormat.of().formatHex(sha, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
