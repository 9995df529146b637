package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.grade.Assignment;
import oomlab.grade.GradedSubmission;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.Remark;
import oomlab.lms.Delivery;
import oomlab.lms.LateRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LmsClassTest {
  /** What has no grade is no 0, and nothing can be taken off it. */
  @ParameterizedTest
  @EnumSource(value = Status.class, names = "GRADED", mode = EnumSource.Mode.EXCLUDE)
  void leavesWhatHasNoGradeWithout(Status status) throws Exception {
    ZonedDateTime due = ZonedDateTime.parse("2026-03-01T23:59+01:00");
    LateRule rule =
        new LateRule(due, new LateRule.Cost(1, false), Duration.ZERO, OptionalInt.empty());
    Delivery late = Delivery.named("ann").at(due.plusDays(2).toInstant());
    Assignment assignment = Assignment.read(Path.of("notebooks/assignments/lab-oom"));
    LmsClass lms =
        new LmsClass(assignment, Map.of("ann", late), Optional.of(rule), Optional.empty());
    GradedSubmission graded =
        new GradedSubmission("ann", status, "why", List.of(), List.of(), 0, "");

    assertThat(lms.columns()).allMatch(column -> column.value().apply(graded).isEmpty());
    assertThat(lms.remarks(graded)).extracting(Remark::kind).doesNotContain("late");
  }
}
