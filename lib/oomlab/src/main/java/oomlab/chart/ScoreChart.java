package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import oomlab.chart.Rows.Mark;
import oomlab.chart.Rows.Part;
import oomlab.chart.Rows.Row;
import oomlab.chart.Rows.Tone;
import oomlab.chart.Sheet.Swatch;
import oomlab.explain.Explanation;
import oomlab.explain.Formula;
import oomlab.explain.Replay;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.report.OomReport;

/** Lays out the ranking: memory, what oom_score_adj made of it, and the mark to beat. */
final class ScoreChart {
  private static final int MOST = 12;
  private static final int MOST_HEAVIER = 4;
  private static final double PALE = 0.3;
  private static final Set<Formula> IN_THOUSANDTHS =
      EnumSet.of(Formula.PER_MILLE, Formula.PER_MILLE_WITH_TABLES, Formula.PER_MILLE_RUNNING_OVER);

  private final OomReport report;
  private final Replay replay;
  private final Ranking ranking;
  private final Optional<Candidate> first;
  private final Set<Integer> killed;
  private final List<Candidate> rows;
  private final boolean perMille;
  private final boolean shares;

  private ScoreChart(Explanation explanation, Ranking ranking) {
    this.report = explanation.report();
    this.replay = explanation.replay();
    this.ranking = ranking;
    this.first = ranking.first();
    this.killed = report.kills().stream().map(OomReport.Kill::pid).collect(Collectors.toSet());
    this.perMille = IN_THOUSANDTHS.contains(ranking.formula());
    this.shares = replay.total().exact();
    this.rows = rows();
  }

  static Chart of(Explanation explanation) {
    Replay replay = explanation.replay();
    Optional<Ranking> ranking = replay.ranking().filter(r -> !r.candidates().isEmpty());
    if (ranking.isEmpty()) {
      return Sheet.missing(words("Who ranked where cannot be worked out"), List.of(replay.why()));
    }
    ScoreChart chart = new ScoreChart(explanation, ranking.get());
    return ranking.get().candidates().size() == 1
        ? Sheet.missing(
            chart.title(), List.of(words("There was nobody to choose from."), replay.why()))
        : chart.paint();
  }

  /** The highest in rank, led by those that had more memory and were passed over all the same. */
  private List<Candidate> rows() {
    List<Candidate> all = ranking.candidates();
    List<Candidate> top = all.stream().filter(s -> s.rank().isPresent()).limit(MOST).toList();
    double mark = first.map(this::memory).orElse(0.0);
    Set<Candidate> shown = new LinkedHashSet<>();
    all.stream()
        .filter(s -> memory(s) > mark && !top.contains(s))
        .sorted(Comparator.comparingLong(s -> -s.pages()))
        .limit(top.isEmpty() ? MOST : MOST_HEAVIER)
        .forEach(shown::add);
    shown.addAll(top);
    all.stream()
        .filter(s -> isMarked(s) && !shown.contains(s))
        .limit(MOST_HEAVIER)
        .forEach(shown::add);
    return shown.isEmpty() ? all.stream().limit(MOST).toList() : List.copyOf(shown);
  }

  private Chart paint() {
    Sheet sheet = new Sheet(Sheet.REPORT_WIDTH, title(), subtitle());
    sheet.legend(swatches());
    String unit =
        shares
            ? words(
                "points in ‰ of the %,d pages (%s) they could use",
                replay.total().least(), kb(replay.total().least()))
            : words("points in MiB: of how many pages they are a share is not known");
    Optional<Mark> mark =
        first.map(s -> new Mark(Math.max(0, points(s)), words("the mark to beat: %s", score(s))));
    Rows.draw(sheet, rows.stream().map(this::row).toList(), unit, mark);
    return sheet.finish(replay.why());
  }

  private Row row(Candidate s) {
    boolean spared = s.spared().isPresent();
    boolean marked = !spared && isMarked(s);
    double memory = memory(s);
    double points = Math.max(0, points(s));
    return new Row(
        s.rank().isPresent() ? s.rank().getAsInt() + "." : "",
        s.task().name(),
        s.task().pid(),
        spared ? Tone.PALE : marked ? Tone.MARKED : Tone.PLAIN,
        spared ? words("%s, %s", s.spared().get(), kb(s.pages())) : value(s),
        spared
            ? List.of(new Part(0, memory, Ink.OTHER, PALE))
            : List.of(
                new Part(0, Math.min(memory, points), marked ? Ink.KILL : Ink.OTHER, 1),
                new Part(memory, points, Ink.LIMIT, 1),
                new Part(points, memory, Ink.LIMIT, PALE)));
  }

  private String value(Candidate s) {
    String more =
        s.adj() != 0
            ? words(", adj %d", s.adj())
            : s.score().isPresent() ? words(", %s", kb(s.pages())) : "";
    return score(s) + more + role(s);
  }

  private String role(Candidate s) {
    if (!isChosen(s)) {
      return isKilled(s) ? words(", killed") : "";
    }
    return words(isKilled(s) ? ", victim" : ", chosen");
  }

  private String score(Candidate s) {
    return s.score().isPresent()
        ? s.score().getAsLong() + " ‰"
        : perMille ? kb(s.pages()) : kb(s.points().orElse(0));
  }

  private List<Swatch> swatches() {
    List<Swatch> swatches = new ArrayList<>();
    swatches.add(Swatch.of(words("memory that counts"), Ink.OTHER));
    if (any(this::isMarked)) {
      swatches.add(Swatch.of(words("of who was killed"), Ink.KILL));
    }
    if (any(s -> s.rank().isPresent() && points(s) > memory(s))) {
      swatches.add(Swatch.of(words("added by oom_score_adj"), Ink.LIMIT));
    }
    if (any(s -> s.rank().isPresent() && points(s) < memory(s))) {
      String less =
          words(
              any(Candidate::root)
                  ? "taken off by oom_score_adj or for root"
                  : "taken off by oom_score_adj");
      swatches.add(Swatch.of(less, Ink.LIMIT, PALE));
    }
    if (any(s -> s.spared().isPresent())) {
      swatches.add(Swatch.of(words("never killed"), Ink.OTHER, PALE));
    }
    return swatches;
  }

  private boolean any(Predicate<Candidate> what) {
    return rows.stream().anyMatch(what);
  }

  private String title() {
    if (first.isEmpty()) {
      return words("None of the %s may be killed", count(ranking.candidates().size()));
    }
    Optional<Candidate> chosen = ranking.candidates().stream().filter(this::isChosen).findFirst();
    String leader = name(first.get());
    if (chosen.isEmpty()) {
      return words(
          replay.printedPid().isPresent()
              ? "%s ranks first of %s; the one that was chosen has no row"
              : "%s ranks first of %s; nobody was killed",
          leader,
          count(able()));
    }
    if (!chosen.equals(first)) {
      return words(
          "%s was chosen, yet %s ranks first of %s", name(chosen.get()), leader, count(able()));
    }
    boolean adjusted = points(first.get()) > 2 * memory(first.get());
    return words(
        adjusted
            ? "The victim %s ranks first of %s: %s, most of it by its oom_score_adj"
            : "The victim %s ranks first of %s: %s",
        leader,
        count(able()),
        score(first.get()));
  }

  private String subtitle() {
    return words(
        "Replay: %s. Formula of Linux %s; %d of %s shown.",
        replay.verdict().words(),
        releases(ranking.formula().releases()),
        rows.size(),
        count(ranking.candidates().size()));
  }

  private static String releases(String range) {
    int dots = range.indexOf("..");
    if (dots < 0) {
      return range;
    }
    String from = range.substring(0, dots);
    String to = range.substring(dots + 2);
    return to.isEmpty()
        ? words("%s and later", from)
        : from.isEmpty() ? words("up to %s", to) : words("%s to %s", from, to);
  }

  private long able() {
    return ranking.candidates().stream().filter(s -> s.rank().isPresent()).count();
  }

  private static String count(long processes) {
    return words(processes == 1 ? "1 process" : "%d processes", processes);
  }

  private static String name(Candidate s) {
    return Lettering.PLAIN.process(s.task().name(), s.task().pid(), 240);
  }

  private boolean isChosen(Candidate s) {
    return replay.printedPid().isPresent()
        && ranking.of(replay.printedPid().getAsInt()).equals(Optional.of(s));
  }

  private boolean isMarked(Candidate s) {
    return isChosen(s) || isKilled(s);
  }

  private boolean isKilled(Candidate s) {
    return killed.contains(s.task().pid());
  }

  private double memory(Candidate s) {
    double pages = s.pages();
    if (!shares) {
      return mib(pages);
    }
    double thousandths = 1000 * pages / Math.max(1, ranking.totalPages());
    return perMille ? Math.floor(thousandths) : thousandths;
  }

  /** Where the formula counts thousandths but of what is not known, memory has to do. */
  private double points(Candidate s) {
    double points = s.points().orElse(0);
    if (perMille) {
      return shares ? points : memory(s);
    }
    return shares ? 1000 * points / Math.max(1, ranking.totalPages()) : mib(points);
  }

  private double mib(double pages) {
    return pages * report.pageBytes() / 1048576.0;
  }

  private String kb(long pages) {
    return Numerals.kb(pages * (report.pageBytes() / 1024));
  }
}
