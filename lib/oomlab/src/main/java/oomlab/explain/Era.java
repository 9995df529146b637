package oomlab.explain;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Task;

/**
 * Which formulas a report can stem from, by what it shows. The release that it names only decides
 * between those: vendors carry changes to older releases, and the name may be missing.
 *
 * @param possible formulas that fit the report's own features; the likeliest first
 * @param scorePrinted whether the kernel printed the score of its choice (up to 5.0)
 */
record Era(List<Formula> possible, boolean scorePrinted) {
  private static final Pattern WIDE_HEADER = Pattern.compile("\\[ {2}pid {2}\\].*");

  static Era of(OomReport report) {
    boolean scorePrinted = report.kills().stream().anyMatch(k -> k.score().isPresent());
    Set<Formula> fitting = fitting(report, scorePrinted);
    Optional<Formula> named =
        report
            .kernel()
            .flatMap(KernelRelease::parse)
            .map(KernelRelease::formula)
            .filter(fitting::contains)
            .or(() -> signed(report));
    List<Formula> ordered =
        fitting.stream()
            .sorted(
                (a, b) ->
                    Boolean.compare(named.equals(Optional.of(b)), named.equals(Optional.of(a))))
            .toList();
    return new Era(ordered, scorePrinted);
  }

  /** The release's own formula when it is known to fit, else the only or newest one that does. */
  Formula likeliest() {
    return possible.get(0);
  }

  private static Set<Formula> fitting(OomReport report, boolean scorePrinted) {
    if (isTimeBased(report)) {
      return EnumSet.of(Formula.TIME_BASED);
    }
    if (any(report, t -> t.rssAnonPages().isPresent())) {
      return EnumSet.of(Formula.SIGNED);
    }
    if (any(report, t -> t.pgtablesBytes().isPresent())) {
      boolean wide = header(report).map(h -> WIDE_HEADER.matcher(h).matches()).orElse(true);
      if (!wide) {
        // 4.15 to 4.18; a kernel of these that prints no score is one of RHEL 8.
        return scorePrinted
            ? EnumSet.of(Formula.ROOT_MINUS_3_PERCENT, Formula.NO_ROOT_BONUS)
            : EnumSet.of(Formula.NO_ROOT_BONUS);
      }
      // The formula of 5.9 was carried to older trees, 5.4 ones for example.
      return scorePrinted
          ? EnumSet.of(Formula.NO_ROOT_BONUS)
          : signed(report).equals(Optional.of(Formula.SIGNED))
              ? EnumSet.of(Formula.SIGNED)
              : EnumSet.of(Formula.NO_ROOT_BONUS, Formula.SIGNED);
    }
    if (any(report, t -> t.nrPmds().isPresent())) {
      return EnumSet.of(Formula.ROOT_MINUS_3_PERCENT);
    }
    if (any(report, t -> t.nrPtes().isPresent())) {
      return EnumSet.of(Formula.ROOT_MINUS_30, Formula.ROOT_MINUS_3_PERCENT);
    }
    if (any(report, t -> t.oomAdj().isPresent())) {
      return runsOver(report)
          ? EnumSet.range(Formula.PER_MILLE, Formula.ROOT_MINUS_30)
          : EnumSet.of(Formula.PER_MILLE, Formula.PER_MILLE_WITH_TABLES, Formula.ROOT_MINUS_30);
    }
    return untabled(report, scorePrinted);
  }

  /** Whether a process is so large that 1000 times its pages does not fit into 32 bits. */
  private static boolean runsOver(OomReport report) {
    return any(
        report,
        t ->
            Formula.PER_MILLE_RUNNING_OVER.pages(t, report.pageBytes()) > Integer.MAX_VALUE / 1000);
  }

  /** Without a table there is nothing to recompute; the release is all that is left. */
  private static Set<Formula> untabled(OomReport report, boolean scorePrinted) {
    return report
        .kernel()
        .flatMap(KernelRelease::parse)
        .map(KernelRelease::formula)
        .map(EnumSet::of)
        .orElse(
            scorePrinted
                ? EnumSet.of(
                    Formula.PER_MILLE,
                    Formula.PER_MILLE_WITH_TABLES,
                    Formula.ROOT_MINUS_30,
                    Formula.ROOT_MINUS_3_PERCENT,
                    Formula.NO_ROOT_BONUS)
                : EnumSet.of(Formula.NO_ROOT_BONUS, Formula.SIGNED));
  }

  /** Before 2.6.36 there was no oom_score_adj. */
  private static boolean isTimeBased(OomReport report) {
    boolean named =
        report.trigger().map(t -> t.oomScoreAdj().isPresent()).orElse(false)
            || any(report, t -> t.oomScoreAdj().isPresent())
            || header(report).map(h -> h.contains("oom_score_adj")).orElse(false);
    boolean telling = report.trigger().isPresent() || !report.tasks().isEmpty();
    boolean oldVersion =
        report
            .kernel()
            .flatMap(KernelRelease::parse)
            .map(r -> r.formula() == Formula.TIME_BASED)
            .orElse(false);
    return !named && (telling || oldVersion);
  }

  /** What only kernels from 5.9 on, or only older ones, print in Mem-Info. */
  private static Optional<Formula> signed(OomReport report) {
    boolean old =
        report.memInfo().containsKey("unstablePages")
            || report.nodes().stream().anyMatch(n -> n.fields().containsKey("unstableKb"));
    boolean boosted = report.zones().stream().anyMatch(z -> z.fields().containsKey("boostKb"));
    boolean tables = report.nodes().stream().anyMatch(n -> n.fields().containsKey("pagetablesKb"));
    return old
        ? Optional.of(Formula.NO_ROOT_BONUS)
        : boosted || tables ? Optional.of(Formula.SIGNED) : Optional.empty();
  }

  private static boolean any(OomReport report, Predicate<Task> test) {
    return report.tasks().stream().anyMatch(test);
  }

  private static Optional<String> header(OomReport report) {
    return report.lines().stream()
        .filter(l -> l.kind() == LineKind.TASK_HEADER && l.text().contains(" pid "))
        .map(l -> l.text().strip())
        .findFirst();
  }
}
