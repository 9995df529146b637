package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oomlab.Run;
import oomlab.check.World;
import oomlab.handin.Finding;
import oomlab.handin.HandIn;
import oomlab.internal.text.TextWidth;

/**
 * Shows what a check of a handed-in run found: each check in a row, and below what does not fit.
 */
final class HandInView {
  private HandInView() {}

  static MimeBundle of(Run run, World world) {
    List<Finding> findings = HandIn.examine(run, world);
    Map<String, List<Finding>> subjects =
        HandIn.recorded(findings)
            ? Map.of(words("whose run it is"), findings)
            : HandIn.bySubject(run, world.experiment());
    List<Html.Row> rows = new ArrayList<>();
    subjects.forEach(
        (subject, found) ->
            rows.add(
                new Html.Row(
                    List.of(subject, result(found)), found.stream().anyMatch(Finding::isFault))));
    String summary = HandIn.summary(findings);
    List<String> header = List.of(words("what is held against what"), words("result"));
    StringBuilder html = new StringBuilder(Html.table(header, rows, List.of(false, false)));
    StringBuilder plain = new StringBuilder();
    for (Html.Row row : rows) {
      plain.append(
          "%s %s\n".formatted(TextWidth.padded(row.cells().get(0), 50), row.cells().get(1)));
    }
    for (Finding finding : findings) {
      html.append(Html.paragraph(finding.sentence()));
      plain.append(finding.sentence()).append('\n');
    }
    html.append(Html.strong(summary)).append(Html.note(words(HandIn.CAVEAT)));
    plain.append(summary).append('\n').append(words(HandIn.CAVEAT)).append('\n');
    return MimeBundle.html(html.toString(), plain.toString());
  }

  private static String result(List<Finding> found) {
    return found.isEmpty()
        ? words("fits")
        : words(found.stream().anyMatch(Finding::isFault) ? "does not fit" : "see below");
  }
}
