package oomlab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import oomlab.grade.Assignment;
import oomlab.grade.Gradebook;
import oomlab.grade.GradedSubmission;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.Remark;
import oomlab.grade.Remark.Weight;
import oomlab.grade.SafeName;
import oomlab.lms.Delivery;
import oomlab.lms.FeedbackZip;
import oomlab.lms.FinalScore;
import oomlab.lms.GradeTemplate;
import oomlab.lms.LatePenalty;
import oomlab.lms.LatePenalty.Kind;
import oomlab.lms.LateRule;
import oomlab.lms.LearningPlatform;

/** A class's submissions as they were delivered, and what that means for their grades. */
final class LmsClass {
  private static final int NAMED = 5;

  private final Assignment assignment;
  private final Map<String, Delivery> deliveries;
  private final Optional<LateRule> rule;
  private final Optional<GradeTemplate> template;

  LmsClass(
      Assignment assignment,
      Map<String, Delivery> deliveries,
      Optional<LateRule> rule,
      Optional<GradeTemplate> template) {
    this.assignment = assignment;
    this.deliveries = Map.copyOf(deliveries);
    this.rule = rule;
    this.template = template;
  }

  /** Returns the most that can be had in an assignment. */
  static double max(Assignment assignment) {
    return assignment.graded().stream()
        .flatMap(cell -> cell.nbgrader().stream())
        .mapToDouble(each -> each.points().orElse(0))
        .sum();
  }

  private Delivery delivery(GradedSubmission graded) {
    return deliveries.getOrDefault(graded.submission(), Delivery.named(graded.submission()));
  }

  private LatePenalty penalty(GradedSubmission graded) {
    Delivery delivery = delivery(graded);
    boolean marks = delivery.platform() == LearningPlatform.CANVAS;
    return rule.map(
            each ->
                each.penalty(
                    delivery.time(), delivery.markedLate(), marks, graded.total(), graded.max()))
        .orElse(LatePenalty.NONE);
  }

  private FinalScore score(GradedSubmission graded) {
    return new FinalScore(
        graded.submission(),
        !graded.graded(),
        (int) graded.marks().stream().filter(each -> each.needsManual()).count(),
        graded.total(),
        graded.max(),
        penalty(graded));
  }

  /** Returns what the instructor and the student should know of how a submission came. */
  List<Remark> remarks(GradedSubmission graded) {
    Delivery delivery = delivery(graded);
    List<Remark> remarks = new ArrayList<>();
    if (!delivery.older().isEmpty()) {
      String names = String.join(", ", delivery.older());
      remarks.add(
          new Remark(
              "", "older-attempt", Weight.NOTE, "an older attempt does not count: " + names));
    }
    for (String note : delivery.notes()) {
      remarks.add(new Remark("", "not-unpacked", Weight.WARNING, note));
    }
    FinalScore score = score(graded);
    if (!score.failed() && score.penalty().days() > 0) {
      remarks.add(new Remark("", "late", Weight.NOTE, sentence(score)));
    }
    return remarks;
  }

  private static String sentence(FinalScore score) {
    LatePenalty late = score.penalty();
    String days = late.days() == 1 ? "1 day" : late.days() + " days";
    String why = late.kind() == Kind.TOO_LATE ? ", more than is accepted" : "";
    return "it was handed in %s late%s: %s of its %s points are taken off, %s count"
        .formatted(days, why, number(late.points()), number(score.raw()), number(score.score()));
  }

  /** Returns nbgrader's columns for what is late, and the late days; none without a due time. */
  List<Gradebook.Column> columns() {
    return rule.isEmpty()
        ? List.of()
        : List.of(
            column("late_days", score -> String.valueOf(score.penalty().days())),
            column("late_submission_penalty", score -> number(score.penalty().points())),
            column("score", score -> number(score.score())));
  }

  private Gradebook.Column column(String title, Function<FinalScore, String> value) {
    return new Gradebook.Column(
        title,
        graded -> {
          FinalScore score = score(graded);
          boolean unknown = score.penalty().kind() == Kind.UNKNOWN && !title.equals("score");
          return score.failed() || unknown ? "" : value.apply(score);
        });
  }

  private static String number(double points) {
    String text = String.format(Locale.ROOT, "%.3f", points);
    return text.replaceFirst("\\.?0+$", "");
  }

  /** Returns a sentence on submissions of which nobody knows whether they are late; or none. */
  List<String> unknownTimes(List<GradedSubmission> finished) {
    List<String> names =
        finished.stream()
            .filter(each -> each.status() == Status.GRADED)
            .filter(each -> penalty(each).kind() == Kind.UNKNOWN)
            .map(each -> '"' + each.submission() + '"')
            .toList();
    if (names.isEmpty()) {
      return List.of();
    }
    String more = names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "";
    return List.of(
        "Nothing says when these were handed in, so nothing is taken off: %s%s. Give their times with --times."
            .formatted(String.join(", ", names.stream().limit(NAMED).toList()), more));
  }

  /** Fills in the platform's table, if there is one. */
  Optional<GradeTemplate.Filled> fill(List<GradedSubmission> finished) {
    return template.map(each -> each.fill(deliveries, finished.stream().map(this::score).toList()));
  }

  /**
   * Puts the feedback pages into a zip.
   *
   * @param dir where the pages are
   * @return how many
   */
  int feedback(Path dir, Path zip, List<GradedSubmission> finished) throws IOException {
    Map<String, Path> pages = new HashMap<>();
    for (GradedSubmission each : finished) {
      String name = each.submission();
      pages.put(name, dir.resolve("feedback").resolve(SafeName.of(name) + ".html"));
    }
    return FeedbackZip.write(zip, deliveries.values(), pages, assignment.name());
  }
}
