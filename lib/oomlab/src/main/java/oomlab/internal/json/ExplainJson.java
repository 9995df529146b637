package oomlab.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oomlab.explain.Agreement;
import oomlab.explain.Candidate;
import oomlab.explain.Explanation;
import oomlab.explain.Formula;
import oomlab.explain.Ledger;
import oomlab.explain.Replay;
import oomlab.explain.Request;
import oomlab.explain.Story;
import oomlab.explain.TriggerProcess;
import oomlab.explain.WhatIf;
import oomlab.explain.ZoneCheck;
import oomlab.report.OomReport.Task;

/**
 * An explanation as the JSON that {@code ./oomlab explain --json} adds to each report. This is an
 * interface: fields are added, never renamed; what is not known is left out.
 */
public final class ExplainJson {
  private ExplainJson() {}

  /**
   * Returns a report with its explanation as ordered maps and lists.
   *
   * @param file the file's name as the user gave it, {@code -} for standard input
   * @param asked what-if questions with their answers
   */
  public static Map<String, Object> of(Explanation e, String file, List<WhatIf> asked) {
    Map<String, Object> out = new LinkedHashMap<>(ReportJson.of(e.report(), file));
    out.put("explain", explain(e, asked).map());
    return out;
  }

  private static Fields explain(Explanation e, List<WhatIf> asked) {
    Replay replay = e.replay();
    Fields out = new Fields();
    out.put("formula", replay.formula().releases());
    if (!replay.alternatives().isEmpty()) {
      out.put("otherFormulas", replay.alternatives().stream().map(Formula::releases).toList());
    }
    out.put("totalPages", replay.total().known());
    if (!replay.total().exact()) {
      out.put("totalPagesLeast", replay.total().least());
      out.put("totalPagesMost", replay.total().most());
    }
    out.put("totalPagesSource", replay.total().source());
    List<Object> tasks = new ArrayList<>();
    replay.ranking().ifPresent(r -> r.standings().forEach(s -> tasks.add(standing(s).map())));
    out.put("tasks", tasks);
    out.put("chosen", replay.printedPid());
    out.put("chosenScore", replay.printedScore());
    out.put("first", replay.ranking().flatMap(r -> r.first()).map(s -> s.task().pid()));
    out.put("agrees", agrees(replay.verdict()));
    out.put("verdict", replay.verdict().words());
    out.put("why", replay.why());
    out.put(
        "drift",
        replay
            .drift()
            .map(
                d ->
                    new Fields()
                        .put("pages", d.pages())
                        .put("boundPages", d.boundPages())
                        .put("because", d.because())));
    out.put("asker", asker(e.asker()));
    out.put("request", request(e.request()));
    out.put("ledger", e.ledger().map(ExplainJson::ledger));
    out.put("whatIf", each(e.whatWouldHaveChanged()));
    if (!asked.isEmpty()) {
      out.put("asked", each(asked));
    }
    List<Object> story = new ArrayList<>();
    Story.of(e)
        .parts()
        .forEach(
            p ->
                story.add(
                    new Fields()
                        .put("question", p.question().heading())
                        .put("answer", p.sentences())
                        .map()));
    out.put("story", story);
    return out;
  }

  private static Object agrees(Agreement verdict) {
    return switch (verdict) {
      case AGREES, AGREES_WITHIN_DRIFT -> true;
      case DISAGREES -> false;
      case NOT_REPRODUCIBLE -> verdict.words();
    };
  }

  private static Fields standing(Candidate s) {
    return new Fields()
        .put("pid", s.task().pid())
        .put("name", s.task().name())
        .put("pages", s.pages())
        .put("points", s.points())
        .put("score", s.score())
        .put("rank", s.rank())
        .put("spared", s.spared());
  }

  private static Fields asker(TriggerProcess a) {
    return new Fields()
        .put("thread", a.thread())
        .put("process", a.process().map(Task::pid))
        .put("certain", a.certain())
        .put("why", a.why());
  }

  private static Fields request(Request r) {
    List<Object> zones = new ArrayList<>();
    r.zones().forEach(z -> zones.add(zone(z).map()));
    return new Fields()
        .put("pages", r.pages())
        .put("highestZone", r.highestZone())
        .put("zones", zones)
        .put("why", r.why());
  }

  private static Fields zone(ZoneCheck z) {
    return new Fields()
        .put("node", z.zone().node())
        .put("zone", z.zone().zone())
        .put("barred", z.barred())
        .put("freePages", z.freePages())
        .put("notCountedPages", z.notCountedPages())
        .put("reservePages", z.reservePages())
        .put("minPages", z.minPages())
        .put("highPages", z.highPages())
        .put("passesMin", z.passesMin())
        .put("passesHigh", z.passesHigh())
        .put("blocks", z.blocks());
  }

  private static Fields ledger(Ledger l) {
    List<Object> entries = new ArrayList<>();
    l.entries()
        .forEach(
            entry ->
                entries.add(
                    new Fields()
                        .put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                        .put("name", entry.name())
                        .put("kb", entry.kb())
                        .put("from", entry.from())
                        .map()));
    return new Fields()
        .put("what", l.what())
        .put("totalKb", l.totalKb())
        .put("entries", entries)
        .put("unaccountedKb", l.unaccountedKb())
        .put("swapUsedKb", l.swapUsedKb());
  }

  private static List<Object> each(List<WhatIf> all) {
    List<Object> out = new ArrayList<>();
    for (WhatIf w : all) {
      out.add(
          new Fields()
              .put("if", w.words())
              .put("struck", w.struck().name().toLowerCase(Locale.ROOT))
              .put("victims", w.victims().stream().map(Task::pid).toList())
              .put("why", w.why())
              .map());
    }
    return out;
  }
}
