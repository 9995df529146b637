package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Zone;

/**
 * The zone types that a kernel was built with, lowest first: {@code enum zone_type} in
 * include/linux/mmzone.h. A report prints only zones that have memory, but {@code lowmem_reserve[]}
 * has a number for each type, so the types can be told from how many there are.
 *
 * @param names such as {@code DMA, DMA32, Normal, Movable, Device}
 */
record ZoneTypes(List<String> names) {
  private static final List<String> ORDER =
      List.of("DMA", "DMA32", "Normal", "HighMem", "Movable", "Device");
  private static final List<String> LOW =
      List.of(
          "DMA DMA32 Normal",
          "DMA Normal HighMem",
          "Normal HighMem",
          "DMA32 Normal",
          "DMA Normal",
          "Normal");

  /** Rare: DMA32 and HighMem together are built for some 32-bit MIPS and were before 2.6.19. */
  private static final List<String> RARE =
      List.of("DMA DMA32 Normal HighMem", "DMA32 Normal HighMem");

  static ZoneTypes of(OomReport report) {
    int count =
        report.zones().stream().mapToInt(z -> z.lowmemReservePages().size()).max().orElse(0);
    List<String> seen = report.zones().stream().map(Zone::zone).distinct().toList();
    List<List<String>> fitting =
        guesses().stream()
            .filter(types -> types.size() == count && types.containsAll(seen))
            .filter(types -> report.zones().stream().allMatch(z -> fits(types, z)))
            .toList();
    return fitting.stream()
        .filter(types -> report.zones().stream().allMatch(z -> grows(types, seen, z)))
        .findFirst()
        .or(() -> fitting.stream().findFirst())
        .map(ZoneTypes::new)
        .orElseGet(() -> new ZoneTypes(ORDER.stream().filter(seen::contains).toList()));
  }

  /** The sets of types that architectures build, commonest first; Movable came with 2.6.23. */
  private static List<List<String>> guesses() {
    List<List<String>> all = new ArrayList<>();
    for (List<String> lows : List.of(LOW, RARE)) {
      for (String high : List.of(" Movable", " Movable Device", "")) {
        lows.forEach(low -> all.add(List.of((low + high).split(" "))));
      }
    }
    return all;
  }

  /** A zone reserves nothing against requests for itself or for lower zones. */
  private static boolean fits(List<String> types, Zone zone) {
    return zone.lowmemReservePages().stream()
        .limit(types.indexOf(zone.zone()) + 1L)
        .allMatch(pages -> pages == 0);
  }

  /** What a zone reserves grows with each higher zone that has memory, so that one is printed. */
  private static boolean grows(List<String> types, List<String> seen, Zone zone) {
    List<Long> reserve = zone.lowmemReservePages();
    return IntStream.range(types.indexOf(zone.zone()) + 1, Math.min(reserve.size(), types.size()))
        .allMatch(i -> reserve.get(i) <= reserve.get(i - 1) || seen.contains(types.get(i)));
  }

  /**
   * Returns the highest zone type that a request may use ({@code gfp_zone} in include/linux/gfp.h):
   * an index into {@code lowmem_reserve[]}.
   *
   * @param mask its gfp_mask, whose low bits mean DMA, HighMem and DMA32
   */
  OptionalInt highest(long mask, boolean movable) {
    List<String> wanted = List.of("Normal", "DMA32", "DMA");
    if ((mask & 1) != 0) {
      wanted = List.of("DMA", "Normal", "DMA32");
    } else if ((mask & 4) != 0) {
      wanted = List.of("DMA32", "Normal", "DMA");
    } else if ((mask & 2) != 0 && movable) {
      wanted = List.of("Movable", "HighMem", "Normal", "DMA32", "DMA");
    } else if ((mask & 2) != 0) {
      wanted = List.of("HighMem", "Normal", "DMA32", "DMA");
    }
    return wanted.stream().mapToInt(names::indexOf).filter(i -> i >= 0).findFirst();
  }
}
