package oomlab.graded;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import oomlab.explain.Explanation;
import oomlab.explain.Formula;
import oomlab.explain.Replay;
import oomlab.report.OomReport;

/** Draws the {@link Cast} of a variant. */
final class TaskTableGenerator {
  private static final int NEVER = -1000;
  private static final int TRIES = 5000;
  private static final List<Integer> ADJUSTMENTS =
      List.of(0, 0, 0, 0, -100, -200, -300, -450, 100, 200, 300, 500);
  private static final List<Integer> USERS = List.of(0, 0, 0, 101, 110, 1000);
  private static final List<Integer> OWNERS = List.of(0, 0, 33, 999, 1000, 1001);

  /** What makes a choice worth a look. */
  private enum Plot {
    /** The largest dies. */
    LARGEST,
    /** The largest could be chosen, and another is. */
    ADJUSTED,
    /** The largest may not be killed. */
    SPARED
  }

  private final BaseLog log;
  private final Random random;
  private final Formula formula;
  private final long rssPages;
  private final long swapPages;
  private final long tablePages;
  private final long totalPages;

  private TaskTableGenerator(BaseLog log, Random random) {
    this.log = log;
    this.random = random;
    OomReport base = log.report();
    Replay replay = Explanation.of(base).replay();
    formula = replay.formula();
    totalPages = replay.total().least();
    rssPages = sum(base, OomReport.Task::rssPages);
    swapPages = sum(base, OomReport.Task::swapents);
    tablePages =
        base.tasks().stream().mapToLong(t -> formula.pages(t, base.pageBytes())).sum()
            - rssPages
            - swapPages;
  }

  /**
   * Draws actors until they fit a plot that is drawn as well.
   *
   * @param random the same one for the same reader
   */
  static Cast of(BaseLog log, Random random) {
    return new TaskTableGenerator(log, random).cast();
  }

  private Cast cast() {
    Plot plot = pick(List.of(Plot.values()));
    for (int i = 0; i < TRIES; i++) {
      Optional<Cast> cast = attempt(plot);
      if (cast.isPresent()) {
        return cast.get();
      }
    }
    throw new IllegalStateException("no variant of " + log.file() + " has the plot " + plot);
  }

  private Optional<Cast> attempt(Plot plot) {
    BaseLog.Ranges ranges = log.ranges();
    int percent = ranges.swapPercent();
    long rss =
        rssPages * between(1000 + ranges.growLeast() * 10, 1000 + ranges.growMost() * 10) / 1000;
    long swap = swapPages * between(1000 - percent * 10, 1000 + percent * 10) / 1000;
    List<Actor> small = small();
    List<Actor> large =
        large(
            plot,
            rss - small.stream().mapToLong(Actor::rssPages).sum(),
            swap - small.stream().mapToLong(Actor::swapPages).sum());
    List<Actor> all = new ArrayList<>(small);
    all.addAll(large);
    Collections.shuffle(all, random);
    all = numbered(all);
    long tables = all.stream().mapToLong(Actor::tablePages).sum();
    long total = totalPages + rss - rssPages + swap - swapPages + tables - tablePages;
    List<Actor> bySize = sorted(all, Actor::rssPages);
    List<Actor> able =
        sorted(all, a -> points(a, total)).stream().filter(a -> a.adj() != NEVER).toList();
    if (!clear(able, total) || !fits(plot, able.get(0), bySize.get(0))) {
      return Optional.empty();
    }
    Actor victim = able.get(0);
    Actor trigger = between(0, 3) == 0 ? victim : pick(bySize.subList(0, large.size()));
    return Optional.of(
        new Cast(
            all,
            victim,
            trigger,
            rss - rssPages,
            tables - tablePages,
            swap - swapPages,
            formula.score(points(victim, total), total)));
  }

  private static List<Actor> sorted(List<Actor> actors, Function<Actor, Long> by) {
    return actors.stream().sorted(Comparator.comparing(by).reversed()).toList();
  }

  private long points(Actor a, long total) {
    return formula.points(a.held(), a.adj(), formula.sparesRoot() && a.uid() == 0, total);
  }

  /** Nobody else is near, and an adjustment can still bring the second to the first place. */
  private boolean clear(List<Actor> able, long total) {
    long second = points(able.get(1), total);
    long steps = (points(able.get(0), total) - second) / (total / 1000);
    return second > 1 && steps >= 8 && steps + able.get(1).adj() <= 950;
  }

  private static boolean fits(Plot plot, Actor victim, Actor largest) {
    return switch (plot) {
      case LARGEST -> victim.equals(largest);
      case ADJUSTED -> !victim.equals(largest) && largest.adj() != NEVER;
      case SPARED -> largest.adj() == NEVER;
    };
  }

  private List<Actor> small() {
    BaseLog.Ranges r = log.ranges();
    List<String> names = new ArrayList<>(log.small());
    Collections.shuffle(names, random);
    List<Actor> small = new ArrayList<>();
    for (String name : names.subList(0, between(r.least(), r.most()))) {
      int rss = between(r.rssLeast(), r.rssMost());
      int swap = between(r.swapLeast(), r.swapMost());
      int tables = between(r.tablesLeast(), r.tablesMost());
      int adj = small.isEmpty() ? NEVER : small.size() == 1 ? -900 : 0;
      int address = rss + swap + between(200, 9000);
      small.add(new Actor(0, pick(USERS), address, rss, tables, swap, adj, name));
    }
    return small;
  }

  private List<Actor> large(Plot plot, long rssPages, long swapPages) {
    List<String> names = new ArrayList<>(log.large());
    Collections.shuffle(names, random);
    int count = between(3, 5);
    List<Long> rss = shares(rssPages, count);
    List<Long> swap = shares(swapPages, count);
    long most = Collections.max(rss);
    List<Actor> large = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long held = rss.get(i) + swap.get(i);
      boolean spared = plot == Plot.SPARED && rss.get(i) == most;
      large.add(
          new Actor(
              0,
              pick(OWNERS),
              held + between(300, 20000),
              rss.get(i),
              held / 512 + between(log.ranges().tablesLeast(), log.ranges().tablesMost()),
              swap.get(i),
              spared ? NEVER : pick(ADJUSTMENTS),
              names.get(i)));
    }
    return large;
  }

  /** Cuts pages into unequal parts that add up to them. */
  private List<Long> shares(long pages, int count) {
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      weights.add(between(15, 100));
    }
    long all = weights.stream().mapToInt(w -> w).sum();
    List<Long> shares = new ArrayList<>();
    for (int weight : weights) {
      shares.add(pages * weight / all);
    }
    long given = shares.stream().mapToLong(s -> s).sum();
    shares.set(0, shares.get(0) + pages - given);
    return shares;
  }

  private List<Actor> numbered(List<Actor> actors) {
    int pid = between(60, 700);
    List<Actor> numbered = new ArrayList<>();
    for (Actor actor : actors) {
      numbered.add(actor.withPid(pid));
      pid += between(1, 90);
    }
    return numbered;
  }

  private static long sum(OomReport report, Function<OomReport.Task, OptionalLong> column) {
    return report.tasks().stream().mapToLong(t -> column.apply(t).orElse(0)).sum();
  }

  private <T> T pick(List<T> among) {
    return among.get(random.nextInt(among.size()));
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
