package oomlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Allocation;
import oomlab.report.OomReport.Block;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.HugePages;
import oomlab.report.OomReport.Node;
import oomlab.report.OomReport.Slab;
import oomlab.report.OomReport.Zone;

/** The Mem-Info block (mm/show_mem.c; before 3.11 some architectures had their own). */
final class MemInfoLines {
  private static final Pattern PER_CPU =
      Pattern.compile(
          "(?:Node \\d+ )?\\w+ per-cpu:.*|(?:CPU|cpu) +\\d+:? +(?:Hot: )?(?:hi|hot|cold).*");
  private static final Pattern USED = Pattern.compile("\\b(?:usd|used): *(\\d{1,15})\\b");
  private static final Pattern NODE = Pattern.compile("Node (\\d+) ((?:in)?active_anon:.*)");
  private static final Pattern ZONE = Pattern.compile("(?:Node (\\d+) )?(\\w+) (free:.*)");
  private static final Pattern RESERVE =
      Pattern.compile("(?:lowmem_reserve|protections)\\[\\]:([-\\d ]*)");
  private static final Pattern BUDDY =
      Pattern.compile("(?:Node (\\d+) )?(\\w+): ((?:\\d+\\*\\d+kB|empty).*)");
  private static final Pattern BLOCK = Pattern.compile("(\\d+)\\*(\\d+)kB(?: \\(([A-Z]+)\\))?");
  private static final Pattern BUDDY_TOTAL = Pattern.compile("= (\\d+)kB$");
  private static final Pattern HUGE =
      Pattern.compile(
          "(?:Node (\\d+) )?hugepages_total=(\\d+) hugepages_free=(\\d+) hugepages_surp=(\\d+)"
              + " hugepages_size=(\\d+)kB");
  private static final Pattern SWAP_SIZE =
      Pattern.compile("(Free|Total) swap\\s*[=:]\\s*(-?\\d+)kB");
  private static final Pattern SWAP_STATS =
      Pattern.compile("Swap cache(?: stats)?: add (\\d+), delete (\\d+), find (\\d+)/(\\d+).*");
  private static final Pattern PAGES =
      Pattern.compile("(\\d+) (?:([a-z]+) pages?|pages? (.+)|total pagecache pages)");
  private static final Pattern COUNTERS = Pattern.compile("[A-Za-z_][\\w()]*:-?\\d+(?:\\s.*)?");
  private static final Pattern FREE_PAGES =
      Pattern.compile("Free pages: +(\\d+)kB \\((\\d+)kB HighMem\\)");
  private static final Pattern SLAB_ROW = Pattern.compile("(\\S.*?)\\s+(\\d+)KB\\s+(\\d+)KB");
  private static final Pattern ALLOCATION =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?) ?([kKMGTPE]?)(i?)B?\\s+(\\d{1,18}) (\\S.*)");

  private boolean inSlabs;
  private boolean inAllocations;

  Optional<LineKind> read(LogLine line, Draft draft) {
    String text = line.trimmed();
    if (text.equals("Mem-Info:") || text.equals("Mem-info:")) {
      draft.memInfoSeen = true;
      return Optional.of(LineKind.HEADING);
    }
    Optional<LineKind> block = block(line, text, draft);
    if (block.isPresent()) {
      draft.memInfoSeen |= block.get() != LineKind.SLAB && block.get() != LineKind.ALLOCATIONS;
    }
    return block;
  }

  private Optional<LineKind> block(LogLine line, String text, Draft draft) {
    if (PER_CPU.matcher(text).matches()) {
      draft.perCpuSeen = true;
      Matcher used = USED.matcher(text);
      while (used.find()) {
        OptionalLong pages = number(line, "usd", used.group(1), draft);
        if (pages.isPresent()) {
          draft.perCpuPages = OptionalLong.of(draft.perCpuPages.orElse(0) + pages.getAsLong());
        }
      }
      return Optional.of(LineKind.PER_CPU);
    }
    Matcher node = NODE.matcher(text);
    if (node.matches()) {
      Pairs pairs = pairs(line, node.group(2), "", draft);
      Numbers.small(node.group(1))
          .ifPresent(n -> draft.nodes.add(new Node(line.number(), n, pairs.values(), full(pairs))));
      return Optional.of(LineKind.NODE);
    }
    Matcher zone = ZONE.matcher(text);
    if (zone.matches()) {
      Pairs pairs = pairs(line, zone.group(3), "", draft);
      draft.zones.add(
          new Zone(
              line.number(), nodeOf(zone), zone.group(2), pairs.values(), List.of(), full(pairs)));
      return Optional.of(LineKind.ZONE);
    }
    Matcher reserve = RESERVE.matcher(text);
    if (reserve.matches()) {
      reserve(line, reserve.group(1), draft);
      return Optional.of(LineKind.LOWMEM_RESERVE);
    }
    Matcher buddy = BUDDY.matcher(text);
    if (buddy.matches()) {
      buddy(line, buddy, draft);
      return Optional.of(LineKind.BUDDY);
    }
    Matcher huge = HUGE.matcher(text);
    if (huge.matches()) {
      huge(line, huge, draft);
      return Optional.of(LineKind.HUGEPAGES);
    }
    Optional<LineKind> totals = totals(line, text, draft);
    if (totals.isPresent()) {
      return totals;
    }
    if (COUNTERS.matcher(text).matches() && !text.contains("kB")) {
      Pairs counters = Pairs.of(text, "Pages");
      if (counters.rest().isEmpty()) {
        putAll(pairs(line, text, "Pages", draft).values(), line, draft);
        return Optional.of(LineKind.COUNTERS);
      }
    }
    return rows(line, text, draft);
  }

  private Optional<LineKind> totals(LogLine line, String text, Draft draft) {
    Matcher swap = SWAP_SIZE.matcher(text);
    if (swap.matches()) {
      OptionalLong value = number(line, swap.group(1) + " swap", swap.group(2), draft);
      if (swap.group(1).equals("Free")) {
        draft.freeSwapKb = value;
      } else {
        draft.totalSwapKb = value;
      }
      return Optional.of(LineKind.SWAP);
    }
    Matcher stats = SWAP_STATS.matcher(text);
    if (stats.matches()) {
      String[] names = {
        "swapCacheAdd", "swapCacheDelete", "swapCacheFindSuccess", "swapCacheFindTotal"
      };
      for (int i = 0; i < names.length; i++) {
        put(names[i], number(line, names[i], stats.group(i + 1), draft), line, draft);
      }
      return Optional.of(LineKind.SWAP);
    }
    Matcher free = FREE_PAGES.matcher(text);
    if (free.matches()) {
      put("freeKb", number(line, "Free pages", free.group(1), draft), line, draft);
      put("freeHighMemKb", number(line, "HighMem", free.group(2), draft), line, draft);
      return Optional.of(LineKind.COUNTERS);
    }
    Matcher pages = PAGES.matcher(text);
    return pages.matches() ? pages(line, text, pages, draft) : Optional.empty();
  }

  /** {@code 1523342 pages RAM}, {@code 46911 pages reserved}, {@code 354 free pages}... */
  private Optional<LineKind> pages(LogLine line, String text, Matcher match, Draft draft) {
    String words = text.substring(match.group(1).length() + 1);
    OptionalLong value = number(line, words, match.group(1), draft);
    switch (words) {
      case "pages RAM", "pages of RAM" -> draft.ramPages = value;
      case "pages reserved", "reserved pages" -> draft.reservedPages = value;
      case "total pagecache pages" -> put("totalPagecachePages", value, line, draft);
      case "pages in swap cache" -> put("swapCachePages", value, line, draft);
      case "pages HighMem", "pages HighMem/MovableOnly", "pages of HIGHMEM" ->
          put("highMemPages", value, line, draft);
      case "pages cma reserved" -> put("cmaReservedPages", value, line, draft);
      case "pages hwpoisoned" -> put("hwpoisonedPages", value, line, draft);
      case "pages in pagetable cache" -> put("pagetableCachePages", value, line, draft);
      case "pages shared" -> put("sharedPages", value, line, draft);
      case "pages non-shared" -> put("nonSharedPages", value, line, draft);
      // An architecture's own count, by page flags: not the counter of the same name.
      case "free pages",
          "slab pages",
          "pages swap cached",
          "pages dirty",
          "pages writeback",
          "pages mapped",
          "pages slab",
          "pages pagetables" ->
          put(
              "arch" + capital(Pairs.name(words.replace("pages", "").strip())) + "Pages",
              value,
              line,
              draft);
      default -> {
        return Optional.empty();
      }
    }
    boolean swap = words.contains("swap") || words.contains("pagecache");
    return Optional.of(swap ? LineKind.SWAP : LineKind.RAM);
  }

  private Optional<LineKind> rows(LogLine line, String text, Draft draft) {
    if (text.equals("Unreclaimable slab info:")
        || text.startsWith("excessive unreclaimable slab but cannot dump stats")) {
      inSlabs = true;
      inAllocations = false;
      return Optional.of(LineKind.SLAB);
    }
    if (text.startsWith("Memory allocations")) {
      inAllocations = true;
      inSlabs = false;
      return Optional.of(LineKind.ALLOCATIONS);
    }
    if (inSlabs && text.matches("Name +Used +Total")) {
      return Optional.of(LineKind.SLAB);
    }
    Matcher slab = SLAB_ROW.matcher(text);
    if (inSlabs && slab.matches()) {
      OptionalLong used = number(line, "Used", slab.group(2), draft);
      OptionalLong total = number(line, "Total", slab.group(3), draft);
      if (used.isPresent() && total.isPresent()) {
        draft.slabs.add(
            new Slab(line.number(), slab.group(1), used.getAsLong(), total.getAsLong()));
      }
      return Optional.of(LineKind.SLAB);
    }
    return inAllocations ? allocation(line, text, draft) : Optional.empty();
  }

  private static Optional<LineKind> allocation(LogLine line, String text, Draft draft) {
    Matcher row = ALLOCATION.matcher(text);
    if (!row.matches() || !row.group(5).contains("func:")) {
      return Optional.empty();
    }
    String unit = row.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : "KMGTPE".indexOf(unit) + 1;
    double bytes = Double.parseDouble(row.group(1));
    for (int i = 0; i < power; i++) {
      bytes *= row.group(3).isEmpty() ? 1000 : 1024;
    }
    draft.allocations.add(
        new Allocation(
            line.number(), Math.round(bytes), Long.parseLong(row.group(4)), row.group(5)));
    return Optional.of(LineKind.ALLOCATIONS);
  }

  private static void reserve(LogLine line, String numbers, Draft draft) {
    List<Long> pages = new ArrayList<>();
    for (String digits : List.of(numbers.strip().split("\\s+"))) {
      if (!digits.isEmpty()) {
        number(line, "lowmem_reserve", digits, draft).ifPresent(pages::add);
      }
    }
    if (draft.zones.isEmpty()) {
      draft.problem(line.number(), "lowmem_reserve without a zone line before it");
      return;
    }
    int last = draft.zones.size() - 1;
    Zone zone = draft.zones.get(last);
    if (!zone.lowmemReservePages().isEmpty()) {
      draft.problem(line.number(), "a second lowmem_reserve after zone %s".formatted(zone.zone()));
      return;
    }
    draft.zones.set(
        last,
        new Zone(
            zone.line(), zone.node(), zone.zone(), zone.fields(), pages, zone.allUnreclaimable()));
  }

  private static void buddy(LogLine line, Matcher buddy, Draft draft) {
    List<Block> blocks = new ArrayList<>();
    String list = buddy.group(3);
    Matcher block = BLOCK.matcher(list);
    StringBuilder rest = new StringBuilder();
    int end = 0;
    while (block.find()) {
      rest.append(list.substring(end, block.start()));
      end = block.end();
      OptionalLong count = number(line, "block count", block.group(1), draft);
      OptionalLong sizeKb = number(line, "block size", block.group(2), draft);
      if (count.isPresent() && sizeKb.isPresent()) {
        String types = block.group(3) == null ? "" : block.group(3);
        blocks.add(new Block(sizeKb.getAsLong(), count.getAsLong(), types));
      }
    }
    String tail = rest.append(list.substring(end)).toString().strip();
    Matcher total = BUDDY_TOTAL.matcher(tail);
    OptionalLong totalKb = OptionalLong.empty();
    if (total.find()) {
      totalKb = number(line, "buddy total", total.group(1), draft);
      tail = tail.substring(0, total.start()).strip();
    } else {
      draft.problem(line.number(), "the buddy list has no total: the line was cut or torn");
    }
    if (!tail.isEmpty() && !tail.equals("empty")) {
      draft.problem(line.number(), "cannot read \"%s\" in the buddy list".formatted(tail));
    }
    draft.buddy.add(new Buddy(line.number(), nodeOf(buddy), buddy.group(2), blocks, totalKb));
  }

  private static void huge(LogLine line, Matcher huge, Draft draft) {
    List<Long> values = new ArrayList<>();
    for (int i = 2; i <= 5; i++) {
      number(line, "hugepages", huge.group(i), draft).ifPresent(values::add);
    }
    if (values.size() == 4) {
      draft.hugePages.add(
          new HugePages(
              line.number(),
              nodeOf(huge),
              values.get(0),
              values.get(1),
              values.get(2),
              values.get(3)));
    }
  }

  private static OptionalInt nodeOf(Matcher match) {
    return match.group(1) == null ? OptionalInt.empty() : Numbers.small(match.group(1));
  }

  private static Optional<Boolean> full(Pairs pairs) {
    return Optional.ofNullable(pairs.words().get("all_unreclaimable?")).map("yes"::equals);
  }

  private static Pairs pairs(LogLine line, String text, String unit, Draft draft) {
    Pairs pairs = Pairs.of(text, unit);
    if (!pairs.rest().isEmpty()) {
      draft.problem(line.number(), "cannot read \"%s\" in the line".formatted(pairs.rest()));
    }
    if (!pairs.tooLarge().isEmpty()) {
      draft.problem(line.number(), "%s does not fit into 64 bits".formatted(pairs.tooLarge()));
    }
    return pairs;
  }

  private static void putAll(Map<String, Long> values, LogLine line, Draft draft) {
    values.forEach((name, value) -> put(name, OptionalLong.of(value), line, draft));
  }

  private static void put(String name, OptionalLong value, LogLine line, Draft draft) {
    if (value.isEmpty()) {
      return;
    }
    Long before = draft.memInfo.putIfAbsent(name, value.getAsLong());
    if (before != null && before != value.getAsLong()) {
      draft.problem(
          line.number(),
          "%s is printed twice, %d and then %d: kept the first"
              .formatted(name, before, value.getAsLong()));
    }
  }

  private static OptionalLong number(LogLine line, String what, String digits, Draft draft) {
    OptionalLong value = Numbers.number(digits);
    if (value.isEmpty()) {
      draft.problem(line.number(), "%s of %s does not fit into 64 bits".formatted(what, digits));
    }
    return value;
  }

  private static String capital(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
