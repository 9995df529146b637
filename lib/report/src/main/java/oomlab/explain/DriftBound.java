package oomlab.explain;

import static oomlab.internal.text.Words.words;

import java.util.stream.Stream;
import oomlab.explain.Replay.Drift;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Zone;

/** How far a task table can be from the choice before it, in pages. */
final class DriftBound {
  /**
   * A memory cgroup is charged in advance, in portions of so many pages for each CPU (CHARGE_BATCH,
   * mm/memcontrol.c); a report does not say how many CPUs there are.
   */
  private static final long CHARGED_AHEAD = 64 * 32;

  private DriftBound() {}

  static Drift of(OomReport report, long pages) {
    boolean memcg = report.scope() == Scope.MEMCG;
    long bound = memcg ? memcg(report) : global(report);
    String because =
        words(
            memcg
                ? "its threads could still use what was left below the limit or charged in advance"
                : "other threads could still take what was free or could be reclaimed");
    if (report.tasks().stream()
        .noneMatch(t -> t.nrPtes().isPresent() || t.pgtablesBytes().isPresent())) {
      // Some kernels counted page tables before the table had a column for them.
      bound += report.memInfo().getOrDefault("pagetablesPages", 0L);
      because = words("%s, and page tables may count but have no column", because);
    }
    return new Drift(pages, bound, because);
  }

  private static long memcg(OomReport report) {
    long roomKb =
        report
            .memcg()
            .filter(m -> m.limitKb().isPresent() && m.usageKb().isPresent())
            .map(m -> Math.max(0, m.limitKb().getAsLong() - m.usageKb().getAsLong()))
            .orElse(0L);
    return Math.min(roomKb * 1024 / report.pageBytes(), report.ramPages().orElse(Long.MAX_VALUE))
        + CHARGED_AHEAD;
  }

  /**
   * Just before the choice no zone had more free pages than its high watermark and reserve, else
   * the last attempt ({@code __alloc_pages_may_oom}) would have succeeded; after it other threads
   * could take these, and what reclaim gave them.
   */
  private static long global(OomReport report) {
    long pageKb = report.pageBytes() / 1024;
    long marks = 0;
    for (Zone zone : report.zones()) {
      marks += zone.field("highKb").orElse(0) / pageKb;
      marks += zone.lowmemReservePages().stream().mapToLong(Long::longValue).max().orElse(0);
    }
    return Math.max(counters(report, "freePages", "freePcpPages"), marks)
        + counters(report, "activeFilePages", "inactiveFilePages", "slabReclaimablePages");
  }

  private static long counters(OomReport report, String... names) {
    return Stream.of(names)
        .mapToLong(name -> Math.max(0, report.memInfo().getOrDefault(name, 0L)))
        .sum();
  }
}
