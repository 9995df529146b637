package oomlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.internal.table.TableBuilder;
import tech.tablesaw.api.Table;

/**
 * Makes the same experiments again and again, in turn, so that what slows the machine for a while
 * slows all of them.
 */
final class RepeatedRuns {
  private record Repetition(Experiment experiment, int number, Run run) {
    /** From the first announcement to the end of the wait. */
    OptionalLong growthNanos() {
      return run.allocations().isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(run.deathNanos() - run.allocations().get(0).nanos());
    }
  }

  private RepeatedRuns() {}

  /** Returns a row for each run: {@code touch}, {@code run} counted from 1, {@code ms}. */
  static Table of(List<Experiment> experiments, int times, Function<Experiment, Run> runner) {
    List<Repetition> rows = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      for (Experiment experiment : experiments) {
        rows.add(new Repetition(experiment, i, runner.apply(experiment)));
      }
    }
    return TableBuilder.of("repeated", rows)
        .text("touch", r -> Optional.of(r.experiment().touch().name().toLowerCase(Locale.ROOT)))
        .number("run", r -> OptionalInt.of(r.number()))
        .millis("ms", Repetition::growthNanos)
        .table();
  }
}
