package oomlab.internal.json;

import static oomlab.internal.json.JsonObject.list;
import static oomlab.internal.json.ReportJson.lower;
import static oomlab.internal.text.Words.translated;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.Request;
import oomlab.explain.Explanation.TriggerProcess;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Formula;
import oomlab.explain.Ledger;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Replay;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Drift;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.Replay.TotalPages;
import oomlab.explain.ZoneCheck;
import oomlab.report.OomReport.Task;

/**
 * An explanation as the JSON that {@code ./oomlab explain --json} and the page in a browser add to
 * each report. This is an interface: fields are added, never renamed; what is not known is left
 * out.
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
    return new JsonObject()
        .putAll(ReportJson.of(e.report(), file))
        .put("explain", explain(e, asked))
        .map();
  }

  private static Map<String, Object> explain(Explanation e, List<WhatIf> asked) {
    Replay replay = e.replay();
    TotalPages total = replay.total();
    JsonObject out =
        new JsonObject()
            .put("formula", replay.formula().releases())
            .putUnlessEmpty(
                "otherFormulas", replay.alternatives().stream().map(Formula::releases).toList())
            .put("totalPages", total.known())
            .putIf(!total.exact(), "totalPagesLeast", total.least())
            .put("totalPagesMost", total.exact() ? OptionalLong.empty() : total.most())
            .put("totalPagesSource", total.source());
    choice(out, replay);
    return out.put("drift", replay.drift().map(ExplainJson::drift))
        .put("asker", asker(e.trigger()))
        .put("request", request(e.request()))
        .put("ledger", e.ledger().map(ExplainJson::ledger))
        .put("whatIf", e.whatWouldHaveChanged(), ExplainJson::whatIf)
        .putUnlessEmpty("asked", list(asked, ExplainJson::whatIf))
        .put("story", e.story(), ExplainJson::answer)
        .map();
  }

  private static void choice(JsonObject out, Replay replay) {
    List<Candidate> candidates = replay.ranking().map(Ranking::candidates).orElse(List.of());
    out.put("tasks", candidates, ExplainJson::candidate)
        .put("chosen", replay.printedPid())
        .put("chosenScore", replay.printedScore())
        .put("first", replay.ranking().flatMap(Ranking::first).map(c -> c.task().pid()))
        .put(
            "agrees",
            switch (replay.verdict()) {
              case AGREES, AGREES_WITHIN_DRIFT -> true;
              case DISAGREES -> false;
              case NOT_REPRODUCIBLE -> replay.verdict().words();
            })
        .put("verdict", replay.verdict().words())
        .put("why", replay.why());
  }

  private static Map<String, Object> candidate(Candidate candidate) {
    return new JsonObject()
        .put("pid", candidate.task().pid())
        .put("name", candidate.task().name())
        .put("pages", candidate.pages())
        .put("points", candidate.points())
        .put("score", candidate.score())
        .put("rank", candidate.rank())
        .put("spared", candidate.spared())
        .map();
  }

  private static Map<String, Object> drift(Drift drift) {
    return new JsonObject()
        .put("pages", drift.pages())
        .put("boundPages", drift.boundPages())
        .put("because", drift.because())
        .map();
  }

  private static Map<String, Object> asker(TriggerProcess trigger) {
    return new JsonObject()
        .put("thread", trigger.thread())
        .put("process", trigger.process().map(Task::pid))
        .put("certain", trigger.certain())
        .put("why", trigger.why())
        .map();
  }

  private static Map<String, Object> request(Request request) {
    return new JsonObject()
        .put("pages", request.pages())
        .put("highestZone", request.highestZone())
        .put("zones", request.zones(), ExplainJson::zone)
        .put("why", request.why())
        .map();
  }

  private static Map<String, Object> zone(ZoneCheck check) {
    return new JsonObject()
        .put("node", check.zone().node())
        .put("zone", check.zone().zone())
        .put("barred", check.barred())
        .put("freePages", check.freePages())
        .put("notCountedPages", check.notCountedPages())
        .put("reservePages", check.reservePages())
        .put("minPages", check.minPages())
        .put("highPages", check.highPages())
        .put("passesMin", check.passesMin())
        .put("passesHigh", check.passesHigh())
        .put("blocks", check.blocks())
        .map();
  }

  private static Map<String, Object> ledger(Ledger ledger) {
    return new JsonObject()
        .put("what", ledger.what())
        .put("totalKb", ledger.totalKb())
        .put("entries", ledger.entries(), ExplainJson::entry)
        .put("unaccountedKb", ledger.unaccountedKb())
        .put("swapUsedKb", ledger.swapUsedKb())
        .map();
  }

  private static Map<String, Object> entry(Entry entry) {
    return new JsonObject()
        .put("kind", lower(entry.kind()))
        .put("name", translated(entry.name()))
        .put("kb", entry.kb())
        .put("from", translated(entry.from()))
        .map();
  }

  /** Returns what {@code whatIf} and {@code asked} have of an answer. */
  public static Map<String, Object> whatIf(WhatIf answer) {
    return new JsonObject()
        .put("if", answer.words())
        .put("struck", lower(answer.struck()))
        .put("victims", answer.victims().stream().map(Task::pid).toList())
        .put("why", answer.why())
        .map();
  }

  private static Map<String, Object> answer(Answer answer) {
    return new JsonObject()
        .put("question", answer.question().heading())
        .put("answer", answer.sentences())
        .map();
  }
}
