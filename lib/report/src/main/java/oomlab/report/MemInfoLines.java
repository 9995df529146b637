package oomlab.report;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Mem-Info block (mm/show_mem.c; before 3.11 some architectures had their own). */
final class MemInfoLines {
  private static final Pattern PER_CPU =
      Pattern.compile(
          "(?:Node \\d+ )?\\w+ per-cpu:.*|(?:CPU|cpu) +\\d+:? +(?:Hot: )?(?:hi|hot|cold).*");
  private static final Pattern USED = Pattern.compile("\\b(?:usd|used): *(\\d{1,15})\\b");
  private static final Pattern SWAP_SIZE =
      Pattern.compile("(Free|Total) swap\\s*[=:]\\s*(-?\\d+)kB");
  private static final Pattern SWAP_STATS =
      Pattern.compile("Swap cache(?: stats)?: add (\\d+), delete (\\d+), find (\\d+)/(\\d+).*");
  private static final Pattern PAGES =
      Pattern.compile(
          "(\\d+) (?:([a-z]+) pages?|pages? ([a-zA-Z][\\w/ -]{1,40})|total pagecache pages)");
  // A register whose value has digits only, "r4:00000255" in a trace of 32-bit ARM, is none.
  private static final Pattern COUNTERS =
      Pattern.compile("(?![a-z]{1,2}\\d{1,2}:)[A-Za-z_][\\w()]*:-?\\d+(?:\\s.*)?");
  // ia64: "Node    0:  RAM:       123, rsvd:      4, shrd:          5, swpd:          6".
  private static final Pattern NODE_RAM = Pattern.compile("Node +\\d+: +RAM: .*");
  private static final Pattern FREE_PAGES =
      Pattern.compile("Free pages: *(\\d+)kB \\((\\d+)kB HighMem\\)");

  /** Names of totals that the kernel's words alone do not give. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("total pagecache pages", "totalPagecache"),
          Map.entry("pages in swap cache", "swapCache"),
          Map.entry("pages in pagetable cache", "pagetableCache"),
          Map.entry("pages HighMem/MovableOnly", "highMem"),
          Map.entry("pages of HIGHMEM", "highMem"),
          // An architecture's own count, by page flags: not the counter of the same name.
          Map.entry("free pages", "archFree"),
          Map.entry("slab pages", "archSlab"),
          Map.entry("pages swap cached", "archSwapCached"),
          Map.entry("pages dirty", "archDirty"),
          Map.entry("pages writeback", "archWriteback"),
          Map.entry("pages mapped", "archMapped"),
          Map.entry("pages slab", "archSlab"),
          Map.entry("pages pagetables", "archPagetables"));

  private final KernelMemoryLines kernelMemory = new KernelMemoryLines();

  Optional<LineKind> read(LogLine line, ReportBuilder report) {
    String text = line.trimmed();
    if (text.equals("Mem-Info:") || text.equals("Mem-info:")) {
      report.memInfoSeen = true;
      return Optional.of(LineKind.HEADING);
    }
    Optional<LineKind> block = block(line, text, report);
    if (block.isPresent()) {
      report.memInfoSeen |= block.get() != LineKind.SLAB && block.get() != LineKind.ALLOCATIONS;
    }
    return block;
  }

  private Optional<LineKind> block(LogLine line, String text, ReportBuilder report) {
    if (mayBePerCpu(text) && PER_CPU.matcher(text).matches()) {
      report.perCpuSeen = true;
      Matcher used = USED.matcher(text);
      while (used.find()) {
        OptionalLong pages = report.number(line, "usd", used.group(1));
        if (pages.isPresent()) {
          report.perCpuPages = OptionalLong.of(report.perCpuPages.orElse(0) + pages.getAsLong());
        }
      }
      return Optional.of(LineKind.PER_CPU);
    }
    Optional<LineKind> zone = ZoneLines.read(line, text, report);
    if (zone.isPresent()) {
      return zone;
    }
    Optional<LineKind> totals = totals(line, text, report);
    if (totals.isPresent()) {
      return totals;
    }
    if (text.indexOf(':') > 0 && !text.contains("kB") && COUNTERS.matcher(text).matches()) {
      Pairs counters = Pairs.of(text, "Pages");
      if (counters.rest().isEmpty()) {
        counters.nameLost(line, Pairs.UNREADABLE, report);
        counters.values().forEach((name, n) -> report.keep(report.memInfo, name, n, line));
        return Optional.of(LineKind.COUNTERS);
      }
    }
    return kernelMemory.read(line, text, report);
  }

  private static boolean mayBePerCpu(String text) {
    return text.contains("per-cpu:") || text.startsWith("CPU ") || text.startsWith("cpu ");
  }

  private Optional<LineKind> totals(LogLine line, String text, ReportBuilder report) {
    if (text.contains("wap")) {
      Optional<LineKind> swap = swap(line, text, report);
      if (swap.isPresent()) {
        return swap;
      }
    }
    if (text.startsWith("Free pages:")) {
      Matcher free = FREE_PAGES.matcher(text);
      if (free.matches()) {
        put("freeKb", report.number(line, "Free pages", free.group(1)), line, report);
        put("freeHighMemKb", report.number(line, "HighMem", free.group(2)), line, report);
        return Optional.of(LineKind.COUNTERS);
      }
    }
    if (text.startsWith("Node memory in pages")
        || text.startsWith("Total of ")
        || (text.startsWith("Node ") && NODE_RAM.matcher(text).matches())) {
      return Optional.of(LineKind.RAM);
    }
    if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9') {
      return Optional.empty();
    }
    Matcher pages = PAGES.matcher(text);
    return pages.matches() ? pages(line, text, pages, report) : Optional.empty();
  }

  private Optional<LineKind> swap(LogLine line, String text, ReportBuilder report) {
    Matcher swap = SWAP_SIZE.matcher(text);
    if (swap.matches()) {
      OptionalLong value = report.number(line, swap.group(1) + " swap", swap.group(2));
      if (swap.group(1).equals("Free")) {
        report.freeSwapKb = value;
      } else {
        report.totalSwapKb = value;
      }
      return Optional.of(LineKind.SWAP);
    }
    Matcher stats = SWAP_STATS.matcher(text);
    if (stats.matches()) {
      String[] names = {
        "swapCacheAdd", "swapCacheDelete", "swapCacheFindSuccess", "swapCacheFindTotal"
      };
      for (int i = 0; i < names.length; i++) {
        put(names[i], report.number(line, names[i], stats.group(i + 1)), line, report);
      }
      return Optional.of(LineKind.SWAP);
    }
    return Optional.empty();
  }

  /** {@code 1523342 pages RAM}, {@code 46911 pages reserved}, {@code 354 free pages}... */
  private Optional<LineKind> pages(LogLine line, String text, Matcher match, ReportBuilder report) {
    String words = text.substring(match.group(1).length() + 1);
    OptionalLong value = report.number(line, words, match.group(1));
    switch (words) {
      case "pages RAM", "pages of RAM" -> report.ramPages = value;
      case "pages reserved", "reserved pages" -> report.reservedPages = value;
      default -> {
        String name = NAMES.get(words);
        if (name == null && match.group(3) == null) {
          return Optional.empty();
        }
        put((name == null ? Pairs.name(match.group(3)) : name) + "Pages", value, line, report);
      }
    }
    boolean swap = words.contains("swap") || words.contains("pagecache");
    return Optional.of(swap ? LineKind.SWAP : LineKind.RAM);
  }

  private static void put(String name, OptionalLong value, LogLine line, ReportBuilder report) {
    value.ifPresent(v -> report.keep(report.memInfo, name, v, line));
  }
}
