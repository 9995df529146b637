package oomlab.handin;

import static oomlab.internal.text.Words.words;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import oomlab.ExperimentException;
import oomlab.Run;
import oomlab.handin.Finding.Severity;
import oomlab.internal.run.RunBundle;

/** Reads what a student handed in, and trusts none of it. */
public final class HandIns {
  /** Code of the finding that no run was handed in. */
  public static final String MISSING = "missing";

  /** Code of the finding that what was handed in cannot be read as a run. */
  public static final String BROKEN = "broken";

  private HandIns() {}

  /**
   * Reads a run, and says in a finding why it cannot be read.
   *
   * @param folder where the bundle lies, such as {@code runs/hand-in} of a submission
   * @return the run, or the reason why there is none; never an exception
   */
  @SuppressWarnings("CatchingUnchecked") // whatever a stranger's file provokes is one sentence
  public static Received read(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return broken(MISSING, words("No run was handed in: there is no folder %s.", folder));
    }
    try {
      return new Received.Bundle(load(folder));
    } catch (ExperimentException e) {
      return broken(BROKEN, sentence(String.valueOf(e.getMessage())));
    } catch (RuntimeException | StackOverflowError e) {
      return broken(
          BROKEN,
          words("%s is no saved run: %s while reading it.", folder, e.getClass().getSimpleName()));
    }
  }

  /**
   * Loads a run that somebody else handed in: as {@link Run#load} does, but only from regular
   * files, through no link, and none larger than a run can make it.
   *
   * @throws ExperimentException if the bundle is missing, incomplete, damaged or too large: says
   *     what and where
   */
  static Run load(Path folder) {
    try {
      HandedInFiles.requireFolder(folder);
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(
          words("%s is no saved run: %s", folder, String.valueOf(e.getMessage())), e);
    }
    return RunBundle.load(folder, HandedInFiles::read);
  }

  private static Received broken(String code, String sentence) {
    return new Received.Broken(new Finding(code, Severity.FAULT, sentence));
  }

  private static String sentence(String message) {
    String line = message.lines().findFirst().orElse("");
    String cut = line.length() > 400 ? line.substring(0, 400) + "..." : line;
    return cut.endsWith(".") || cut.endsWith("。") ? cut : words("%s.", cut);
  }
}
