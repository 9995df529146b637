package oomlab.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.HugePages;
import oomlab.report.OomReport.Zone;

/** What must hold between the numbers of zones, and between them and the totals. */
final class ZoneChecks {
  private ZoneChecks() {}

  static void run(ReportBuilder draft, OptionalInt pageSizeKb, int lastLine) {
    draft.zones.forEach(z -> watermarks(z, draft));
    lists(draft);
    for (HugePages pool : draft.hugePages) {
      if (pool.free() > pool.total()) {
        draft.problem(pool.line(), "more huge pages are free than there are");
      }
    }
    if (draft.freeSwapKb.isPresent()
        && draft.totalSwapKb.isPresent()
        && draft.freeSwapKb.getAsLong() > draft.totalSwapKb.getAsLong()) {
      draft.problem(lastLine, "more swap is free than there is");
    }
    if (draft.ramPages.isPresent()
        && draft.reservedPages.isPresent()
        && draft.reservedPages.getAsLong() > draft.ramPages.getAsLong()) {
      draft.problem(lastLine, "more pages are reserved than there are");
    }
    pageSizeKb.ifPresent(kb -> totals(kb, lastLine, draft));
  }

  private static void watermarks(Zone zone, ReportBuilder draft) {
    long min = zone.field("minKb").orElse(0);
    long low = zone.field("lowKb").orElse(min);
    long high = zone.field("highKb").orElse(low);
    if (min > low || low > high) {
      draft.problem(
          zone.line(),
          "the watermarks of zone %s fall: min %d kB, low %d kB, high %d kB"
              .formatted(zone.zone(), min, low, high));
    }
    OptionalLong present = zone.field("presentKb");
    OptionalLong managed = zone.field("managedKb");
    if (present.isPresent() && managed.isPresent() && managed.getAsLong() > present.getAsLong()) {
      draft.problem(zone.line(), "zone %s manages more memory than it has".formatted(zone.zone()));
    }
  }

  /** Each zone has one zone line, its reserves and a buddy list: one that is missing was lost. */
  private static void lists(ReportBuilder draft) {
    if (draft.zones.isEmpty() && draft.memInfo.isEmpty()) {
      return;
    }
    Map<String, Integer> zones = new LinkedHashMap<>();
    boolean reserves = draft.zones.stream().anyMatch(z -> !z.lowmemReservePages().isEmpty());
    for (Zone zone : draft.zones) {
      if (zones.put(key(zone.node(), zone.zone()), zone.line()) != null) {
        draft.problem(zone.line(), "a second line for zone %s".formatted(zone.zone()));
      }
      if (reserves && zone.lowmemReservePages().isEmpty()) {
        draft.problem(
            zone.line(), "zone %s has no lowmem_reserve: a line was lost".formatted(zone.zone()));
      }
    }
    Set<String> listed = new HashSet<>();
    for (Buddy buddy : draft.buddy) {
      String key = key(buddy.node(), buddy.zone());
      if (!listed.add(key)) {
        draft.problem(buddy.line(), "a second buddy list for zone %s".formatted(buddy.zone()));
      }
      if (!zones.containsKey(key)) {
        draft.problem(
            buddy.line(), "zone %s has no zone line: it was lost".formatted(buddy.zone()));
      }
    }
    if (!listed.isEmpty()) {
      zones.forEach(
          (key, line) -> {
            if (!listed.contains(key)) {
              draft.problem(line, "zone %s has no buddy list: it was lost".formatted(key));
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
  private static void totals(int pageSizeKb, int lastLine, ReportBuilder draft) {
    boolean limited =
        draft.constraint.isPresent() && !draft.constraint.get().equals("CONSTRAINT_NONE");
    if (limited || draft.ramPages.isEmpty() || draft.reservedPages.isEmpty()) {
      return;
    }
    long presentKb = 0;
    long managedKb = 0;
    for (Zone zone : draft.zones) {
      if (zone.field("managedKb").isEmpty() || zone.field("presentKb").isEmpty()) {
        return;
      }
      presentKb += zone.field("presentKb").getAsLong();
      managedKb += zone.field("managedKb").getAsLong();
    }
    if (draft.zones.isEmpty()) {
      return;
    }
    long ramKb = draft.ramPages.getAsLong() * pageSizeKb;
    long usableKb = ramKb - draft.reservedPages.getAsLong() * pageSizeKb;
    // Before the node lines came (4.8), "reserved" was counted in another way: 84 kB apart on 3.16.
    boolean reservedFits = managedKb == usableKb || draft.nodes.isEmpty();
    if (presentKb != ramKb || !reservedFits) {
      draft.problem(
          lastLine,
          "the zones have %d kB, %d kB of it managed; the totals say %d kB and %d kB"
              .formatted(presentKb, managedKb, ramKb, usableKb));
    }
  }
}
