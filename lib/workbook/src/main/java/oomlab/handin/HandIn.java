package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.check.World;

/**
 * Examines a run that was handed in: does it fit itself, and the student's seed?
 *
 * <p>A finding shows that something was edited, or made with other settings; none shows that
 * nothing was. See the package for what it cannot prove.
 */
public final class HandIn {
  /** What every report of findings says of itself; {@code Words.words} translates it. */
  public static final String CAVEAT =
      later(
          "These checks deter and do not prove: they hold what the run says twice against each other.");

  private static final List<Check> CHECKS =
      List.of(
          new ParameterCheck(),
          new RungCheck(),
          new TimeCheck(),
          new PidCheck(),
          new SampleCheck(),
          new TrackCheck(),
          new AnnouncementCheck(),
          new LogCheck(),
          new EndingCheck(),
          new ReportCheck(),
          new CurveCheck());

  private HandIn() {}

  /**
   * Examines a student's run. A recorded run of the book gives the finding {@code recorded} and is
   * not examined further, unless somebody edited it.
   *
   * @param world the student's: it says which experiment was to be made
   * @return what was found, in the order of the checks; empty if all of it fits
   */
  public static List<Finding> examine(Run run, World world) {
    return BookRuns.finding(run).map(List::of).orElseGet(() -> examine(run, world.experiment()));
  }

  /**
   * Examines a run of a known experiment, the book's recorded ones too.
   *
   * @param expected what was to be run; only limit, threads, chunk, touch and swap matter
   */
  public static List<Finding> examine(Run run, Experiment expected) {
    return bySubject(run, expected).values().stream().flatMap(List::stream).toList();
  }

  /**
   * Examines a run, and says for each check what it found, in their order.
   *
   * @param expected what was to be run
   * @return what each check holds against what, in a few words, with its findings
   */
  public static Map<String, List<Finding>> bySubject(Run run, Experiment expected) {
    Map<String, List<Finding>> all = new LinkedHashMap<>();
    HandedInRun handedIn = new HandedInRun(run, expected);
    for (Check check : CHECKS) {
      Findings findings = new Findings();
      check.look(handedIn, findings);
      all.put(check.subject(), findings.all());
    }
    return all;
  }

  /**
   * Returns the points of a run: all of them, half for a recorded run of the book, 0 with a fault.
   *
   * @param max the points of a run of one's own
   */
  public static double points(Run run, World world, double max) {
    return points(examine(run, world), max);
  }

  /** Returns the points that these findings leave. */
  public static double points(List<Finding> findings, double max) {
    if (findings.stream().anyMatch(Finding::isFault)) {
      return 0;
    }
    return recorded(findings) ? max / 2 : max;
  }

  /** Whether these findings say that the run is one of the book's, edited or not. */
  public static boolean recorded(List<Finding> findings) {
    return findings.stream().anyMatch(f -> f.code().startsWith(BookRuns.RECORDED));
  }

  /** Says in a sentence what was found; what it is worth as proof is in {@link #CAVEAT}. */
  public static String summary(List<Finding> findings) {
    long faults = findings.stream().filter(Finding::isFault).count();
    return faults == 1
        ? words("One thing does not fit: no points.")
        : faults > 1
            ? words("%d things do not fit: no points.", faults)
            : recorded(findings)
                ? words("A recorded run of the book: half of the points.")
                : words("Everything that was checked fits: all points.");
  }
}
