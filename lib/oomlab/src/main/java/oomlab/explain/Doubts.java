package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import oomlab.report.LineKind;
import oomlab.report.OomReport;

/** What an explanation cannot be sure of. */
final class Doubts {
  private static final int MOST = 8;

  private Doubts() {}

  static List<String> of(Explanation e) {
    OomReport report = e.report();
    List<String> doubts = new ArrayList<>();
    report.problems().stream()
        .limit(MOST)
        .forEach(
            p ->
                doubts.add(
                    Wording.words("Line %d: %s.", p.line(), p.what().replaceFirst("\\.$", ""))));
    if (report.problems().size() > MOST) {
      doubts.add(Wording.words("%d more problems.", report.problems().size() - MOST));
    }
    if (!report.unread().isEmpty()) {
      doubts.add(
          Wording.words(
              "%d line%s of the report %s not understood, the first is line %d.",
              report.unread().size(),
              report.unread().size() == 1 ? "" : "s",
              report.unread().size() == 1 ? "was" : "were",
              report.unread().get(0).number()));
    }
    if (report.pageSizeKb().isEmpty() && !report.tasks().isEmpty()) {
      doubts.add("The page size is not told; 4 kB is assumed.");
    }
    if (!e.replay().alternatives().isEmpty() && e.replay().ranking().isPresent()) {
      doubts.add(
          Wording.words(
              "Which release's rules applied is judged by the columns and the release that the"
                  + " report names; %s would fit its form as well.",
              String.join(
                  ", ", e.replay().alternatives().stream().map(Formula::releases).toList())));
    }
    if (e.replay().formula().sparesRoot()
        && e.replay()
            .ranking()
            .map(r -> r.standings().stream().anyMatch(Candidate::root))
            .orElse(false)) {
      doubts.add(
          "Processes of uid 0 are taken to have CAP_SYS_ADMIN, which is what was spared; the table"
              + " does not show it.");
    }
    if (report.lines().stream().anyMatch(l -> l.kind() == LineKind.FOREIGN)) {
      doubts.add("Lines of other programs stand between those of the report; they were left out.");
    }
    return doubts;
  }
}
