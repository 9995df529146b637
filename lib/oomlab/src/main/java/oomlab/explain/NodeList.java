package oomlab.explain;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport;

/** Lists of memory nodes as the kernel prints them: {@code 0-2,4}. */
final class NodeList {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
  private static final int MOST_NODES = 1024;

  private NodeList() {}

  /** Returns the nodes that the request could use; empty if it was not bound to any. */
  static Optional<Set<Integer>> allowed(OomReport report) {
    return report
        .trigger()
        .flatMap(
            t ->
                t.nodemask()
                    .flatMap(NodeList::parse)
                    .or(() -> t.memsAllowed().flatMap(NodeList::parse)));
  }

  /**
   * Whether a kernel that does not print the constraint (up to 4.20) bound the request to some of
   * the machine's nodes: it printed zones of others, or left zones out.
   */
  static boolean bound(OomReport report) {
    Optional<Set<Integer>> allowed = allowed(report);
    if (report.cause().constraint().isPresent() || allowed.isEmpty()) {
      return false;
    }
    boolean others =
        report.zones().stream()
            .anyMatch(z -> z.node().isPresent() && !allowed.get().contains(z.node().getAsInt()));
    // "managed" tells the kernels whose total is the sum of these zones (3.10).
    boolean summed =
        !report.zones().isEmpty()
            && report.zones().stream()
                .allMatch(z -> z.node().isPresent() && z.field("managedKb").isPresent());
    long presentKb = report.zones().stream().mapToLong(z -> z.field("presentKb").orElse(0)).sum();
    long ramKb = report.ramPages().orElse(0) * (report.pageBytes() / 1024);
    return others || (summed && presentKb < ramKb && olderThan61(report));
  }

  /** Since 6.1 zones above the request's highest are left out as well. */
  private static boolean olderThan61(OomReport report) {
    return report.kills().stream().anyMatch(k -> k.score().isPresent());
  }

  static Optional<Set<Integer>> parse(String list) {
    Set<Integer> nodes = new TreeSet<>();
    for (String part : list.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        return Optional.empty();
      }
      int from = Integer.parseInt(range.group(1));
      int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
      for (int node = from; node <= to && node < MOST_NODES; node++) {
        nodes.add(node);
      }
    }
    return Optional.of(nodes);
  }
}
