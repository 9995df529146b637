package oomlab.check;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Task;

/**
 * What an engineer wants to know of any report. Each throws {@link NoSuchElementException} where
 * the report does not tell.
 */
final class WildFacts {
  private WildFacts() {}

  /** Whether it was the limit of a memory cgroup. */
  static boolean group(OomReport report) {
    return switch (report.scope()) {
      case MEMCG -> true;
      case GLOBAL -> {
        askedPages(report);
        yield false;
      }
      case CPUSET, MEMPOLICY, UNKNOWN -> throw new NoSuchElementException("scope");
    };
  }

  /** Not for an OOM killer that was called by hand: nothing was asked for. */
  static int askedPages(OomReport report) {
    Explanation explanation = Explanation.of(report);
    // Who asked is certain to be no process of the table only then.
    if (explanation.trigger().certain() && explanation.trigger().process().isEmpty()) {
      throw new NoSuchElementException("request");
    }
    return explanation.request().pages().orElseThrow();
  }

  static int order(OomReport report) {
    return report.trigger().orElseThrow().order().orElseThrow();
  }

  static int trigger(OomReport report) {
    return report.trigger().orElseThrow().pid().orElseThrow();
  }

  /** The process that was killed first. */
  static Kill victim(OomReport report) {
    return report.kill().orElseThrow();
  }

  /** The row of the process that was killed first. */
  static Task victimRow(OomReport report) {
    return report.task(victim(report).pid()).orElseThrow();
  }

  /**
   * A pid, or 0 for nobody; a report that ends without a kill and without a panic tells neither.
   */
  static int victimPid(OomReport report) {
    return nobody(report) ? 0 : victim(report).pid();
  }

  static boolean nobody(OomReport report) {
    return report.kills().isEmpty()
        && (report.panic().isPresent() || report.outcome().noKillable());
  }

  /** The row with the most resident memory. */
  static Task largest(OomReport report) {
    return report.tasks().stream()
        .max(Comparator.comparingLong(t -> t.rssPages().orElseThrow()))
        .orElseThrow();
  }

  /** The user whose process has the most resident memory. */
  static long mainUser(OomReport report) {
    return largest(report).uid().orElseThrow();
  }

  /** The resident pages of all processes of that user; a page that they share counts for each. */
  static long mainUserPages(OomReport report) {
    OptionalLong user = OptionalLong.of(mainUser(report));
    return report.tasks().stream()
        .filter(t -> t.uid().equals(user))
        .mapToLong(WildFacts::rss)
        .sum();
  }

  static long rss(Task task) {
    return task.rssPages().orElseThrow();
  }

  static Ranking ranking(OomReport report) {
    return Explanation.of(report).replay().ranking().orElseThrow();
  }

  /** Whom the points put first; empty if no process may be killed. */
  static Optional<Candidate> first(OomReport report) {
    return ranking(report).first();
  }

  /** Whether the process that died first had the most points, or as many. */
  static boolean byPoints(OomReport report) {
    if (nobody(report)) {
      return false;
    }
    OptionalLong most = first(report).orElseThrow().points();
    var replay = Explanation.of(report).replay();
    return ranking(report)
        .of(replay.printedPid().orElseThrow())
        .map(Candidate::points)
        .orElse(OptionalLong.empty())
        .equals(most);
  }

  /** All pages that were reckoned with: RAM and swap, or the group's limit. */
  static long totalPages(OomReport report) {
    long total = Explanation.of(report).replay().total().least();
    if (total <= 1) {
      throw new NoSuchElementException("total");
    }
    return total;
  }

  /** The memory that was full, without swap, in kB. */
  static long memoryKb(OomReport report) {
    if (report.scope() == Scope.MEMCG) {
      return limitKb(report);
    }
    return totalPages(report) * pageKb(report) - swapTotalKb(report);
  }

  private static long limitKb(OomReport report) {
    long limit = report.memcg().map(Memcg::limitKb).orElse(OptionalLong.empty()).orElseThrow();
    totalPages(report);
    return limit;
  }

  static long pageKb(OomReport report) {
    return report.pageBytes() / 1024;
  }

  static long swapTotalKb(OomReport report) {
    return report.swap().orElseThrow().totalKb().orElseThrow();
  }

  static long swapFreeKb(OomReport report) {
    return report.swap().orElseThrow().freeKb().orElseThrow();
  }

  /** The swap in use: of the machine, or of the group whose limit it was. */
  static long swapUsedKb(OomReport report) {
    if (report.scope() == Scope.MEMCG) {
      return report.memcg().map(Memcg::swapUsageKb).orElse(OptionalLong.empty()).orElseThrow();
    }
    return swapTotalKb(report) - swapFreeKb(report);
  }

  /** The pages that the processes of the table have in swap. */
  static long swapentsPages(OomReport report) {
    return report.tasks().stream().mapToLong(t -> t.swapents().orElseThrow()).sum();
  }

  /**
   * How many processes died: with {@code memory.oom.group} the last line may name a thread of one
   * that is dead already, which has no row.
   */
  static long deaths(OomReport report) {
    if (nobody(report)) {
      return 0;
    }
    victimRow(report);
    return report.kills().stream()
        .map(k -> report.task(k.pid()))
        .flatMap(Optional::stream)
        .map(Task::pid)
        .distinct()
        .count();
  }

  /** Who would die if the one that died first could not be killed; 0 for nobody. */
  static int inItsPlace(OomReport report) {
    return Explanation.of(report)
        .whatIf(new Change.Adj(victimRow(report).pid(), -1000))
        .victims()
        .stream()
        .findFirst()
        .map(Task::pid)
        .orElse(0);
  }

  /** The others that may be killed, the one with the most memory first, adjustments left out. */
  static Task largestOther(OomReport report) {
    return ranking(report).candidates().stream()
        .filter(s -> s.rank().isPresent() && !s.task().equals(victimRow(report)))
        .max(Comparator.comparingLong(Candidate::pages))
        .orElseThrow()
        .task();
  }

  /** The row with the highest adjustment above 0. */
  static Task mostAdjusted(OomReport report) {
    return report.tasks().stream()
        .filter(t -> t.oomScoreAdj().orElse(0) > 0)
        .max(Comparator.comparingInt(t -> t.oomScoreAdj().orElseThrow()))
        .orElseThrow();
  }

  /** The lines that tell how large the memory is. */
  static List<EvidenceLine> sizes(OomReport report) {
    return report.scope() == Scope.MEMCG
        ? EvidenceLine.lines(report, "limit")
        : Stream.of(
                EvidenceLine.lines(report, "pages RAM"),
                EvidenceLine.lines(report, "pages of RAM"),
                EvidenceLine.lines(report, "pages reserved"),
                EvidenceLine.lines(report, "Total swap"))
            .flatMap(List::stream)
            .toList();
  }
}
