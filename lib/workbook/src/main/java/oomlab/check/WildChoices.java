package oomlab.check;

import static oomlab.check.ExpectedAnswer.exactly;
import static oomlab.check.ExpectedAnswer.shown;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.explain.Replay.Candidate;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;

/**
 * Questions of chapter 08, about whichever report the reader has: who died, and who should have.
 */
final class WildChoices {
  private static final Question<OomReport> VICTIM =
      Question.of("wild-victim", OomReport.class, r -> pid(WildFacts.victimPid(r)))
          .wrong(
              later("the last kill taken for the first"),
              r -> pid(last(r).pid()),
              r ->
                  words(
                      "%s (%d) stands in the last of %d kill lines.",
                      last(r).comm(), last(r).pid(), r.kills().size()))
          .wrong(
              later("trigger taken for victim"),
              r -> pid(WildFacts.trigger(r)),
              r ->
                  words(
                      "%d is %s, which asked for memory. Who asks need not be who dies.",
                      WildFacts.trigger(r), r.trigger().orElseThrow().comm()))
          .wrong(
              later("the largest taken for the victim"),
              r -> pid(WildFacts.largest(r).pid()),
              r ->
                  words(
                      "%d has the most memory in the table, %s pages. Whether it was killed another line says.",
                      WildFacts.largest(r).pid(), shown(WildFacts.rss(WildFacts.largest(r)))))
          .evidence(
              r ->
                  WildFacts.nobody(r)
                      ? EvidenceLine.lines(r, "panic")
                      : EvidenceLine.lines(r, "Killed process"))
          .hint(r -> words("The first line names who asked. The victim stands near the end."))
          .hint(r -> words("Look for the words \"Killed process\". Are there any?"))
          .solution(
              r ->
                  WildFacts.nobody(r)
                      ? words(
                          "Nobody was killed: the answer is 0. The kernel found no process that it may kill, and panicked.")
                      : words(
                          "%s (%d), by the first line that says Killed process.",
                          WildFacts.victim(r).comm(), WildFacts.victim(r).pid()));

  private static final Question<OomReport> DEATHS =
      Question.of("wild-deaths", OomReport.class, r -> exactly(WildFacts.deaths(r), "processes"))
          .wrong(
              later("a thread counted as a process"),
              r -> exactly((long) r.kills().size(), ""),
              r ->
                  words(
                      "There are %d kill lines. Has every pid in them a row of its own in the task table?",
                      r.kills().size()))
          .wrong(
              later("only the first kill seen"),
              r -> r.kills().size() > 1 ? exactly(1L, "") : none(),
              r ->
                  words(
                      "After the kill of %s (%d) the report goes on: %d lines say Killed process.",
                      WildFacts.victim(r).comm(), WildFacts.victim(r).pid(), r.kills().size()))
          .wrong(
              later("candidates counted"),
              r -> exactly((long) r.tasks().size(), ""),
              r ->
                  words(
                      "%d processes stand in the table: those are the candidates.",
                      r.tasks().size()))
          .evidence(
              r ->
                  WildFacts.nobody(r)
                      ? EvidenceLine.lines(r, "panic")
                      : EvidenceLine.lines(r, "Killed process"))
          .hint(
              r ->
                  words(
                      "Count the lines that say Killed process, then ask what each pid in them is."))
          .hint(
              r ->
                  words(
                      "Inside the kernel a thread has a pid as well. The task table lists processes only."))
          .solution(
              r ->
                  words(
                      "%d: %d kill lines, %d pids of them with a row in the table.",
                      WildFacts.deaths(r), r.kills().size(), WildFacts.deaths(r)));

  private static final Question<OomReport> FIRST =
      Question.of(
              "wild-first",
              OomReport.class,
              r -> pid(WildFacts.first(r).map(s -> s.task().pid()).orElse(0)))
          .wrong(
              later("a process that may never be killed"),
              r -> pid(spared(r).task().pid()),
              r ->
                  words(
                      "%s may not be killed: %s. All its %s pages do not count.",
                      WildQuestions.named(spared(r)),
                      spared(r).spared().orElse(""),
                      shown(spared(r).pages())))
          .wrong(
              later("the kernel's victim taken unchecked"),
              r -> pid(WildFacts.victim(r).pid()),
              r ->
                  words(
                      "%d is who died. Its row has only %s pages; is there none with more points?",
                      WildFacts.victim(r).pid(), shown(WildFacts.rss(WildFacts.victimRow(r)))))
          .wrong(
              later("the adjustment taken for the score"),
              r -> pid(WildFacts.mostAdjusted(r).pid()),
              r ->
                  words(
                      "%s has the highest oom_score_adj, %d thousandths, on top of %s pages. Add both up, for others too.",
                      WildQuestions.named(WildFacts.mostAdjusted(r)),
                      WildFacts.mostAdjusted(r).oomScoreAdj().orElse(0),
                      shown(WildFacts.rss(WildFacts.mostAdjusted(r)))))
          .evidence(r -> EvidenceLine.lines(r, "oom_score_adj name"))
          .hint(r -> words("Tables.scores(Explanation.of(report)) has a row for each, in order."))
          .hint(
              r ->
                  words(
                      "A row without a rank may not be killed. If no row has one, the answer is 0."))
          .solution(
              r ->
                  WildFacts.first(r)
                      .map(
                          s ->
                              words(
                                  "%s, with %s points.",
                                  WildQuestions.named(s), shown(s.points().orElse(0))))
                      .orElse(words("Nobody: every row has an oom_score_adj of -1000.")));

  private static final Question<OomReport> POINTS =
      Question.of("wild-points", OomReport.class, r -> ExpectedAnswer.yes(WildFacts.byPoints(r)))
          .wrong(
              later("a choice where there was none"),
              r -> WildFacts.nobody(r) ? ExpectedAnswer.yes(true) : none(),
              r -> words("There is no kill line among its %d lines.", r.lines().size()))
          .wrong(
              later("the choice not checked"),
              r -> ExpectedAnswer.yes(true),
              r ->
                  words(
                      "%d died. In the ranking another has %s pages against its %s.",
                      WildFacts.victim(r).pid(),
                      shown(WildFacts.first(r).orElseThrow().pages()),
                      shown(WildFacts.rss(WildFacts.victimRow(r)))))
          .wrong(
              later("the rule mistrusted"),
              r -> ExpectedAnswer.yes(false),
              r ->
                  words(
                      "Its %s pages and oom_score_adj %d: which row comes to more points?",
                      shown(WildFacts.rss(WildFacts.victimRow(r))),
                      WildFacts.victimRow(r).oomScoreAdj().orElse(0)))
          .evidence(r -> EvidenceLine.lines(r, "Killed process"))
          .hint(r -> words("Compare the victim with the first row of Tables.scores."))
          .hint(
              r ->
                  words(
                      "Read the words before \"Killed process\" too: there is a sysctl that kills whoever asks."))
          .solution(
              r ->
                  WildFacts.nobody(r)
                      ? words("No: nobody could be chosen.")
                      : WildFacts.byPoints(r)
                          ? words("Yes: the victim has the most points.")
                          : words(
                              "No: %s has the most points. The kill line says why another died.",
                              WildQuestions.named(WildFacts.first(r).orElseThrow())));

  private static final Question<OomReport> NEXT =
      Question.of("wild-next", OomReport.class, r -> pid(WildFacts.inItsPlace(r)))
          .wrong(
              later("the adjustments forgotten"),
              r -> pid(WildFacts.largestOther(r).pid()),
              r ->
                  words(
                      "%s is the largest of the others, with %s pages. Now add what oom_score_adj gives and takes.",
                      WildQuestions.named(WildFacts.largestOther(r)),
                      shown(WildFacts.rss(WildFacts.largestOther(r)))))
          .wrong(
              later("the same one again"),
              r -> pid(WildFacts.victimRow(r).pid()),
              r -> words("With -1000 the kernel passes over %d.", WildFacts.victimRow(r).pid()))
          .wrong(
              later("trigger taken for victim"),
              r -> pid(WildFacts.trigger(r)),
              r ->
                  words(
                      "%d asked for memory: a thread. Points belong to rows of the table.",
                      WildFacts.trigger(r)))
          .evidence(r -> EvidenceLine.row(r, WildFacts.victimRow(r).pid()))
          .hint(r -> words("Who has the most points of those that are left?"))
          .hint(
              r ->
                  words(
                      "Ask for it: explanation.whatIf(new Change.Adj(pid, -1000)), with its pid."))
          .solution(
              r ->
                  r.task(WildFacts.inItsPlace(r))
                      .map(t -> words("%s.", WildQuestions.named(t)))
                      .orElse(words("Nobody is left that may be killed.")));

  /** A world and a report. */
  @SuppressWarnings("unchecked")
  private static final Class<List<?>> PAIR = (Class<List<?>>) (Class<?>) List.class;

  private static final Question<List<?>> CHANGE =
      Question.of("wild-change", PAIR, d -> pid(changed(d)))
          .wrong(
              later("nothing thought to change"),
              d -> pid(WildFacts.victim(report(d)).pid()),
              d ->
                  words(
                      "%d died without the change. Recompute the points with it: %s.",
                      WildFacts.victim(report(d)).pid(), change(d).words()))
          .wrong(
              later("whom it is about taken for the victim"),
              d -> pid(change(d).pid()),
              d -> words("The change is about %d. Has it the most points then?", change(d).pid()))
          .hint(d -> words("Your change is: %s.", change(d).words()))
          .hint(d -> words("ex.whatIf(change).victims() holds whom the kernel would have chosen."))
          .solution(
              d ->
                  report(d)
                      .task(changed(d))
                      .map(t -> words("If %s, %s dies.", change(d).words(), WildQuestions.named(t)))
                      .orElse(words("Nobody could be killed then: 0.")));

  static final List<Question<?>> ALL = List.of(VICTIM, DEATHS, FIRST, POINTS, NEXT, CHANGE);

  private WildChoices() {}

  private static ExpectedAnswer pid(int pid) {
    return exactly((long) pid, "");
  }

  private static OomReport report(List<?> data) {
    return (OomReport) data.get(1);
  }

  private static Change.Adj change(List<?> data) {
    return ((World) data.get(0)).change(report(data));
  }

  /** Who dies with this world's change; 0 for nobody. */
  private static int changed(List<?> data) {
    return Explanation.of(report(data)).whatIf(change(data)).victims().stream()
        .findFirst()
        .map(OomReport.Task::pid)
        .orElse(0);
  }

  private static ExpectedAnswer none() {
    throw new NoSuchElementException("not in this report");
  }

  private static Kill last(OomReport report) {
    return report.kills().stream().skip(1).reduce((a, b) -> b).orElseThrow();
  }

  /** The largest process that may not be killed. */
  private static Candidate spared(OomReport report) {
    return WildFacts.ranking(report).candidates().stream()
        .filter(s -> s.spared().isPresent())
        .max(Comparator.comparingLong(Candidate::pages))
        .orElseThrow();
  }
}
