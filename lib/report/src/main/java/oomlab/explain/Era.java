package oomlab.explain;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import oomlab.internal.text.KernelRelease;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Task;
import oomlab.report.OomReport.Trigger;

/**
 * Which formulas a report can stem from, by what it shows. The release that it names only decides
 * between those: vendors carry changes to older releases, and the name may be missing.
 */
final class Era {
  private static final Pattern WHOLE =
      Pattern.compile(".*adj=-?\\d{1,3}\\s*|\\s*oom-killer: .*order=\\d+\\s*");
  private static final Pattern WIDE_HEADER = Pattern.compile("\\[ {2}pid {2}\\].*");

  private Era() {}

  /** Returns the release that the report names. */
  static Optional<KernelRelease> release(OomReport report) {
    return report.kernel().flatMap(KernelRelease::parse);
  }

  /** Returns that release's formula; Red Hat carried the younger ones to its 2.6.32. */
  private static Optional<Formula> named(OomReport report) {
    boolean carried = report.kernel().filter(k -> k.contains(".el6")).isPresent();
    return release(report).map(Formula::of).filter(f -> f != Formula.TIME_BASED || !carried);
  }

  /** Returns the formulas that fit the report's own features; the likeliest first. */
  static List<Formula> possible(OomReport report) {
    Set<Formula> fitting = fitting(report);
    Optional<Formula> named = named(report);
    Optional<Formula> likeliest = named.filter(fitting::contains).or(() -> printed(report));
    // Changes are carried to older trees, never taken back in newer ones.
    Set<Formula> newer = EnumSet.copyOf(fitting);
    named.ifPresent(formula -> newer.removeIf(f -> f.compareTo(formula) < 0));
    return (newer.isEmpty() ? fitting : newer)
        .stream().sorted(Comparator.comparing(f -> !likeliest.equals(Optional.of(f)))).toList();
  }

  /** Whether the kernel printed the score of its choice (up to 5.0). */
  static boolean scorePrinted(OomReport report) {
    return report.kills().stream().anyMatch(k -> k.score().isPresent());
  }

  private static Set<Formula> fitting(OomReport report) {
    boolean scorePrinted = scorePrinted(report);
    if (isTimeBased(report)) {
      return EnumSet.of(Formula.TIME_BASED);
    }
    if (any(report, t -> t.rssAnonPages().isPresent())) {
      return EnumSet.of(Formula.SIGNED);
    }
    if (any(report, t -> t.pgtablesBytes().isPresent())) {
      boolean wide =
          header(report)
              .filter(h -> h.contains("  "))
              .map(h -> WIDE_HEADER.matcher(h).matches())
              .orElse(!scorePrinted);
      if (!wide && scorePrinted) {
        // 4.15 to 4.18; a kernel of these that prints no score is one of RHEL 8.
        return EnumSet.of(Formula.ROOT_MINUS_3_PERCENT, Formula.NO_ROOT_BONUS);
      }
      if (!wide || scorePrinted) {
        return EnumSet.of(Formula.NO_ROOT_BONUS);
      }
      // The formula of 5.9 was carried to older trees, 5.4 ones for example.
      return printed(report).equals(Optional.of(Formula.SIGNED))
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
      Set<Formula> old = EnumSet.range(Formula.PER_MILLE, Formula.ROOT_MINUS_30);
      if (!runsOver(report)) {
        old.remove(Formula.PER_MILLE_RUNNING_OVER);
      }
      return old;
    }
    return withoutTable(report, scorePrinted);
  }

  /** Whether a process is so large that 1000 times its pages does not fit into 32 bits. */
  private static boolean runsOver(OomReport report) {
    return any(
        report,
        t ->
            Formula.PER_MILLE_RUNNING_OVER.pages(t, report.pageBytes()) > Integer.MAX_VALUE / 1000);
  }

  /** Without a table there is nothing to recompute; the release is all that is left. */
  private static Set<Formula> withoutTable(OomReport report, boolean scorePrinted) {
    Set<Formula> all =
        scorePrinted
            ? EnumSet.range(Formula.PER_MILLE, Formula.NO_ROOT_BONUS)
            : EnumSet.of(Formula.NO_ROOT_BONUS, Formula.SIGNED);
    all.remove(Formula.PER_MILLE_RUNNING_OVER);
    return named(report).map(f -> (Set<Formula>) EnumSet.of(f)).orElse(all);
  }

  /** Before 2.6.36 there was no oom_score_adj. */
  private static boolean isTimeBased(OomReport report) {
    boolean named =
        report.trigger().filter(t -> t.oomScoreAdj().isPresent()).isPresent()
            || any(report, t -> t.oomScoreAdj().isPresent())
            || header(report).filter(h -> h.contains("oom_score_adj")).isPresent();
    boolean whole =
        report.lines().stream()
            .anyMatch(l -> l.kind() == LineKind.TRIGGER && WHOLE.matcher(l.text()).matches());
    boolean telling = !isYoung(report) && (whole || !report.tasks().isEmpty());
    boolean oldRelease = named(report).stream().anyMatch(Formula.TIME_BASED::equals);
    return !named && (telling || oldRelease);
  }

  /** Whether a line shows what no kernel before 2.6.36 printed: its first line may be cut. */
  private static boolean isYoung(OomReport report) {
    return report.cause().constraint().isPresent()
        || report.trigger().flatMap(Trigger::gfpFlagsSource).filter("log"::equals).isPresent()
        || named(report).filter(f -> f != Formula.TIME_BASED).isPresent()
        || report.lines().stream()
            .anyMatch(l -> l.kind() == LineKind.CHOICE && l.text().contains("or sacrifice child"))
        || report.kills().stream()
            .anyMatch(k -> k.shmemRssKb().isPresent() || k.pgtablesKb().isPresent());
  }

  /** What only kernels from 5.9 on, or only older ones, print in Mem-Info. */
  private static Optional<Formula> printed(OomReport report) {
    if (report.memInfo().containsKey("unstablePages")
        || report.nodes().stream().anyMatch(n -> n.fields().containsKey("unstableKb"))) {
      return Optional.of(Formula.NO_ROOT_BONUS);
    }
    boolean signed =
        report.zones().stream().anyMatch(z -> z.fields().containsKey("boostKb"))
            || report.nodes().stream().anyMatch(n -> n.fields().containsKey("pagetablesKb"));
    return signed ? Optional.of(Formula.SIGNED) : Optional.empty();
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
