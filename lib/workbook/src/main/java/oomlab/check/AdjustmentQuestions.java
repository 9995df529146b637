package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;

/** Questions of chapter 03 about {@code oom_score_adj} and about groups. */
final class AdjustmentQuestions {
  private static final int XORG = 809;
  private static final int SH = 769;
  private static final int ADJ = 100;

  private static final Question<OomReport> ADJ_STEP =
      Question.of(
              "adj-step",
              OomReport.class,
              r -> ExpectedAnswer.exactly(Arithmetic.total(r) / 1000, "pages"))
          .wrong(
              later("a thousandth of its own size"),
              r -> ExpectedAnswer.exactly(Arithmetic.held(r, Arithmetic.victim(r)) / 1000, ""),
              r ->
                  words(
                      "%s pages are the victim's own size. A step is the same for every process.",
                      n(Arithmetic.held(r, Arithmetic.victim(r)))))
          .wrong(
              later("reserved pages counted"),
              r -> ExpectedAnswer.exactly(r.ramPages().orElseThrow() / 1000, ""),
              r ->
                  words(
                      "You divided all %s pages of RAM. The kernel never gave out %s of them.",
                      n(r.ramPages().orElseThrow()), n(r.reservedPages().orElseThrow())))
          .wrong(
              later("per cent for per mille"),
              r -> ExpectedAnswer.exactly(Arithmetic.total(r) / 100, ""),
              r -> words("That is a hundredth of %s pages.", n(Arithmetic.total(r))))
          .wrong(
              later("fraction kept"),
              r -> new ExpectedAnswer.Amount(Arithmetic.total(r) / 1000.0, "", 0.002),
              r ->
                  words(
                      "The kernel divides %s by 1000 in whole numbers, before it multiplies.",
                      n(Arithmetic.total(r))))
          .evidence(r -> EvidenceLine.lines(r, "managed:"))
          .hint(
              r -> words("A step is a share of all memory that the kernel hands out, and of swap."))
          .hint(r -> words("managed, in pages, divided by 1000. There is no swap here."))
          .solution(
              r ->
                  words(
                      "%s / 1000, without the fraction: %s pages.",
                      n(Arithmetic.total(r)), n(Arithmetic.total(r) / 1000)));

  private static final Question<OomReport> ADJ_POINTS =
      Question.of(
              "adj-points",
              OomReport.class,
              r -> ExpectedAnswer.exactly(Arithmetic.points(r, XORG, ADJ), "pages"))
          .wrong(
              later("its own pages scaled"),
              r -> new ExpectedAnswer.Amount(own(r, XORG) * (1 + ADJ / 1000.0), "", 0.001),
              r -> words("You raised its own %s pages by a tenth.", n(own(r, XORG))))
          .wrong(
              later("read as per cent of its own pages"),
              r -> ExpectedAnswer.exactly(own(r, XORG) * (100 + ADJ) / 100, ""),
              r -> words("You took %d per cent of its own %s pages.", ADJ, n(own(r, XORG))))
          .wrong(
              later("added as pages"),
              r -> ExpectedAnswer.exactly(own(r, XORG) + ADJ, ""),
              r ->
                  words(
                      "You added %d pages to its %s. A step is more than one page.",
                      ADJ, n(own(r, XORG))))
          .wrong(
              later("swap left out of the whole"),
              r -> ExpectedAnswer.exactly(own(r, XORG) + ADJ * (Arithmetic.ram(r) / 1000), ""),
              r ->
                  words(
                      "You took thousandths of the %s pages of RAM. Swap belongs to the whole as well.",
                      n(Arithmetic.ram(r))))
          .wrong(
              later("its own pages forgotten"),
              r -> ExpectedAnswer.exactly(ADJ * (Arithmetic.total(r) / 1000), ""),
              r -> words("That is the adjustment alone. Its own %s come on top.", n(own(r, XORG))))
          .evidence(r -> EvidenceLine.row(r, XORG))
          .hint(r -> words("Its own pages, and %d steps.", ADJ))
          .hint(
              r ->
                  words(
                      "A step is %s pages; its own are %s.",
                      n(Arithmetic.total(r) / 1000), n(own(r, XORG))))
          .solution(
              r ->
                  words(
                      "%s + %d * %s = %s.",
                      n(own(r, XORG)),
                      ADJ,
                      n(Arithmetic.total(r) / 1000),
                      n(Arithmetic.points(r, XORG, ADJ))));

  private static final Question<OomReport> NEVER_ROWS =
      Question.of(
              "never-rows", OomReport.class, r -> ExpectedAnswer.exactly(never(r).size(), "rows"))
          .wrong(
              later("every negative value taken for never"),
              r ->
                  ExpectedAnswer.exactly(
                      r.tasks().stream().filter(t -> t.oomScoreAdj().orElse(0) < 0).count(), ""),
              r ->
                  words(
                      "You counted every row with a value below zero. One of them was a candidate."))
          .wrong(
              later("the name taken for the process"),
              r -> ExpectedAnswer.exactly(sameNames(r), ""),
              r ->
                  words(
                      "%s rows have a name that a spared row has. The value belongs to one process.",
                      n(sameNames(r))))
          .evidence(r -> EvidenceLine.lines(r, " -1000 "))
          .hint(r -> words("One value of oom_score_adj means never."))
          .hint(
              r -> words("Count the rows with -1000. Other rows of the same name do not have it."))
          .solution(
              r ->
                  words(
                      "%s: %s.",
                      n(never(r).size()),
                      joined(never(r).stream().map(t -> t.name() + " " + t.pid()).toList())));

  private static final Question<OomReport> LEAST_ADJ =
      Question.of("least-adj", OomReport.class, r -> ExpectedAnswer.exactly(least(r), ""))
          .wrong(
              later("the victim's score taken for the value"),
              r ->
                  ExpectedAnswer.word(
                      n(printed(r)), n(printed(r) + 1), n(first(r)), n(first(r) + 1)),
              r ->
                  words(
                      "The printed score is %s of 1000 of the whole. The shell starts with pages of its own, and a step is a thousandth without its fraction.",
                      n(printed(r))))
          .wrong(
              later("root's 3 %% forgotten"),
              r ->
                  ExpectedAnswer.exactly(
                      steps(heldByVictim(r) - pages(r), Arithmetic.total(r)), ""),
              r ->
                  words(
                      "You compared %s pages with %s. Both run as root, and this kernel takes 3 %% off.",
                      n(heldByVictim(r)), n(pages(r))))
          .wrong(
              later("reserved pages counted"),
              r -> ExpectedAnswer.exactly(steps(gap(r), r.ramPages().orElseThrow()), ""),
              r ->
                  words(
                      "You took a thousandth of all %s pages of RAM for a step.",
                      n(r.ramPages().orElseThrow())))
          .wrong(
              later("only the highest value thought to be enough"),
              r -> ExpectedAnswer.exactly(1000, ""),
              r -> words("1000 adds all memory there is. Less is enough."))
          .evidence(r -> EvidenceLine.row(r, SH))
          .hint(r -> words("How many points are missing, and how many does one step bring?"))
          .hint(
              r ->
                  words(
                      "The table gives the victim %s points and the shell %s; a step is %s pages.",
                      n(Arithmetic.ranking(r).first().orElseThrow().points().orElseThrow()),
                      n(Arithmetic.points(r, SH, 0)),
                      n(Arithmetic.total(r) / 1000)))
          .solution(
              r ->
                  words(
                      "%s points are missing; %s steps of %s pages are the first to be more.",
                      n(gap(r)), n(least(r)), n(Arithmetic.total(r) / 1000)));

  private static final Question<List<?>> WORLD_POINTS =
      Question.of("world-points", Arithmetic.LIST, d -> ExpectedAnswer.exactly(changed(d), "pages"))
          .wrong(
              later("its own pages scaled"),
              d -> new ExpectedAnswer.Amount(mine(d) * (1000.0 + adj(d)) / 1000, "", 0.001),
              d -> words("You scaled its own %s pages by %d thousandths.", n(mine(d)), adj(d)))
          .wrong(
              later("added as pages"),
              d -> ExpectedAnswer.exactly(mine(d) + adj(d), ""),
              d -> words("You added %d pages to its %s.", adj(d), n(mine(d))))
          .wrong(
              later("swap left out of the whole"),
              d ->
                  ExpectedAnswer.exactly(
                      mine(d) + adj(d) * (Arithmetic.ram(Arithmetic.report(d)) / 1000), ""),
              d ->
                  words(
                      "You took thousandths of the %s pages of RAM. Swap belongs to the whole as well.",
                      n(Arithmetic.ram(Arithmetic.report(d)))))
          .wrong(
              later("the sign lost"),
              d ->
                  ExpectedAnswer.exactly(
                      mine(d) - adj(d) * (Arithmetic.total(Arithmetic.report(d)) / 1000), ""),
              d -> words("A value of %d goes the other way.", adj(d)))
          .evidence(d -> EvidenceLine.row(Arithmetic.report(d), change(d).pid()))
          .hint(d -> words("Its own pages, and so many steps as the new value says."))
          .hint(
              d ->
                  words(
                      "Its own are %s; one step is %s pages.",
                      n(mine(d)), n(Arithmetic.total(Arithmetic.report(d)) / 1000)))
          .solution(
              d ->
                  words(
                      "%s and %d times %s: %s.",
                      n(mine(d)),
                      adj(d),
                      n(Arithmetic.total(Arithmetic.report(d)) / 1000),
                      n(changed(d))));

  private static final Question<List<?>> WORLD_VICTIM =
      Question.of("world-victim", Arithmetic.LIST, d -> ExpectedAnswer.exactly(dies(d), ""))
          .wrong(
              later("whoever asked"),
              d ->
                  ExpectedAnswer.exactly(
                      Arithmetic.report(d).trigger().orElseThrow().pid().orElseThrow(), ""),
              d ->
                  words(
                      "That is the thread that asked. Only vm.oom_kill_allocating_task kills it."))
          .wrong(
              later("the adjusted one, whatever its size"),
              d -> ExpectedAnswer.exactly(change(d).pid(), ""),
              d -> words("With %d it has %s points. Somebody has more.", adj(d), n(changed(d))))
          .wrong(
              later("the next in line, as if negative meant never"),
              d ->
                  ExpectedAnswer.exactly(
                      Arithmetic.ranking(Arithmetic.report(d)).candidates().get(1).task().pid(),
                      ""),
              d ->
                  words(
                      "%d takes steps away. Only -1000 means never; compare the points that are left.",
                      adj(d)))
          .evidence(
              d ->
                  EvidenceLine.row(
                      Arithmetic.report(d), Arithmetic.report(d).kill().orElseThrow().pid()))
          .hint(
              d ->
                  words(
                      "Compare two numbers of points: of the adjusted process, and of the largest other."))
          .hint(
              d ->
                  words(
                      "A step is %s pages. The victim had %s points.",
                      n(Arithmetic.total(Arithmetic.report(d)) / 1000),
                      n(
                          Arithmetic.held(
                              Arithmetic.report(d), Arithmetic.victim(Arithmetic.report(d))))))
          .solution(
              d ->
                  words(
                      "If %s, that process has %s points, and %d dies.",
                      change(d).words(), n(changed(d)), dies(d)));

  private static final Question<World> WORLD_GROUP =
      Question.of(
              "world-group",
              World.class,
              w -> ExpectedAnswer.exactly(members(w) - spared(w), "processes"))
          .wrong(
              later("every member counted"),
              w -> ExpectedAnswer.exactly(members(w), ""),
              w -> words("%d are all members. A -1000 holds here too.", members(w)))
          .wrong(
              later("the largest alone"),
              w -> ExpectedAnswer.exactly(1, ""),
              w -> words("One dies when memory.oom.group is 0. With 1 the group dies as a whole."))
          .evidence(
              w ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "%d processes, %d of them with oom_score_adj -1000",
                              members(w), spared(w)))))
          .hint(
              w -> words("The group dies as a whole, with one exception that cgroup-v2.rst names."))
          .hint(w -> words("Processes with an oom_score_adj of -1000 are never killed."))
          .solution(
              w ->
                  words(
                      "%d less the %d that are spared: %d.",
                      members(w), spared(w), members(w) - spared(w)));

  static final List<Question<?>> ALL =
      List.of(ADJ_STEP, ADJ_POINTS, NEVER_ROWS, LEAST_ADJ, WORLD_POINTS, WORLD_VICTIM, WORLD_GROUP);

  private AdjustmentQuestions() {}

  private static long own(OomReport report, int pid) {
    return Arithmetic.held(report, Arithmetic.row(report, pid));
  }

  private static List<OomReport.Task> never(OomReport report) {
    return report.tasks().stream().filter(t -> t.oomScoreAdj().orElse(0) == -1000).toList();
  }

  private static String joined(List<String> names) {
    return names.stream().reduce((one, next) -> words("%s and %s", one, next)).orElse("");
  }

  private static long sameNames(OomReport report) {
    List<String> names = never(report).stream().map(OomReport.Task::name).toList();
    return report.tasks().stream().filter(t -> names.contains(t.name())).count();
  }

  private static long least(OomReport report) {
    return steps(gap(report), Arithmetic.total(report));
  }

  private static long gap(OomReport report) {
    return Arithmetic.ranking(report).first().orElseThrow().points().orElseThrow()
        - Arithmetic.points(report, SH, 0);
  }

  private static long steps(long points, long whole) {
    return points / (whole / 1000) + 1;
  }

  private static long pages(OomReport report) {
    return Arithmetic.candidate(report, SH).pages();
  }

  private static long heldByVictim(OomReport report) {
    return Arithmetic.ranking(report).first().orElseThrow().pages();
  }

  private static long printed(OomReport report) {
    return report.kill().orElseThrow().score().orElseThrow();
  }

  private static long first(OomReport report) {
    return Arithmetic.ranking(report).first().orElseThrow().score().orElseThrow();
  }

  private static Change.Adj change(List<?> data) {
    return Arithmetic.world(data).change(Arithmetic.report(data));
  }

  private static int adj(List<?> data) {
    return change(data).oomScoreAdj();
  }

  private static long mine(List<?> data) {
    return own(Arithmetic.report(data), change(data).pid());
  }

  private static long changed(List<?> data) {
    return Arithmetic.points(Arithmetic.report(data), change(data).pid(), adj(data));
  }

  private static int dies(List<?> data) {
    return Explanation.of(Arithmetic.report(data)).whatIf(change(data)).victims().get(0).pid();
  }

  private static int members(World world) {
    return world.number("members", 4, 9);
  }

  private static int spared(World world) {
    return world.number("spared", 1, 2);
  }
}
