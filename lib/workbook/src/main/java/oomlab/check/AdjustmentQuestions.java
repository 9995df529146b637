package oomlab.check;

import static oomlab.check.Arithmetic.n;

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
              r -> Expected.exactly(Arithmetic.total(r) / 1000, "pages"))
          .wrong(
              "a thousandth of its own size",
              r -> Expected.exactly(Arithmetic.held(r, Arithmetic.victim(r)) / 1000, ""),
              r ->
                  "%s pages are the victim's own size. A step is the same for every process."
                      .formatted(n(Arithmetic.held(r, Arithmetic.victim(r)))))
          .wrong(
              "reserved pages counted",
              r -> Expected.exactly(r.ramPages().orElseThrow() / 1000, ""),
              r ->
                  "You divided all %s pages of RAM. The kernel never gave out %s of them."
                      .formatted(n(r.ramPages().orElseThrow()), n(r.reservedPages().orElseThrow())))
          .wrong(
              "per cent for per mille",
              r -> Expected.exactly(Arithmetic.total(r) / 100, ""),
              r -> "That is a hundredth of %s pages.".formatted(n(Arithmetic.total(r))))
          .wrong(
              "fraction kept",
              r -> new Expected.Amount(Arithmetic.total(r) / 1000.0, "", 0.002),
              r ->
                  "The kernel divides %s by 1000 in whole numbers, before it multiplies."
                      .formatted(n(Arithmetic.total(r))))
          .evidence(r -> Evidence.lines(r, "managed:"))
          .hint(r -> "A step is a share of all memory that the kernel hands out, and of swap.")
          .hint(r -> "managed, in pages, divided by 1000. There is no swap here.")
          .solution(
              r ->
                  "%s / 1000, without the fraction: %s pages."
                      .formatted(n(Arithmetic.total(r)), n(Arithmetic.total(r) / 1000)));

  private static final Question<OomReport> ADJ_POINTS =
      Question.of(
              "adj-points",
              OomReport.class,
              r -> Expected.exactly(Arithmetic.points(r, XORG, ADJ), "pages"))
          .wrong(
              "its own pages scaled",
              r -> new Expected.Amount(own(r, XORG) * (1 + ADJ / 1000.0), "", 0.001),
              r -> "You raised its own %s pages by a tenth.".formatted(n(own(r, XORG))))
          .wrong(
              "read as per cent of its own pages",
              r -> Expected.exactly(own(r, XORG) * (100 + ADJ) / 100, ""),
              r -> "You took %d per cent of its own %s pages.".formatted(ADJ, n(own(r, XORG))))
          .wrong(
              "added as pages",
              r -> Expected.exactly(own(r, XORG) + ADJ, ""),
              r ->
                  "You added %d pages to its %s. A step is more than one page."
                      .formatted(ADJ, n(own(r, XORG))))
          .wrong(
              "swap left out of the whole",
              r -> Expected.exactly(own(r, XORG) + ADJ * (Arithmetic.ram(r) / 1000), ""),
              r ->
                  "You took thousandths of the %s pages of RAM. Swap belongs to the whole as well."
                      .formatted(n(Arithmetic.ram(r))))
          .wrong(
              "its own pages forgotten",
              r -> Expected.exactly(ADJ * (Arithmetic.total(r) / 1000), ""),
              r ->
                  "That is the adjustment alone. Its own %s come on top."
                      .formatted(n(own(r, XORG))))
          .evidence(r -> Evidence.row(r, XORG))
          .hint(r -> "Its own pages, and %d steps.".formatted(ADJ))
          .hint(
              r ->
                  "A step is %s pages; its own are %s."
                      .formatted(n(Arithmetic.total(r) / 1000), n(own(r, XORG))))
          .solution(
              r ->
                  "%s + %d * %s = %s."
                      .formatted(
                          n(own(r, XORG)),
                          ADJ,
                          n(Arithmetic.total(r) / 1000),
                          n(Arithmetic.points(r, XORG, ADJ))));

  private static final Question<OomReport> NEVER_ROWS =
      Question.of("never-rows", OomReport.class, r -> Expected.exactly(never(r).size(), "rows"))
          .wrong(
              "every negative value taken for never",
              r ->
                  Expected.exactly(
                      r.tasks().stream().filter(t -> t.oomScoreAdj().orElse(0) < 0).count(), ""),
              r -> "You counted every row with a value below zero. One of them was a candidate.")
          .wrong(
              "the name taken for the process",
              r -> Expected.exactly(sameNames(r), ""),
              r ->
                  "%s rows have a name that a spared row has. The value belongs to one process."
                      .formatted(n(sameNames(r))))
          .evidence(r -> Evidence.lines(r, " -1000 "))
          .hint(r -> "One value of oom_score_adj means never.")
          .hint(r -> "Count the rows with -1000. Other rows of the same name do not have it.")
          .solution(
              r ->
                  "%s: %s."
                      .formatted(
                          n(never(r).size()),
                          String.join(
                              " and ",
                              never(r).stream().map(t -> t.name() + " " + t.pid()).toList())));

  private static final Question<OomReport> LEAST_ADJ =
      Question.of("least-adj", OomReport.class, r -> Expected.exactly(least(r), ""))
          .wrong(
              "the victim's score taken for the value",
              r -> Expected.word(n(printed(r)), n(printed(r) + 1), n(first(r)), n(first(r) + 1)),
              r ->
                  "The printed score is %s of 1000 of the whole. The shell starts with pages of its"
                          .formatted(n(printed(r)))
                      + " own, and a step is a thousandth without its fraction.")
          .wrong(
              "root's 3 % forgotten",
              r -> Expected.exactly(steps(heldByVictim(r) - pages(r), Arithmetic.total(r)), ""),
              r ->
                  "You compared %s pages with %s. Both run as root, and this kernel takes 3 %% off."
                      .formatted(n(heldByVictim(r)), n(pages(r))))
          .wrong(
              "reserved pages counted",
              r -> Expected.exactly(steps(gap(r), r.ramPages().orElseThrow()), ""),
              r ->
                  "You took a thousandth of all %s pages of RAM for a step."
                      .formatted(n(r.ramPages().orElseThrow())))
          .wrong(
              "only the highest value thought to be enough",
              r -> Expected.exactly(1000, ""),
              r -> "1000 adds all memory there is. Less is enough.")
          .evidence(r -> Evidence.row(r, SH))
          .hint(r -> "How many points are missing, and how many does one step bring?")
          .hint(
              r ->
                  "The table gives the victim %s points and the shell %s; a step is %s pages."
                      .formatted(
                          n(Arithmetic.ranking(r).first().orElseThrow().points().orElseThrow()),
                          n(Arithmetic.points(r, SH, 0)),
                          n(Arithmetic.total(r) / 1000)))
          .solution(
              r ->
                  "%s points are missing; %s steps of %s pages are the first to be more."
                      .formatted(n(gap(r)), n(least(r)), n(Arithmetic.total(r) / 1000)));

  private static final Question<List<?>> WORLD_POINTS =
      Question.of("world-points", Arithmetic.LIST, d -> Expected.exactly(changed(d), "pages"))
          .wrong(
              "its own pages scaled",
              d -> new Expected.Amount(mine(d) * (1000.0 + adj(d)) / 1000, "", 0.001),
              d -> "You scaled its own %s pages by %d thousandths.".formatted(n(mine(d)), adj(d)))
          .wrong(
              "added as pages",
              d -> Expected.exactly(mine(d) + adj(d), ""),
              d -> "You added %d pages to its %s.".formatted(adj(d), n(mine(d))))
          .wrong(
              "swap left out of the whole",
              d ->
                  Expected.exactly(
                      mine(d) + adj(d) * (Arithmetic.ram(Arithmetic.report(d)) / 1000), ""),
              d ->
                  "You took thousandths of the %s pages of RAM. Swap belongs to the whole as well."
                      .formatted(n(Arithmetic.ram(Arithmetic.report(d)))))
          .wrong(
              "the sign lost",
              d ->
                  Expected.exactly(
                      mine(d) - adj(d) * (Arithmetic.total(Arithmetic.report(d)) / 1000), ""),
              d -> "A value of %d goes the other way.".formatted(adj(d)))
          .evidence(d -> Evidence.row(Arithmetic.report(d), change(d).pid()))
          .hint(d -> "Its own pages, and so many steps as the new value says.")
          .hint(
              d ->
                  "Its own are %s; one step is %s pages."
                      .formatted(n(mine(d)), n(Arithmetic.total(Arithmetic.report(d)) / 1000)))
          .solution(
              d ->
                  "%s and %d times %s: %s."
                      .formatted(
                          n(mine(d)),
                          adj(d),
                          n(Arithmetic.total(Arithmetic.report(d)) / 1000),
                          n(changed(d))));

  private static final Question<List<?>> WORLD_VICTIM =
      Question.of("world-victim", Arithmetic.LIST, d -> Expected.exactly(dies(d), ""))
          .wrong(
              "whoever asked",
              d ->
                  Expected.exactly(
                      Arithmetic.report(d).trigger().orElseThrow().pid().orElseThrow(), ""),
              d -> "That is the thread that asked. Only vm.oom_kill_allocating_task kills it.")
          .wrong(
              "the adjusted one, whatever its size",
              d -> Expected.exactly(change(d).pid(), ""),
              d -> "With %d it has %s points. Somebody has more.".formatted(adj(d), n(changed(d))))
          .wrong(
              "the next in line, as if negative meant never",
              d ->
                  Expected.exactly(
                      Arithmetic.ranking(Arithmetic.report(d)).standings().get(1).task().pid(), ""),
              d ->
                  "%d takes steps away. Only -1000 means never; compare the points that are left."
                      .formatted(adj(d)))
          .evidence(
              d ->
                  Evidence.row(
                      Arithmetic.report(d), Arithmetic.report(d).kill().orElseThrow().pid()))
          .hint(
              d ->
                  "Compare two numbers of points: of the adjusted process, and of the largest other.")
          .hint(
              d ->
                  "A step is %s pages. The victim had %s points."
                      .formatted(
                          n(Arithmetic.total(Arithmetic.report(d)) / 1000),
                          n(
                              Arithmetic.held(
                                  Arithmetic.report(d), Arithmetic.victim(Arithmetic.report(d))))))
          .solution(
              d ->
                  "If %s, that process has %s points, and %d dies."
                      .formatted(change(d).words(), n(changed(d)), dies(d)));

  private static final Question<World> WORLD_GROUP =
      Question.of(
              "world-group",
              World.class,
              w -> Expected.exactly(members(w) - spared(w), "processes"))
          .wrong(
              "every member counted",
              w -> Expected.exactly(members(w), ""),
              w -> "%d are all members. A -1000 holds here too.".formatted(members(w)))
          .wrong(
              "the largest alone",
              w -> Expected.exactly(1, ""),
              w -> "One dies when memory.oom.group is 0. With 1 the group dies as a whole.")
          .evidence(
              w ->
                  List.of(
                      Evidence.of(
                          "%d processes, %d of them with oom_score_adj -1000"
                              .formatted(members(w), spared(w)))))
          .hint(w -> "The group dies as a whole, with one exception that cgroup-v2.rst names.")
          .hint(w -> "Processes with an oom_score_adj of -1000 are never killed.")
          .solution(
              w ->
                  "%d less the %d that are spared: %d."
                      .formatted(members(w), spared(w), members(w) - spared(w)));

  static final List<Question<?>> ALL =
      List.of(ADJ_STEP, ADJ_POINTS, NEVER_ROWS, LEAST_ADJ, WORLD_POINTS, WORLD_VICTIM, WORLD_GROUP);

  private AdjustmentQuestions() {}

  private static long own(OomReport report, int pid) {
    return Arithmetic.held(report, Arithmetic.row(report, pid));
  }

  private static List<OomReport.Task> never(OomReport report) {
    return report.tasks().stream().filter(t -> t.oomScoreAdj().orElse(0) == -1000).toList();
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
    return Arithmetic.standing(report, SH).pages();
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
