package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oomlab.grade.GradeException;
import oomlab.grade.ManualMerge;
import oomlab.grade.ManualMerge.Typed;
import oomlab.grade.ManualPoints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What concerns written answers. */
final class ManualOptions {
  @Option(
      names = "--merge",
      paramLabel = "CSV",
      description =
          "Take into manual.csv what another grader's has besides; nothing is written if the two"
              + " contradict each other.")
  private @Nullable Path merge;

  @Option(names = "--names", description = "Say in manual.html whose answers they are.")
  private boolean names;

  boolean names() {
    return names;
  }

  boolean merging() {
    return merge != null;
  }

  /**
   * Reads the other grader's table.
   *
   * @throws GradeException if it is none
   */
  Optional<ManualPoints> other() throws GradeException, IOException {
    return merge == null ? Optional.empty() : Optional.of(ManualPoints.read(merge));
  }

  /** Says where the two contradict each other, and returns whether they do not. */
  boolean fits(ManualPoints ours, ManualPoints theirs, PrintWriter out) {
    ManualMerge merged = ManualMerge.of(ours, theirs);
    List<ManualMerge.Conflict> conflicts = merged.conflicts();
    if (conflicts.isEmpty()) {
      out.printf("Answers with points or comments from %s: %d.%n", merge, merged.taken());
    } else {
      TextTable table = new TextTable("<student", "<question", "<here", "<there");
      for (ManualMerge.Conflict each : conflicts) {
        table.row(each.submission(), each.gradeId(), words(each.ours()), words(each.theirs()));
      }
      out.print(table);
      out.printf(
          "Answers with other points or comments in %s: %d; nothing was written.%n",
          merge, conflicts.size());
    }
    out.flush();
    return conflicts.isEmpty();
  }

  private static String words(Typed typed) {
    String score = typed.score().isEmpty() ? "-" : typed.score();
    String max = String.format(Locale.ROOT, "%.2f", typed.max()).replaceFirst("\\.?0+$", "");
    return score + " of " + max + (typed.comment().isEmpty() ? "" : ", " + typed.comment());
  }
}
