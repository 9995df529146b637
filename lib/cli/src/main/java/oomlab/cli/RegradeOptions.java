package oomlab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.grade.Assignment;
import oomlab.grade.GradeStore;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.Regrading;
import oomlab.grade.Submission;
import picocli.CommandLine.Option;

/** What of a class is to be graded once more. */
final class RegradeOptions {
  @Option(
      names = "--again",
      paramLabel = "QUESTION",
      description =
          "Grade once more and take the points of this question alone, such as q3_points_test; may"
              + " be repeated.")
  private Set<String> again = new LinkedHashSet<>();

  @Option(
      names = "--only",
      paramLabel = "STUDENT",
      description = "Grade this submission once more; may be repeated.")
  private Set<String> only = new LinkedHashSet<>();

  @Option(names = "--failures", description = "Grade once more what could not be graded.")
  private boolean failures;

  @Option(
      names = "--yes",
      description =
          "With --again, --only or --failures: write what changes. Otherwise it is only shown, and"
              + " on a terminal you are asked.")
  private boolean yes;

  /** Returns whether a part is to be graded once more. */
  boolean asked() {
    return failures || !again.isEmpty() || !only.isEmpty();
  }

  Set<String> questions() {
    return again;
  }

  boolean yes() {
    return yes;
  }

  /**
   * Checks them against each other and the assignment.
   *
   * @throws IllegalArgumentException in one sentence without its full stop
   */
  void check(Assignment assignment) {
    if (yes && !asked()) {
      throw new IllegalArgumentException(
          "--yes: it goes with --again, --only or --failures, which show first what changes");
    }
    if (failures && !(again.isEmpty() && only.isEmpty())) {
      throw new IllegalArgumentException(
          "--failures grades whole submissions, all that failed; use it without --again and"
              + " --only");
    }
    for (String question : again) {
      Regrading.refusal(assignment, question)
          .ifPresent(
              why -> {
                throw new IllegalArgumentException("--again " + question + ": " + why);
              });
    }
  }

  /**
   * Returns the submissions that are asked for.
   *
   * @throws IllegalArgumentException in one sentence without its full stop
   */
  List<Submission> of(List<Submission> all, GradeStore store) throws IOException {
    List<Submission> chosen = new ArrayList<>();
    Set<String> unknown = new LinkedHashSet<>(only);
    for (Submission each : all) {
      unknown.remove(each.name());
      boolean failed =
          failures
              && store.latest(each.name()).filter(g -> g.status() != Status.GRADED).isPresent();
      if (failed || (!failures && (only.isEmpty() || only.contains(each.name())))) {
        chosen.add(each);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--only %s: there is no submission of this name; there are %s"
              .formatted(
                  unknown.iterator().next(),
                  all.stream().map(Submission::name).collect(Collectors.joining(", "))));
    }
    return chosen;
  }

  /** Returns whether a person at a terminal can be asked. */
  static boolean isTerminal() {
    return isTerminal("0") && isTerminal("2");
  }

  private static boolean isTerminal(String descriptor) {
    try {
      String file = Path.of("/proc/self/fd", descriptor).toRealPath().toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException pipe) {
      return false;
    }
  }
}
