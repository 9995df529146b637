package oomlab.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import oomlab.explain.Candidate;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;
import oomlab.explain.Ranking;
import oomlab.explain.Replay;
import oomlab.explain.WhatIf;
import oomlab.explain.ZoneCheck;
import oomlab.report.OomReport;
import tech.tablesaw.api.Table;

/** Makes the tables of what a report means. */
final class ExplanationTables {
  private ExplanationTables() {}

  static Table scores(Explanation explanation) {
    OomReport report = explanation.report();
    Optional<Ranking> ranking = explanation.replay().ranking();
    Optional<Candidate> chosen = chosen(explanation.replay());
    long pageBytes = report.pageBytes();
    return TableBuilder.of("scores", ranking.map(Ranking::standings).orElse(List.of()))
        .number("rank", Candidate::rank)
        .number("pid", s -> OptionalInt.of(s.task().pid()))
        .text("name", s -> Optional.of(s.task().name()))
        .text("role", s -> role(report, s, chosen))
        .whole("rss_pages", s -> s.task().rssPages())
        .whole("swap_pages", s -> s.task().swapents())
        .whole("page_table_pages", ExplanationTables::tablePages)
        .whole("pages_that_count", s -> OptionalLong.of(s.pages()))
        .mib("mib_that_count", s -> OptionalLong.of(s.pages() * pageBytes))
        .number("oom_score_adj", s -> OptionalInt.of(s.adj()))
        .flag("root", s -> s.root() ? Optional.of(true) : Optional.empty())
        .whole("points", Candidate::points)
        .whole("score", Candidate::score)
        .text("spared", Candidate::spared)
        .table();
  }

  /** What the formula counts beside resident and swapped pages. */
  private static OptionalLong tablePages(Candidate s) {
    long others = s.task().rssPages().orElse(0) + s.task().swapents().orElse(0);
    boolean printed =
        s.task().pgtablesBytes().isPresent()
            || s.task().nrPtes().isPresent()
            || s.task().nrPmds().isPresent();
    return printed ? OptionalLong.of(s.pages() - others) : OptionalLong.empty();
  }

  private static Optional<Candidate> chosen(Replay replay) {
    return replay.printedPid().isPresent()
        ? replay.ranking().flatMap(r -> r.of(replay.printedPid().getAsInt()))
        : Optional.empty();
  }

  private static Optional<String> role(
      OomReport report, Candidate standing, Optional<Candidate> chosen) {
    boolean victim =
        report.kills().stream()
            .anyMatch(k -> report.task(k.pid()).equals(Optional.of(standing.task())));
    boolean first = chosen.equals(Optional.of(standing));
    return victim
        ? Optional.of(first ? "victim" : "victim, not chosen")
        : first ? Optional.of("chosen") : Optional.empty();
  }

  static Table zoneChecks(Explanation explanation) {
    long pageKb = explanation.report().pageBytes() / 1024;
    return TableBuilder.of("zone_checks", explanation.request().zones())
        .number("node", z -> z.zone().node())
        .text("zone", z -> Optional.of(z.zone().zone()))
        .whole("free_kb", ZoneCheck::printedFreeKb)
        .whole("counted_free_kb", z -> OptionalLong.of(z.freePages() * pageKb))
        .whole("min_kb", z -> OptionalLong.of(z.minPages() * pageKb))
        .whole("high_kb", z -> OptionalLong.of(z.highPages() * pageKb))
        .whole("reserve_kb", z -> OptionalLong.of(z.reservePages() * pageKb))
        .flag("passes_min", z -> Optional.of(z.passesMin()))
        .flag("passes_high", z -> Optional.of(z.passesHigh()))
        .flag("block_free", ZoneCheck::blocks)
        .text("barred", ZoneCheck::barred)
        .table();
  }

  static Table ledger(Explanation explanation) {
    List<Part> rows = new ArrayList<>();
    Optional<Ledger> ledger = explanation.ledger();
    ledger.ifPresent(
        l -> {
          l.entries().forEach(e -> rows.add(part(e, l)));
          rows.add(new Part("unaccounted", "in no line of the report", l.unaccountedKb(), l, ""));
        });
    return TableBuilder.of("ledger", rows)
        .text("kind", p -> Optional.of(p.kind()))
        .text("name", p -> Optional.of(p.name()))
        .whole("kb", p -> OptionalLong.of(p.kb()))
        .percent("percent", p -> p.share() * 100)
        .text("from", p -> Optional.of(p.from()).filter(f -> !f.isEmpty()))
        .table();
  }

  private record Part(String kind, String name, long kb, Ledger ledger, String from) {
    double share() {
      return ledger.totalKb() == 0 ? 0 : (double) kb / ledger.totalKb();
    }
  }

  private static Part part(Ledger.Entry e, Ledger ledger) {
    return new Part(e.kind().name().toLowerCase(Locale.ROOT), e.name(), e.kb(), ledger, e.from());
  }

  static Table kills(List<OomReport> reports) {
    List<Death> rows = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      for (OomReport.Kill kill : reports.get(i).kills()) {
        rows.add(new Death(i + 1, reports.get(i), kill));
      }
    }
    return TableBuilder.of("kills", rows)
        .number("report", d -> OptionalInt.of(d.number()))
        .seconds("kernel_s", d -> d.kill().micros())
        .text("scope", d -> Optional.of(d.report().scope().name().toLowerCase(Locale.ROOT)))
        .text("trigger", d -> d.report().trigger().map(OomReport.Trigger::comm))
        .number("pid", d -> OptionalInt.of(d.kill().pid()))
        .text("victim", d -> Optional.of(d.kill().comm()))
        .whole("score", d -> d.kill().score())
        .whole("rss_kb", Death::rssKb)
        .flag("group_kill", d -> Optional.of(d.kill().groupKill()))
        .table();
  }

  private record Death(int number, OomReport report, OomReport.Kill kill) {
    OptionalLong rssKb() {
      boolean printed = kill.anonRssKb().isPresent() || kill.fileRssKb().isPresent();
      return printed
          ? OptionalLong.of(
              kill.anonRssKb().orElse(0) + kill.fileRssKb().orElse(0) + kill.shmemRssKb().orElse(0))
          : OptionalLong.empty();
    }
  }

  static Table whatIfs(List<WhatIf> whatIfs) {
    return TableBuilder.of("what_ifs", whatIfs)
        .text("if", w -> Optional.of(w.words()))
        .text("memory_runs_out", w -> Optional.of(w.struck().words()))
        .text("who_dies", w -> Optional.of(victims(w)))
        .text("why", w -> Optional.of(w.why()))
        .table();
  }

  private static String victims(WhatIf whatIf) {
    return whatIf.victims().stream()
        .map(t -> "%s (%d)".formatted(t.name(), t.pid()))
        .collect(Collectors.joining(", "));
  }
}
