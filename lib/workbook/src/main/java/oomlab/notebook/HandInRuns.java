package oomlab.notebook;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import oomlab.Backend;
import oomlab.Run;
import oomlab.chart.Charts;
import oomlab.check.World;
import oomlab.handin.Finding;
import oomlab.handin.HandIn;
import oomlab.handin.HandIns;
import oomlab.handin.Received;

/**
 * Makes the run that a student hands in, keeps it in a folder, and finds it again.
 *
 * @param chooser makes the run
 * @param runs the folder that keeps it
 */
record HandInRuns(RunChooser chooser, Path runs) {
  /** The folder of the run, beside the notebook's other runs. */
  static final String NAME = "hand-in";

  /** The recorded run of the book that stands in where nothing can be provoked. */
  private static final String RECORDED = "first-kill";

  private static final String ANEW =
      later("To make the run anew, delete the folder runs/%s and run this cell again.");

  Run handIn(World world) {
    Path folder = runs.resolve(NAME);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return found(folder);
    }
    if (graded()) {
      throw new IllegalArgumentException(
          words("no run was handed in: there is no folder runs/%s beside the notebook", NAME));
    }
    Run run = chooser.keeping(runs).run(world.experiment(), RECORDED, NAME);
    if (!Files.exists(folder)) {
      run.save(folder);
    }
    chooser.say(
        anew(
            words(
                run.backend() == Backend.RECORDED
                    ? "A copy of the recorded run lies in runs/%s now. It can be handed in, and"
                        + " counts half."
                    : "This run lies in runs/%s now: hand in that folder with the notebook.",
                NAME)));
    return run;
  }

  private Run found(Path folder) {
    Received received = HandIns.read(folder);
    if (received instanceof Received.Broken broken) {
      throw new IllegalArgumentException(anew(broken.finding().sentence()));
    }
    Run run = ((Received.Bundle) received).run();
    chooser.say(
        anew(
            words(
                "This is the run in runs/%s, made on %s, started %s.",
                NAME, run.recordedOn().label(), run.startedAt())));
    chooser.frontend().display(Views.of(Charts.rss(run)));
    return run;
  }

  private static String anew(String sentence) {
    return Prose.sentences(List.of(sentence, words(ANEW, NAME)));
  }

  double points(Run run, World world, double max) {
    List<Finding> findings = HandIn.examine(run, world);
    double points = HandIn.points(findings, max);
    if (points < max) {
      chooser.frontend().display(HandInView.of(run, world));
    }
    return points;
  }

  /** A grader has no experiments to make: what was not handed in does not come to be there. */
  private boolean graded() {
    return "autograde".equals(chooser.environment().get("NBGRADER_EXECUTION"));
  }
}
