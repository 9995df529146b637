package oomlab.handin;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import oomlab.ExperimentException;
import oomlab.Run;
import oomlab.handin.Finding.Severity;

/** Reads what a student handed in, and trusts none of it. */
public final class HandIns {
  /** Code of the finding that no run was handed in. */
  public static final String MISSING = "missing";

  /** Code of the finding that what was handed in cannot be read as a run. */
  public static final String BROKEN = "broken";

  private HandIns() {}

  /**
   * Reads a run as {@link Run#loadHandedIn} does.
   *
   * @param folder where the bundle lies, such as {@code runs/hand-in} of a submission
   * @return the run, or the reason why there is none; never an exception
   */
  @SuppressWarnings("CatchingUnchecked") // whatever a stranger's file provokes is one sentence
  public static Received read(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return broken(MISSING, "No run was handed in: there is no folder " + folder + ".");
    }
    try {
      return new Received.Bundle(Run.loadHandedIn(folder));
    } catch (ExperimentException e) {
      return broken(BROKEN, sentence(String.valueOf(e.getMessage())));
    } catch (RuntimeException | StackOverflowError e) {
      return broken(
          BROKEN,
          folder + " is no saved run: " + e.getClass().getSimpleName() + " while reading it.");
    }
  }

  private static Received broken(String code, String sentence) {
    return new Received.Broken(new Finding(code, Severity.FAULT, sentence));
  }

  private static String sentence(String message) {
    String line = message.lines().findFirst().orElse("");
    String cut = line.length() > 400 ? line.substring(0, 400) + "..." : line;
    return cut.endsWith(".") ? cut : cut + ".";
  }
}
