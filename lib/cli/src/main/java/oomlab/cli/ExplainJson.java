package oomlab.cli;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.Question;
import oomlab.explain.Explanation.Request;
import oomlab.explain.Explanation.TriggerProcess;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Formula;
import oomlab.explain.Ledger;
import oomlab.explain.Replay;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Drift;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.ZoneCheck;
import oomlab.internal.json.Json;
import oomlab.internal.json.ReportJson;
import oomlab.report.OomReport.Task;
import oomlab.report.OomReport.Zone;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * An explanation as the JSON that {@code ./oomlab explain --json} adds to each report. This is an
 * interface: fields are added, never renamed; what is not known is left out.
 */
final class ExplainJson {
  private static final JsonMapper MAPPER =
      Json.mapper()
          .rebuild()
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .addMixIn(Formula.class, FormulaMixIn.class)
          .addMixIn(Candidate.class, CandidateMixIn.class)
          .addMixIn(TriggerProcess.class, TriggerProcessMixIn.class)
          .addMixIn(ZoneCheck.class, ZoneCheckMixIn.class)
          .addMixIn(WhatIf.class, WhatIfMixIn.class)
          .addMixIn(Answer.class, AnswerMixIn.class)
          .addMixIn(Question.class, QuestionMixIn.class)
          .build();

  private ExplainJson() {}

  /**
   * Returns a report with its explanation as ordered maps and lists.
   *
   * @param file the file's name as the user gave it, {@code -} for standard input
   * @param asked what-if questions with their answers
   */
  static Map<String, Object> of(Explanation e, String file, List<WhatIf> asked) {
    Map<String, Object> out = new LinkedHashMap<>(ReportJson.of(e.report(), file));
    out.put("explain", MAPPER.convertValue(explain(e, asked), Map.class));
    return out;
  }

  private static Explain explain(Explanation e, List<WhatIf> asked) {
    Replay replay = e.replay();
    boolean exact = replay.total().exact();
    return new Explain(
        replay.formula(),
        Optional.of(replay.alternatives()).filter(others -> !others.isEmpty()),
        replay.total().known(),
        exact ? OptionalLong.empty() : OptionalLong.of(replay.total().least()),
        exact ? OptionalLong.empty() : replay.total().most(),
        replay.total().source(),
        replay.ranking().map(Ranking::candidates).orElse(List.of()),
        replay.printedPid(),
        replay.printedScore(),
        replay.ranking().flatMap(Ranking::first).map(c -> c.task().pid()),
        switch (replay.verdict()) {
          case AGREES, AGREES_WITHIN_DRIFT -> true;
          case DISAGREES -> false;
          case NOT_REPRODUCIBLE -> replay.verdict().words();
        },
        replay.verdict().words(),
        replay.why(),
        replay.drift(),
        e.trigger(),
        e.request(),
        e.ledger(),
        e.whatWouldHaveChanged(),
        Optional.of(asked).filter(answers -> !answers.isEmpty()),
        e.story());
  }

  private record Explain(
      Formula formula,
      Optional<List<Formula>> otherFormulas,
      OptionalLong totalPages,
      OptionalLong totalPagesLeast,
      OptionalLong totalPagesMost,
      String totalPagesSource,
      List<Candidate> tasks,
      OptionalInt chosen,
      OptionalLong chosenScore,
      Optional<Integer> first,
      Object agrees,
      String verdict,
      String why,
      Optional<Drift> drift,
      TriggerProcess asker,
      Request request,
      Optional<Ledger> ledger,
      List<WhatIf> whatIf,
      Optional<List<WhatIf>> asked,
      List<Answer> story) {}

  interface FormulaMixIn {
    @JsonValue
    String releases();
  }

  interface QuestionMixIn {
    @JsonValue
    String heading();
  }

  @JsonIncludeProperties({"task", "pages", "points", "score", "rank", "spared"})
  interface CandidateMixIn {
    @JsonUnwrapped
    @JsonIncludeProperties({"pid", "name"})
    Task task();
  }

  interface TriggerProcessMixIn {
    @JsonSerialize(contentUsing = Pid.class)
    Optional<Task> process();
  }

  interface ZoneCheckMixIn {
    @JsonUnwrapped
    @JsonIncludeProperties({"node", "zone"})
    Zone zone();
  }

  @JsonIncludeProperties({"if", "struck", "victims", "why"})
  @JsonPropertyOrder({"if", "struck", "victims", "why"})
  interface WhatIfMixIn {
    @JsonProperty("if")
    String words();

    @JsonSerialize(contentUsing = Pid.class)
    List<Task> victims();
  }

  interface AnswerMixIn {
    @JsonProperty("answer")
    List<String> sentences();
  }

  private static final class Pid extends ValueSerializer<Task> {
    @Override
    public void serialize(Task task, JsonGenerator out, SerializationContext context) {
      out.writeNumber(task.pid());
    }
  }
}
