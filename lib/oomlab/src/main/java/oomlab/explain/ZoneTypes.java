package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
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
            .filter(types -> fits(types, report.zones()))
            .toList();
    return fitting.stream()
        .filter(types -> grows(types, seen, report.zones()))
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
  private static boolean fits(List<String> types, List<Zone> zones) {
    for (Zone zone : zones) {
      List<Long> reserve = zone.lowmemReservePages();
      int own = types.indexOf(zone.zone());
      for (int i = 0; i <= own && i < reserve.size(); i++) {
        if (reserve.get(i) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** What a zone reserves grows with each higher zone that has memory, so that one is printed. */
  private static boolean grows(List<String> types, List<String> seen, List<Zone> zones) {
    for (Zone zone : zones) {
      List<Long> reserve = zone.lowmemReservePages();
      for (int i = types.indexOf(zone.zone()) + 1; i < reserve.size() && i < types.size(); i++) {
        if (reserve.get(i) > reserve.get(i - 1) && !seen.contains(types.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Returns the highest zone type that a request with these low bits may use ({@code gfp_zone} in
   * include/linux/gfp.h): an index into {@code lowmem_reserve[]}.
   */
  OptionalInt highest(boolean dma, boolean dma32, boolean highMem, boolean movable) {
    String wanted =
        dma
            ? "DMA"
            : dma32 ? "DMA32" : highMem && movable ? "Movable" : highMem ? "HighMem" : "Normal";
    Optional<String> built =
        names.contains(wanted)
            ? Optional.of(wanted)
            : wanted.equals("Movable") && names.contains("HighMem")
                ? Optional.of("HighMem")
                : ordinary();
    return built.map(names::indexOf).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** The highest zone that every request may use: Normal, or what an old kernel had instead. */
  private Optional<String> ordinary() {
    return Stream.of("Normal", "DMA32", "DMA").filter(names::contains).findFirst();
  }

  int index(String zone) {
    return names.indexOf(zone);
  }
}
