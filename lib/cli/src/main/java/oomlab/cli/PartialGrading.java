package oomlab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import oomlab.grade.Assignment;
import oomlab.grade.FolderRemoval;
import oomlab.grade.GradeException;
import oomlab.grade.GradeStore;
import oomlab.grade.GradedSubmission;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.Grader;
import oomlab.grade.Regrading;
import oomlab.grade.Submission;

/**
 * Grades a part of a class once more: into the folder {@code again} beside the results, so that
 * what would change can be seen first and is then taken without being graded a third time.
 */
final class PartialGrading {
  private static final int SHOWN = 10;

  private final RegradeOptions options;
  private final Assignment assignment;
  private final GradeStore store;
  private final PrintWriter out;
  private final PrintWriter err;

  PartialGrading(
      RegradeOptions options,
      Assignment assignment,
      GradeStore store,
      PrintWriter out,
      PrintWriter err) {
    this.options = options;
    this.assignment = assignment;
    this.store = store;
    this.out = out;
    this.err = err;
  }

  /** Grades submissions into a store. */
  interface Grading {
    Map<String, GradedSubmission> grade(List<Submission> submissions, GradeStore into)
        throws IOException, InterruptedException;
  }

  /**
   * How it ended.
   *
   * @param kept whether the new results are kept
   * @param status the command's, if nothing worse follows
   */
  record End(boolean kept, int status) {}

  /**
   * Grades, shows what changes, and keeps it if that is agreed to.
   *
   * @throws IllegalArgumentException in one sentence, if what is asked for is not there
   * @throws GradeException if points by hand are above what a question is worth now
   */
  End run(List<Submission> all, Grader grader, Grading grading)
      throws GradeException, IOException, InterruptedException {
    Regrading regrading = new Regrading(store, options.questions());
    List<Submission> chosen = options.of(all, store);
    List<Submission> selected = regrading.select(chosen, assignment, grader);
    Path folder = store.dir().resolve("again");
    Path shown = folder.resolve("shown");
    if (!options.yes() && Files.exists(shown)) {
      // Those results were looked at and left; this is another try.
      FolderRemoval.remove(folder);
    }
    List<Regrading.Pair> pairs;
    try (GradeStore beside = GradeStore.open(folder)) {
      for (Submission each : selected) {
        if (beside.latest(each.name()).filter(g -> g.status() != Status.GRADED).isPresent()) {
          beside.forget(each.name());
        }
      }
      for (GradedSubmission fresh : grading.grade(selected, beside).values()) {
        regrading.take(fresh, beside.executed(fresh.submission()));
      }
      pairs = regrading.pairs(store.manual());
    }
    left(regrading.left());
    boolean changed = pairs.stream().anyMatch(Regrading.Pair::changed);
    out.println(ChangeTable.of(pairs));
    out.flush();
    boolean whole =
        regrading.left().isEmpty()
            && pairs.stream().allMatch(pair -> pair.after().status() == Status.GRADED);
    boolean agreed = options.yes() || (changed && RegradeOptions.isTerminal() && agreed());
    if (agreed) {
      regrading.keep();
    } else {
      String yes = " The same command with --yes takes these points, without grading again.";
      err.println("Nothing was written." + (changed ? yes : ""));
      err.flush();
    }
    if (agreed || !changed) {
      FolderRemoval.remove(folder);
    } else {
      Files.writeString(shown, "");
    }
    return new End(agreed, changed && !agreed ? 3 : whole ? 0 : 1);
  }

  /** Returns the results that the store has of these submissions now. */
  Map<String, GradedSubmission> kept(List<Submission> submissions) throws IOException {
    Map<String, GradedSubmission> kept = new TreeMap<>();
    for (Submission each : submissions) {
      store.latest(each.name()).ifPresent(graded -> kept.put(each.name(), graded));
    }
    return kept;
  }

  private boolean agreed() throws IOException {
    err.print("Write this? [y/N] ");
    err.flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    return answer != null && answer.strip().matches("(?i)y(es)?");
  }

  private void left(List<Regrading.Left> left) {
    Map<Regrading.Reason, List<String>> names = new TreeMap<>();
    for (Regrading.Left each : left) {
      String name =
          each.why().isEmpty() ? each.submission() : each.submission() + ", " + each.why();
      names.computeIfAbsent(each.reason(), reason -> new ArrayList<>()).add(name);
    }
    names.forEach((reason, all) -> err.println(words(reason) + ": " + list(all) + "."));
    err.flush();
  }

  private static String list(List<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = names.size() - SHOWN;
    return TextTable.printable(more > 0 ? shown + " and " + more + " more" : shown);
  }

  private static String words(Regrading.Reason reason) {
    return switch (reason) {
      case NEVER_GRADED -> "Left out, for they were never graded; grade without --again";
      case WITHOUT_GRADE -> "Left out, for they could not be graded; see --failures";
      case CHANGED -> "Left out, for they were handed in again since; grade without --again";
      case OTHER_QUESTIONS ->
          "Left out, for other questions or their points changed too; grade without --again";
      case FAILED -> "Left as they were, for they could not be graded this time";
    };
  }
}
