package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Block;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.HugePages;
import oomlab.report.OomReport.Node;
import oomlab.report.OomReport.Zone;

/** The lines of Mem-Info about one node or one zone (show_free_areas in mm/show_mem.c). */
final class ZoneLines {
  private static final Pattern NODE = Pattern.compile("Node (\\d+),? ((?:in)?active_anon:.*)");
  private static final Pattern ZONE = Pattern.compile("(?:Node (\\d+) )?(\\w+) (free:.*)");
  private static final Pattern RESERVE =
      Pattern.compile("(?:lowmem_reserve|protections)\\[\\]:([-\\d ]*)");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern BUDDY =
      Pattern.compile("(?:Node (\\d+) )?(\\w+): ((?:\\d+\\*\\d+kB|empty|= ?\\d+kB).*)");
  private static final Pattern BLOCK = Pattern.compile("(\\d+)\\*(\\d+)kB(?: \\(([A-Z]+)\\))?");
  private static final Pattern BUDDY_TOTAL = Pattern.compile("= ?(\\d+)kB$");
  private static final Pattern HUGE =
      Pattern.compile(
          "(?:Node (\\d+) )?hugepages_total=(\\d+) hugepages_free=(\\d+) hugepages_surp=(\\d+)"
              + " hugepages_size=(\\d+)kB");

  private static final List<String> EVERY_ZONE_HAS =
      List.of("minKb", "lowKb", "highKb", "presentKb");

  private ZoneLines() {}

  static Optional<LineKind> read(LogLine line, String text, ReportBuilder report) {
    if (text.contains(" free:")) {
      Matcher zone = ZONE.matcher(text);
      return zone.matches() ? zone(line, zone, report) : Optional.empty();
    }
    if (text.startsWith("Node ")) {
      Matcher node = NODE.matcher(text);
      if (node.matches()) {
        return node(line, node, report);
      }
    }
    if (text.contains("[]:")) {
      Matcher reserve = RESERVE.matcher(text);
      if (reserve.matches()) {
        reserve(line, reserve.group(1), report);
        return Optional.of(LineKind.LOWMEM_RESERVE);
      }
    }
    if (text.contains("B") || text.contains(": empty")) {
      Matcher buddy = BUDDY.matcher(text);
      if (buddy.matches()) {
        buddy(line, buddy, report);
        return Optional.of(LineKind.BUDDY);
      }
    }
    if (text.contains("hugepages_total=")) {
      Matcher huge = HUGE.matcher(text);
      if (huge.matches()) {
        huge(line, huge, report);
        return Optional.of(LineKind.HUGEPAGES);
      }
    }
    return Optional.empty();
  }

  private static Optional<LineKind> node(LogLine line, Matcher node, ReportBuilder report) {
    Pairs pairs = Pairs.sizes(line, node.group(2), report);
    OptionalInt number = NumberText.small(node.group(1));
    if (number.isEmpty()) {
      report.problem(line, later("the number of the node does not fit into 32 bits"));
      return Optional.of(LineKind.UNREAD);
    }
    report.nodes.add(new Node(line.number(), number.getAsInt(), pairs.values(), full(pairs)));
    return Optional.of(LineKind.NODE);
  }

  private static Optional<LineKind> zone(LogLine line, Matcher zone, ReportBuilder report) {
    Pairs pairs = Pairs.sizes(line, zone.group(3), report);
    for (String name : EVERY_ZONE_HAS) {
      if (!pairs.values().containsKey(name)) {
        report.problem(line, later("the zone line has no readable %s"), name);
      }
    }
    report.zones.add(
        new Zone(
            line.number(), nodeOf(zone), zone.group(2), pairs.values(), full(pairs), List.of()));
    return Optional.of(LineKind.ZONE);
  }

  private static void reserve(LogLine line, String numbers, ReportBuilder report) {
    List<Long> pages = new ArrayList<>();
    for (String digits : List.of(BLANKS.split(numbers.strip()))) {
      if (!digits.isEmpty()) {
        report.number(line, "lowmem_reserve", digits).ifPresent(pages::add);
      }
    }
    if (report.zones.isEmpty()) {
      report.problem(line, later("lowmem_reserve without a zone line before it"));
      return;
    }
    int last = report.zones.size() - 1;
    Zone zone = report.zones.get(last);
    if (!zone.lowmemReservePages().isEmpty()) {
      report.problem(line, later("a second lowmem_reserve after zone %s"), zone.zone());
      return;
    }
    report.zones.set(
        last,
        new Zone(
            zone.line(),
            zone.node(),
            zone.zone(),
            zone.fields(),
            zone.allUnreclaimable(),
            List.copyOf(pages)));
  }

  private static void buddy(LogLine line, Matcher buddy, ReportBuilder report) {
    List<Block> blocks = new ArrayList<>();
    String list = buddy.group(3);
    Matcher block = BLOCK.matcher(list);
    StringBuilder rest = new StringBuilder();
    int end = 0;
    while (block.find()) {
      rest.append(list.substring(end, block.start()));
      end = block.end();
      OptionalLong count =
          report.unnamed(
              line, later("block count of %s does not fit into 64 bits"), block.group(1));
      OptionalLong sizeKb =
          report.unnamed(line, later("block size of %s does not fit into 64 bits"), block.group(2));
      if (count.isPresent() && sizeKb.isPresent()) {
        String types = block.group(3) == null ? "" : block.group(3);
        blocks.add(new Block(sizeKb.getAsLong(), count.getAsLong(), types));
      }
    }
    String tail = rest.append(list.substring(end)).toString().strip();
    Matcher total = BUDDY_TOTAL.matcher(tail);
    OptionalLong totalKb = OptionalLong.empty();
    if (total.find()) {
      totalKb =
          report.unnamed(
              line, later("buddy total of %s does not fit into 64 bits"), total.group(1));
      tail = tail.substring(0, total.start()).strip();
    } else if (!list.equals("empty")) {
      report.problem(line, later("the buddy list has no total: the line was cut or torn"));
    }
    if (!tail.isEmpty() && !tail.equals("empty")) {
      report.problem(line, later("cannot read \"%s\" in the buddy list"), tail);
    }
    report.buddy.add(new Buddy(line.number(), nodeOf(buddy), buddy.group(2), blocks, totalKb));
  }

  private static void huge(LogLine line, Matcher huge, ReportBuilder report) {
    List<Long> values = new ArrayList<>();
    for (int i = 2; i <= 5; i++) {
      report.number(line, "hugepages", huge.group(i)).ifPresent(values::add);
    }
    if (values.size() == 4) {
      report.hugePages.add(
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
    return match.group(1) == null ? OptionalInt.empty() : NumberText.small(match.group(1));
  }

  private static Optional<Boolean> full(Pairs pairs) {
    return Optional.ofNullable(pairs.words().get("all_unreclaimable?")).map("yes"::equals);
  }
}
