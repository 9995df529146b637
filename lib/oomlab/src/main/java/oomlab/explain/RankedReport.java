package oomlab.explain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.explain.Replay.Drift;
import oomlab.explain.Rules.Ties;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;

/** One report under one set of rules. */
record RankedReport(OomReport report, Era era, Rules rules, TotalPages total) {

  Formula formula() {
    return rules.formula();
  }

  Ranking ranking(long totalPages) {
    return Ranking.of(rules, report.tasks(), report.pageBytes(), totalPages, total.exact());
  }

  /** Whether this process ranks first, or shares that place where the table tells no order. */
  boolean leads(Ranking ranking, int pid) {
    Optional<Candidate> first = ranking.first();
    if (first.isEmpty() || first.get().task().pid() == pid) {
      return first.isPresent();
    }
    return rules.ties() == Ties.UNTOLD
        && ranking.of(pid).map(s -> s.points().equals(first.get().points())).orElse(false);
  }

  Replay result(Ranking ranking, Agreement verdict, String why) {
    return result(Optional.of(ranking), verdict, why, Optional.empty());
  }

  Replay result(Optional<Ranking> ranking, Agreement verdict, String why, Optional<Drift> drift) {
    Optional<Kill> choice = Replay.choice(report);
    List<Formula> alternatives = era.possible().stream().filter(f -> f != formula()).toList();
    return new Replay(
        formula(),
        alternatives,
        total,
        ranking,
        choice.stream().mapToInt(Replay::chosen).findFirst(),
        choice.map(Kill::score).orElse(OptionalLong.empty()),
        verdict,
        why,
        drift);
  }
}
