package oomlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oomlab.Run;
import oomlab.check.World;
import oomlab.handin.Finding;
import oomlab.handin.HandIn;

/** Shows what a check of a handed-in run found. */
final class HandInView {
  private static final List<String> HEADER = List.of("what", "result");

  private HandInView() {}

  static Bundle of(Run run, World world) {
    List<Finding> findings = HandIn.examine(run, world);
    List<Html.Row> rows = new ArrayList<>();
    Map<String, List<Finding>> subjects =
        HandIn.recorded(findings)
            ? Map.of("whose run it is", findings)
            : HandIn.bySubject(run, world.experiment());
    subjects.forEach(
        (subject, found) -> {
          if (found.isEmpty()) {
            rows.add(new Html.Row(List.of(subject, "fits"), false));
          }
          for (Finding finding : found) {
            String result = (finding.isFault() ? "does not fit: " : "note: ") + finding.sentence();
            rows.add(new Html.Row(List.of(subject, result), finding.isFault()));
          }
        });
    String sentence = HandIn.summary(findings);
    StringBuilder plain = new StringBuilder();
    for (Html.Row row : rows) {
      plain.append("%-50s %s\n".formatted(row.cells().toArray()));
    }
    return Bundle.html(
        Html.table(HEADER, rows, List.of(false, false)) + Html.strong(sentence),
        plain + sentence + "\n");
  }
}
