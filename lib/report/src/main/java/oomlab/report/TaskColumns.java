package oomlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.internal.text.EditDistance;

/** The column sets that kernels print in their task tables, between the pid and the name. */
final class TaskColumns {
  private static final List<List<String>> KNOWN =
      List.of(
          words("uid tgid total_vm rss cpu oom_adj"),
          words("uid tgid total_vm rss cpu oom_adj oom_score_adj"),
          words("uid tgid total_vm rss nr_ptes swapents oom_score_adj"),
          words("uid tgid total_vm rss nr_ptes nr_pmds swapents oom_score_adj"),
          words("uid tgid total_vm rss nr_ptes nr_pmds nr_puds swapents oom_score_adj"),
          words("uid tgid total_vm rss pgtables_bytes swapents oom_score_adj"),
          words(
              "uid tgid total_vm rss rss_anon rss_file rss_shmem pgtables_bytes swapents"
                  + " oom_score_adj"));

  /** Bytes of the smallest page tables: ppc64le with pages of 64 kB (radix) has such of 256. */
  static final int SMALLEST_TABLE = 256;

  private static final Set<String> MAINLINE =
      KNOWN.stream().flatMap(List::stream).collect(Collectors.toSet());

  private TaskColumns() {}

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  /**
   * Whether these are the columns of a mainline kernel, or those with some of a vendor's between
   * them. A header that lost a name, or had one damaged, is neither.
   */
  static boolean known(List<String> columns) {
    if (KNOWN.contains(columns)) {
      return true;
    }
    List<String> mainline = new ArrayList<>(columns);
    mainline.retainAll(MAINLINE);
    return columns.stream().distinct().count() == columns.size()
        && columns.stream().allMatch(TaskColumns::plausible)
        && KNOWN.contains(mainline);
  }

  /** Returns the names of all columns of mainline kernels. */
  static Set<String> names() {
    return MAINLINE;
  }

  /** Returns the columns of mainline kernels that a row with these values can have. */
  static List<List<String>> fitting(List<Long> values) {
    return KNOWN.stream()
        .filter(columns -> columns.size() == values.size() && fits(columns, values))
        .toList();
  }

  private static boolean fits(List<String> columns, List<Long> values) {
    for (int i = 0; i < columns.size(); i++) {
      if (!holds(columns.get(i), values.get(i))) {
        return false;
      }
    }
    int tables = columns.indexOf("pgtables_bytes");
    int entries = columns.indexOf("nr_ptes");
    long resident = values.get(columns.indexOf("rss"));
    // A process has page tables, and a table of the lowest level maps 256 pages or more.
    return (tables < 0 || values.get(tables) >= 2 * SMALLEST_TABLE || resident == 0)
        && (entries < 0 || values.get(entries) <= values.get(columns.indexOf("total_vm")) + 2)
        && (entries < 0 || values.get(entries) > 0 || resident == 0);
  }

  /** A vendor's name is one word, and not what is left of one of the kernel's own. */
  private static boolean plausible(String name) {
    return MAINLINE.contains(name)
        || (name.matches("[a-z][a-z0-9_]{1,15}")
            && MAINLINE.stream()
                .noneMatch(
                    known ->
                        known.contains(name)
                            || name.contains(known)
                            || EditDistance.between(name, known) <= known.length() / 2));
  }

  /**
   * Returns how many blanks at least stand before the last column: the formats of the kernel pad it
   * for the header's sake.
   */
  static int lastPadding(List<String> columns) {
    String last = columns.isEmpty() ? "" : columns.get(columns.size() - 1);
    return last.equals("oom_score_adj") ? 9 : last.equals("oom_adj") ? 5 : Integer.MAX_VALUE;
  }

  /** Whether the kernel can print this number in this column. */
  static boolean holds(String column, long value) {
    return switch (column) {
      case "oom_score_adj" -> value >= -1000 && value <= 1000;
      case "oom_adj" -> value >= -17 && value <= 15;
      case "cpu" -> value >= 0 && value < 8192;
      case "uid" -> value >= 0 && value <= 0xffff_ffffL;
      case "tgid" -> value > 0;
      case "pgtables_bytes" -> value >= 0 && value % SMALLEST_TABLE == 0;
      default -> value >= 0;
    };
  }
}
