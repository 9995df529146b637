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
