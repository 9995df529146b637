package oomlab.notebook;

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
 * Where the run that a student hands in is made, kept and found again.
 *
 * @param laboratory makes it
 * @param runs the folder that keeps it
 */
record HandInDesk(RunChooser laboratory, Path runs) {
  /** The folder of the run, beside the notebook's other runs. */
  static final String NAME = "hand-in";

  /** The recorded run of the book that stands in where nothing can be provoked. */
  private static final String RECORDED = "first-kill";

  private static final String ANEW =
      " To make the run anew, delete the folder runs/" + NAME + " and run this cell again.";

  Run handIn(World world) {
    Path folder = runs.resolve(NAME);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return found(folder);
    }
    if (graded()) {
      throw new IllegalArgumentException(
          "no run was handed in: there is no folder runs/%s beside the notebook".formatted(NAME));
    }
    Run run = laboratory.keeping(runs).run(world.experiment(), RECORDED, NAME);
    if (!Files.exists(folder)) {
      run.save(folder);
    }
    laboratory.say(
        run.backend() == Backend.RECORDED
            ? "A copy of the recorded run lies in runs/%s now. It can be handed in, and counts half."
                    .formatted(NAME)
                + ANEW
            : "This run lies in runs/%s now: hand in that folder with the notebook.".formatted(NAME)
                + ANEW);
    return run;
  }

  private Run found(Path folder) {
    Received received = HandIns.read(folder);
    if (received instanceof Received.Broken broken) {
      throw new IllegalArgumentException(broken.finding().sentence() + ANEW);
    }
    Run run = ((Received.Bundle) received).run();
    laboratory.say(
        "This is the run in runs/%s, made on %s, started %s."
                .formatted(NAME, run.recordedOn().label(), run.startedAt())
            + ANEW);
    laboratory.screen().display(Views.of(Charts.rss(run)));
    return run;
  }

  double points(Run run, World world, double max) {
    List<Finding> findings = HandIn.examine(run, world);
    double points = HandIn.points(findings, max);
    if (points < max) {
      laboratory.screen().display(HandInView.of(run, world));
    }
    return points;
  }

  /** A grader has no experiments to make: what was not handed in does not come to be there. */
  private boolean graded() {
    return "autograde".equals(laboratory.environment().get("NBGRADER_EXECUTION"));
  }
}
