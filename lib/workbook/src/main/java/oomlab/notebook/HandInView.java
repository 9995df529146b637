package oomlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oomlab.Run;
import oomlab.check.World;
import oomlab.handin.Finding;
import oomlab.handin.HandIn;

/**
 * Shows what a check of a handed-in run found: each check in a row, and below what does not fit.
 */
final class HandInView {
  private static final List<String> HEADER = List.of("what is held against what", "result");

  private HandInView() {}

  static Bundle of(Run run, World world) {
    List<Finding> findings = HandIn.examine(run, world);
    Map<String, List<Finding>> subjects =
        HandIn.recorded(findings)
            ? Map.of("whose run it is", findings)
            : HandIn.bySubject(run, world.experiment());
    List<Html.Row> rows = new ArrayList<>();
    subjects.forEach(
        (subject, found) ->
            rows.add(
                new Html.Row(
                    List.of(subject, result(found)), found.stream().anyMatch(Finding::isFault))));
    String summary = HandIn.summary(findings);
    StringBuilder html = new StringBuilder(Html.table(HEADER, rows, List.of(false, false)));
    StringBuilder plain = new StringBuilder();
    for (Html.Row row : rows) {
      plain.append("%-50s %s\n".formatted(row.cells().toArray()));
    }
    for (Finding finding : findings) {
      html.append(Html.paragraph(finding.sentence()));
      plain.append(finding.sentence()).append('\n');
    }
    html.append(Html.strong(summary)).append(Html.note(HandIn.CAVEAT));
    plain.append(summary).append('\n').append(HandIn.CAVEAT).append('\n');
    return Bundle.html(html.toString(), plain.toString());
  }

  private static String result(List<Finding> found) {
    return found.isEmpty()
        ? "fits"
        : found.stream().anyMatch(Finding::isFault) ? "does not fit" : "see below";
  }
}
