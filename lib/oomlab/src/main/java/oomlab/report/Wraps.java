package oomlab.report;

import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;

/**
 * Mends what mailers break: they wrap kernel lines at 70-odd columns, and the second half then has
 * no prefix. Joins as well what a kernel wrote in pieces that got a line each.
 *
 * <p>Two lines are joined only if the first, by its own form, cannot be the end of a kernel line.
 */
final class Wraps {
  private static final Pattern UNFINISHED_CPU =
      Pattern.compile("(?:CPU: \\d+ .*PID: \\d+|Pid: \\d+).*");
  private static final Pattern RELEASE =
      Pattern.compile(".*(?:Not tainted|Tainted:).* \\d+\\.\\d+\\S* #.*");
  private static final Pattern PAIRS_ONLY =
      Pattern.compile("(?:Node \\d+,? )?(?:\\w+ )?(?:in|free:|active_anon:).*\\d[kK]B.*");
  private static final Pattern VALUE_OR_NAME =
      Pattern.compile("(?:\\d+[kK]B)?\\s*(?:[\\w()-]+[:?]?)?");
  private static final Pattern BUDDY_START =
      Pattern.compile("(?:Node \\d+ )?\\w+: (?:\\d+\\*\\d+kB.*)?");
  private static final Pattern BUDDY_HEAD =
      Pattern.compile("(?:Node \\d+ )?(?:DMA|DMA32|Normal|HighMem|Movable|Device):");
  private static final Pattern BUDDY_END = Pattern.compile(".*= \\d+kB");
  private static final Pattern BUDDY_CLEAN =
      Pattern.compile(
          "(?:Node \\d+ )?\\w+: (?:\\d+\\*\\d+kB(?: \\([A-Z]+\\))? ?)*[\\d*kB ()A-Z=]{0,14}(?:= \\d+kB)?");
  private static final Pattern BUDDY_MORE =
      Pattern.compile("(?:\\([A-Z]+\\)|= ?\\d+kB|\\d+\\*\\d+kB|\\d+kB|\\*\\d+kB|kB)(?: .*)?");
  private static final Pattern HUGE_START = Pattern.compile("(?:Node \\d+ )?hugepages_total=.*");
  private static final Pattern ROW_START = Pattern.compile("\\[\\s*\\d+\\][-\\s\\d]+");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(?:\\s.*)?");
  private static final Pattern PLAIN_NUMBERS = Pattern.compile("-?\\d+(?: -?\\d+)*");
  private static final Pattern KILL_MORE =
      Pattern.compile(
          "\\(.*|(?:now )?(?:total-vm|anon-rss|file-rss|shmem-rss|pgtables|oom_score_adj|UID):.*");
  private static final Pattern KILL_BEGUN =
      Pattern.compile(
          "(?:Memory(?: cgroup(?: out(?: of)?)?)?|Out(?: of)?"
              + "|(?:Memory cgroup out|Out) of memory(?: \\([a-z_]+\\))?:?(?: Kill(?:ed)?(?: process)?)?)");
  private static final Pattern KILL_GOES_ON =
      Pattern.compile(
          "(?:Memory cgroup out|Out) of memory(?: \\([a-z_]+\\))?: Kill(?:ed)? process \\d+.*");
  private static final Pattern COLUMN_NAMES =
      Pattern.compile("(?:" + String.join("|", TaskColumns.names()) + "|name|\\s)+");
  private static final Pattern BIOS_DATE = Pattern.compile("(?:.* )?\\d\\d/\\d\\d/\\d{4}");
  private static final Pattern SWAP_STATS =
      Pattern.compile("Swap cache stats:(?:(?! find \\d+/\\d+).)*");
  private static final Pattern SWAP_MORE =
      Pattern.compile("(?:(?:add|delete|find) )?\\d+(?:[,/ ].*)?|(?:delete|find)");
  private static final Pattern NODE_HEAD = Pattern.compile("Node \\d+");

  private Wraps() {}

  /** Whether {@code next} is the second half of {@code line}. */
  static boolean joins(LogLine line, LogLine next, int columns) {
    if (next.origin() == Origin.CONTINUED) {
      return line.origin() != Origin.OTHER;
    }
    if (next.origin() == Origin.OTHER || line.origin() == Origin.OTHER) {
      return false;
    }
    String text = line.trimmed();
    String more = next.trimmed();
    if (text.isEmpty() || more.isEmpty()) {
      return false;
    }
    return piece(text, more)
        || (next.origin() == Origin.BARE && wrapped(line, text, more, columns));
  }

  /**
   * Joins two lines with a blank between them, or without one where a terminal broke the line in
   * the middle of a word: whichever makes a line that can be read.
   */
  static LogLine join(LogLine line, LogLine next) {
    String text = line.text().stripTrailing();
    String more = next.trimmed();
    boolean seamless = next.origin() == Origin.CONTINUED || more.startsWith(",");
    if (!seamless && text.length() == line.text().length()) {
      String spaced = text + " " + more;
      if (BUDDY_START.matcher(text.strip()).matches()) {
        seamless =
            !BUDDY_CLEAN.matcher(spaced.strip()).matches()
                && BUDDY_CLEAN.matcher((text + more).strip()).matches();
      } else if (PAIRS_ONLY.matcher(text.strip()).matches()) {
        seamless = Pairs.of(spaced, "").rest().length() > Pairs.of(text + more, "").rest().length();
      }
    }
    return line.join(next, seamless);
  }

  /** What newer kernels write in pieces, and consoles begin a new line for. */
  private static boolean piece(String text, String more) {
    char last = text.charAt(text.length() - 1);
    return switch (last) {
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          (text.startsWith("Node ")
                  && NODE_HEAD.matcher(text).matches()
                  && !more.startsWith("Node")
                  && (more.contains(" free:") || more.contains(": ") || more.endsWith(":")))
              || (text.contains("[]:") && PLAIN_NUMBERS.matcher(more).matches());
      case ':' ->
          (text.endsWith("[]:") && PLAIN_NUMBERS.matcher(more).matches())
              || (BUDDY_HEAD.matcher(text).matches() && BUDDY_MORE.matcher(more).matches());
      case 'B', ')' ->
          text.contains(": ")
              && BUDDY_MORE.matcher(more).matches()
              && BUDDY_START.matcher(text).matches()
              && !BUDDY_END.matcher(text).matches();
      default -> more.charAt(0) == ',' && text.startsWith("oom-kill:") && !text.contains(",uid=");
    };
  }

  private static boolean wrapped(LogLine line, String text, String more, int columns) {
    if (text.endsWith(" invoked")) {
      return more.startsWith("oom-killer:");
    }
    if (text.contains("invoked oom-killer:")) {
      return (!text.contains("adj=") || text.endsWith(","))
          && (more.startsWith("gfp_mask=") || more.startsWith("order=") || more.startsWith("oom"));
    }
    if (PAIRS_ONLY.matcher(text).matches()) {
      Pairs pairs = Pairs.of(more, "");
      boolean pairsOnly =
          more.contains("B") ? !pairs.values().isEmpty() : pairs.words().size() == 1;
      return pairsOnly && !more.contains(" free:") && VALUE_OR_NAME.matcher(pairs.rest()).matches();
    }
    if (text.contains("*") && BUDDY_START.matcher(text).matches()) {
      return !BUDDY_END.matcher(text).matches()
          && (BUDDY_CLEAN.matcher(text + more).matches()
              || BUDDY_CLEAN.matcher(text + " " + more).matches());
    }
    if (text.startsWith("oom-kill:")) {
      return !text.contains(",uid=") && more.startsWith(",");
    }
    if (text.contains("illed process ") || text.startsWith("oom_reaper: reaped")) {
      return KILL_MORE.matcher(more).matches();
    }
    if (KILL_BEGUN.matcher(text).matches()) {
      String both = text + " " + more;
      return KILL_GOES_ON.matcher(both).matches() || KILL_BEGUN.matcher(both).matches();
    }
    if (text.startsWith("[ ") && text.contains(" pid ")) {
      return !text.endsWith("name") && COLUMN_NAMES.matcher(more).matches();
    }
    if (text.startsWith("Tasks in ")) {
      return !text.endsWith(" set") && more.endsWith("memory.oom.group set");
    }
    if (text.startsWith("Swap cache stats:")) {
      return SWAP_STATS.matcher(text).matches() && SWAP_MORE.matcher(more).matches();
    }
    if (line.origin() == Origin.BARE) {
      return false;
    }
    return prefixedWrap(text, more, columns);
  }

  /** Joins that only the missing prefix of the second half shows. */
  private static boolean prefixedWrap(String text, String more, int columns) {
    if (UNFINISHED_CPU.matcher(text).matches()) {
      return !RELEASE.matcher(text).matches() && more.length() < 80;
    }
    if (text.startsWith("oom-kill:")) {
      return !text.contains(",uid=");
    }
    if (text.startsWith("Hardware name:")) {
      return text.endsWith(",")
          || (more.contains("BIOS") && !text.contains("BIOS "))
          || (text.contains("BIOS")
              && !BIOS_DATE.matcher(text).matches()
              && BIOS_DATE.matcher(more).matches());
    }
    if (text.startsWith("[") && ROW_START.matcher(text).matches()) {
      int numbers = text.split("\\s+(?=-?\\d+(?:\\s|$))").length - 1;
      return numbers < columns && NUMBERS.matcher(more).matches();
    }
    if (HUGE_START.matcher(text).matches()) {
      return !text.contains("hugepages_size=") && more.startsWith("hugepages_");
    }
    return text.matches("(?:CPU|cpu) +\\d+:? .*usd.*") && more.startsWith("Cold:");
  }
}
