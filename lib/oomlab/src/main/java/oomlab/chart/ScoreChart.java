package oomlab.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.chart.Mark.Anchor;
import oomlab.explain.Candidate;
import oomlab.explain.Explanation;
import oomlab.explain.Formula;
import oomlab.explain.Ranking;
import oomlab.explain.Replay;
import oomlab.report.OomReport;

/** Lays out the ranking: memory, what oom_score_adj made of it, and the mark to beat. */
final class ScoreChart {
  private static final int LEFT = 222;
  private static final int ROOM_RIGHT = 198;
  private static final int ROW = 24;
  private static final int MOST = 12;
  private static final int MOST_HEAVIER = 4;
  private static final double PALE = 0.3;

  private final OomReport report;
  private final Replay replay;
  private final Ranking ranking;
  private final Optional<Candidate> first;
  private final Set<Integer> killed;
  private final List<Candidate> rows;
  private final boolean perMille;
  private final boolean shares;
  private final Picture picture = new Picture();

  private ScoreChart(Explanation explanation, Ranking ranking) {
    this.report = explanation.report();
    this.replay = explanation.replay();
    this.ranking = ranking;
    this.first = ranking.first();
    this.killed = report.kills().stream().map(OomReport.Kill::pid).collect(Collectors.toSet());
    this.perMille =
        ranking.formula() == Formula.PER_MILLE
            || ranking.formula() == Formula.PER_MILLE_WITH_TABLES;
    this.shares = replay.total().exact();
    this.rows = rows();
  }

  static Chart of(Explanation explanation) {
    Replay replay = explanation.replay();
    Optional<Ranking> ranking = replay.ranking().filter(r -> !r.standings().isEmpty());
    return ranking.isPresent()
        ? new ScoreChart(explanation, ranking.get()).paint()
        : Sheet.missing("Who ranked where cannot be worked out", List.of(replay.why()));
  }

  /** The highest in rank, led by those that had more memory and were passed over all the same. */
  private List<Candidate> rows() {
    List<Candidate> top =
        ranking.standings().stream().filter(s -> s.rank().isPresent()).limit(MOST).toList();
    double mark = first.map(this::memory).orElse(0.0);
    List<Candidate> heavier =
        ranking.standings().stream()
            .filter(s -> memory(s) > mark && !top.contains(s))
            .sorted(Comparator.comparingLong((Candidate s) -> -s.pages()))
            .limit(top.isEmpty() ? MOST : MOST_HEAVIER)
            .toList();
    List<Candidate> marked =
        ranking.standings().stream()
            .filter(s -> isChosen(s) || isKilled(s))
            .filter(s -> !top.contains(s) && !heavier.contains(s))
            .limit(MOST_HEAVIER)
            .toList();
    List<Candidate> all = new ArrayList<>(heavier);
    all.addAll(top);
    all.addAll(marked);
    return all.isEmpty() ? ranking.standings().stream().limit(MOST).toList() : all;
  }

  private Chart paint() {
    String title = title();
    double y = Sheet.heading(picture, title, subtitle());
    y = Sheet.legend(picture, y, keys()) + 26;
    double most =
        Math.max(rows.stream().mapToDouble(s -> Math.max(memory(s), points(s))).max().orElse(0), 0);
    int width = Sheet.WIDTH - LEFT - ROOM_RIGHT;
    int height = rows.size() * ROW;
    Plot plot = new Plot(LEFT, y, width, height, most > 0 ? most * 1.0001 : 1, -rows.size(), 0);
    axis(plot, most);
    for (int i = 0; i < rows.size(); i++) {
      bar(plot, i, rows.get(i));
    }
    picture.addAll(plot.marks());
    first.ifPresent(s -> mark(plot, s));
    for (int i = 0; i < rows.size(); i++) {
      words(plot, i, rows.get(i));
    }
    return Sheet.finish(picture, plot.bottom() + 38, title + ". " + replay.why());
  }

  private void axis(Plot plot, double most) {
    for (double tick : most > 0 ? Ticks.upTo(most, 4) : List.of(0.0)) {
      double x = plot.x(tick);
      picture.line(x, plot.top(), x, plot.bottom(), Ink.GRID, 1);
      picture.label(x, plot.bottom() + 16, Ticks.text(tick), Ink.MUTED, Anchor.MIDDLE);
    }
    String unit =
        shares
            ? String.format(
                Locale.ROOT,
                "points as %% of the %,d pages (%s) they could use",
                replay.total().least(),
                kb(replay.total().least()))
            : "points in MiB: of how many pages they are a share is not known";
    picture.label(Sheet.RIGHT, plot.bottom() + 34, unit, Ink.MUTED, Anchor.END);
  }

  private void bar(Plot plot, int row, Candidate s) {
    double from = -row - 0.84;
    double to = -row - 0.16;
    double memory = memory(s);
    if (s.spared().isPresent()) {
      part(plot, 0, memory, from, to, Ink.OTHER, PALE);
      return;
    }
    double points = Math.max(0, points(s));
    Ink ink = isChosen(s) || isKilled(s) ? Ink.KILL : Ink.OTHER;
    part(plot, 0, Math.min(memory, points), from, to, ink, 1);
    part(plot, memory, points, from, to, Ink.LIMIT, 1);
    part(plot, points, memory, from, to, Ink.LIMIT, PALE);
  }

  private static void part(
      Plot plot, double fromX, double toX, double fromY, double toY, Ink ink, double opacity) {
    if (toX > fromX) {
      plot.bar(fromX, toX, fromY, toY, ink, opacity);
    }
  }

  private void mark(Plot plot, Candidate s) {
    double x = plot.x(Math.max(0, points(s)));
    picture.dashed(x, plot.top() - 6, x, plot.bottom(), Ink.TEXT, 1);
    picture.label(x, plot.top() - 10, "the mark to beat: " + score(s), Ink.TEXT, Anchor.MIDDLE);
  }

  private void words(Plot plot, int row, Candidate s) {
    double y = plot.y(-row - 0.5) + 4;
    boolean marked = isChosen(s) || isKilled(s);
    s.rank().ifPresent(r -> picture.label(Sheet.MARGIN + 22, y, r + ".", Ink.MUTED, Anchor.END));
    double room = (LEFT - 56) / (marked ? Sheet.BOLD : 1);
    String name = Lettering.process(s.task().name(), s.task().pid(), room);
    String value = value(s);
    double end = plot.x(Math.max(memory(s), Math.max(0, points(s)))) + 7;
    if (s.spared().isPresent()) {
      picture.label(LEFT - 8, y, name, Ink.MUTED, Anchor.END);
      String why = s.spared().get() + ", " + kb(s.pages());
      boolean beside = end + Picture.width(why, Picture.TEXT_PIXELS) < Sheet.RIGHT;
      double x = beside ? end : LEFT + 6;
      String text = Lettering.clip(why, Sheet.RIGHT - x, Picture.TEXT_PIXELS);
      if (beside) {
        picture.strip(x, y, text);
      }
      picture.label(x, y, text, Ink.MUTED, Anchor.START);
    } else if (marked) {
      picture.bold(LEFT - 8, y, name, Ink.TEXT, Picture.TEXT_PIXELS, Anchor.END);
      picture.strip(end, y, value);
      picture.bold(end, y, value, Ink.KILL, Picture.TEXT_PIXELS, Anchor.START);
    } else {
      picture.label(LEFT - 8, y, name, Ink.TEXT, Anchor.END);
      picture.labelOnPaper(end, y, value, Ink.MUTED, Anchor.START);
    }
  }

  private String value(Candidate s) {
    return score(s)
        + (s.adj() != 0 ? ", adj " + s.adj() : s.score().isPresent() ? ", " + kb(s.pages()) : "")
        + (isChosen(s) && isKilled(s)
            ? ", victim"
            : isChosen(s) ? ", chosen" : isKilled(s) ? ", killed" : "");
  }

  private String score(Candidate s) {
    return s.score().isPresent()
        ? s.score().getAsLong() + " ‰"
        : perMille ? kb(s.pages()) : kb(s.points().orElse(0));
  }

  private List<Sheet.Key> keys() {
    List<Sheet.Key> keys = new ArrayList<>();
    keys.add(Sheet.Key.of("memory that counts", Ink.OTHER));
    if (rows.stream().anyMatch(s -> isChosen(s) || isKilled(s))) {
      keys.add(Sheet.Key.of("of who was killed", Ink.KILL));
    }
    if (rows.stream().anyMatch(s -> s.rank().isPresent() && points(s) > memory(s))) {
      keys.add(Sheet.Key.of("added by oom_score_adj", Ink.LIMIT));
    }
    if (rows.stream().anyMatch(s -> s.rank().isPresent() && points(s) < memory(s))) {
      boolean root = rows.stream().anyMatch(Candidate::root);
      String by = "taken off by oom_score_adj" + (root ? " or for root" : "");
      keys.add(new Sheet.Key(by, Ink.LIMIT, PALE));
    }
    if (rows.stream().anyMatch(s -> s.spared().isPresent())) {
      keys.add(new Sheet.Key("never killed", Ink.OTHER, PALE));
    }
    return keys;
  }

  private String title() {
    if (first.isEmpty()) {
      return "None of the " + count(ranking.standings().size()) + " may be killed";
    }
    Optional<Candidate> chosen = ranking.standings().stream().filter(this::isChosen).findFirst();
    String leader = name(first.get());
    if (chosen.isEmpty()) {
      return leader
          + " ranks first of "
          + count(able())
          + (replay.printedPid().isPresent()
              ? "; the one that was chosen has no row"
              : "; nobody was killed");
    }
    int rank = chosen.get().rank().orElse(0);
    return rank == 1
        ? "The victim %s ranks first of %s: %s%s"
            .formatted(
                leader,
                count(able()),
                score(first.get()),
                points(first.get()) > 2 * memory(first.get())
                    ? ", most of it by its oom_score_adj"
                    : "")
        : "%s was chosen, yet %s ranks first of %s"
            .formatted(name(chosen.get()), leader, count(able()));
  }

  private String subtitle() {
    return "Replay: %s. Formula of Linux %s; %d of %s shown."
        .formatted(
            replay.verdict().words(),
            releases(ranking.formula().releases()),
            rows.size(),
            count(ranking.standings().size()));
  }

  private static String releases(String range) {
    return range.endsWith("..")
        ? range.replace("..", " and later")
        : range.startsWith("..") ? range.replace("..", "up to ") : range.replace("..", " to ");
  }

  private long able() {
    return ranking.standings().stream().filter(s -> s.rank().isPresent()).count();
  }

  private static String count(long processes) {
    return processes == 1 ? "1 process" : processes + " processes";
  }

  private static String name(Candidate s) {
    return Lettering.process(s.task().name(), s.task().pid(), 240);
  }

  private boolean isChosen(Candidate s) {
    return replay.printedPid().isPresent()
        && ranking.of(replay.printedPid().getAsInt()).equals(Optional.of(s));
  }

  private boolean isKilled(Candidate s) {
    return killed.contains(s.task().pid());
  }

  private double memory(Candidate s) {
    long total = Math.max(1, ranking.totalPages());
    if (shares && perMille) {
      long thousandths = s.pages() * 1000 / total;
      return thousandths / 10.0;
    }
    return shares ? 100.0 * s.pages() / total : s.pages() * (report.pageBytes() / 1048576.0);
  }

  /** Where the formula counts thousandths but of what is not known, memory has to do. */
  private double points(Candidate s) {
    double points = s.points().orElse(0);
    if (perMille) {
      return shares ? points / 10 : memory(s);
    }
    return shares
        ? 100 * points / Math.max(1, ranking.totalPages())
        : points * (report.pageBytes() / 1048576.0);
  }

  private String kb(long pages) {
    return Sizes.kb(pages * (report.pageBytes() / 1024));
  }
}
