package oomlab.testing;

import org.opentest4j.TestAbortedException;

/** What a test needs from the machine: it skips and says why, or fails where no skip is allowed. */
public final class Needs {
  private Needs() {}

  /**
   * Goes on if the machine has what is needed; otherwise skips, or fails under {@code
   * -Doomlab.required=true}.
   */
  public static void that(boolean present, String otherwise) {
    if (present) {
      return;
    }
    if (Boolean.getBoolean("oomlab.required")) {
      throw new AssertionError("may not skip here: " + otherwise);
    }
    throw new TestAbortedException(otherwise);
  }
}
