package oomlab.sandbox;

import java.io.IOException;

/**
 * A submission cannot be run, on whatever machine: its own source is the reason. Any other {@link
 * IOException} from running one is the machine's, and says nothing about the submission.
 */
public final class SubmissionFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes it with one sentence. */
  public SubmissionFailure(String message) {
    super(message);
  }
}
