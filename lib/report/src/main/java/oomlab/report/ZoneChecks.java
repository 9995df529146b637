package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.HugePages;
import oomlab.report.OomReport.Zone;

/** What must hold between the numbers of zones, and between them and the totals. */
final class ZoneChecks {
  /** 4 PiB: what 52 bits of an address reach. */
  private static final long MOST_KB = 1L << 42;

  private ZoneChecks() {}

  static void run(ReportBuilder report, OptionalInt pageSizeKb, int lastLine) {
    report.zones.forEach(z -> watermarks(z, report));
    lists(report);
    for (HugePages pool : report.hugePages) {
      if (pool.free() > pool.total()) {
        report.problem(pool.line(), later("more huge pages are free than there are"));
      }
    }
    if (NumberText.exceeds(report.freeSwapKb, report.totalSwapKb)) {
      report.problem(lastLine, later("more swap is free than there is"));
    }
    if (NumberText.exceeds(report.reservedPages, report.ramPages)) {
      report.problem(lastLine, later("more pages are reserved than there are"));
    }
    pageSizeKb.ifPresent(kb -> totals(kb, lastLine, report));
  }

  private static void watermarks(Zone zone, ReportBuilder report) {
    long min = zone.field("minKb").orElse(0);
    long low = zone.field("lowKb").orElse(min);
    long high = zone.field("highKb").orElse(low);
    if (min > low || low > high) {
      report.problem(
          zone.line(),
          later("the watermarks of zone %s fall: min %d kB, low %d kB, high %d kB"),
          zone.zone(),
          min,
          low,
          high);
    }
    if (high > MOST_KB) {
      report.problem(
          zone.line(),
          later("the watermarks of zone %s are above what any machine has: a counter ran over"),
          zone.zone());
    }
    if (NumberText.exceeds(zone.field("managedKb"), zone.field("presentKb"))) {
      report.problem(zone.line(), later("zone %s manages more memory than it has"), zone.zone());
    }
  }

  /** Each zone has one zone line, its reserves and a buddy list: one that is missing was lost. */
  private static void lists(ReportBuilder report) {
    if (report.zones.isEmpty() && report.memInfo.isEmpty()) {
      return;
    }
    Map<String, Integer> zones = new LinkedHashMap<>();
    boolean reserves = report.zones.stream().anyMatch(z -> !z.lowmemReservePages().isEmpty());
    for (Zone zone : report.zones) {
      if (zones.put(key(zone.node(), zone.zone()), zone.line()) != null) {
        report.problem(zone.line(), later("a second line for zone %s"), zone.zone());
      }
      if (reserves && zone.lowmemReservePages().isEmpty()) {
        report.problem(
            zone.line(), later("zone %s has no lowmem_reserve: a line was lost"), zone.zone());
      }
    }
    Set<String> listed = new HashSet<>();
    for (Buddy buddy : report.buddy) {
      String key = key(buddy.node(), buddy.zone());
      if (!listed.add(key)) {
        report.problem(buddy.line(), later("a second buddy list for zone %s"), buddy.zone());
      }
      if (!zones.containsKey(key)) {
        report.problem(buddy.line(), later("zone %s has no zone line: it was lost"), buddy.zone());
      }
    }
    if (!listed.isEmpty()) {
      zones.forEach(
          (key, line) -> {
            if (!listed.contains(key)) {
              report.problem(line, later("zone %s has no buddy list: it was lost"), key);
            }
          });
    }
  }

  private static String key(OptionalInt node, String zone) {
    return node.isPresent() ? "Node " + node.getAsInt() + " " + zone : zone;
  }

  /**
   * From 3.10 on the totals are sums over the zones (mm/show_mem.c), unless the dump was limited to
   * some nodes.
   */
  private static void totals(int pageSizeKb, int lastLine, ReportBuilder report) {
    boolean limited =
        report.constraint.isPresent() && !report.constraint.get().equals("CONSTRAINT_NONE");
    if (limited || report.ramPages.isEmpty() || report.reservedPages.isEmpty()) {
      return;
    }
    long presentKb = 0;
    long managedKb = 0;
    for (Zone zone : report.zones) {
      if (zone.field("managedKb").isEmpty() || zone.field("presentKb").isEmpty()) {
        return;
      }
      presentKb += zone.field("presentKb").getAsLong();
      managedKb += zone.field("managedKb").getAsLong();
    }
    if (report.zones.isEmpty()) {
      return;
    }
    long ramKb = report.ramPages.getAsLong() * pageSizeKb;
    long usableKb = ramKb - report.reservedPages.getAsLong() * pageSizeKb;
    // Before the node lines came (4.8), "reserved" was counted in another way: 84 kB apart on 3.16.
    boolean reservedFits = managedKb == usableKb || report.nodes.isEmpty();
    if (presentKb != ramKb || !reservedFits) {
      report.problem(
          lastLine,
          later("the zones have %d kB, %d kB of it managed; the totals say %d kB and %d kB"),
          presentKb,
          managedKb,
          ramKb,
          usableKb);
    }
  }
}
