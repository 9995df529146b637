package oomlab.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;

/**
 * Mends what mailers and terminals break: mailers wrap kernel lines between words at 70-odd
 * columns, terminals anywhere at their edge, and the rest then has no prefix. Joins as well what a
 * kernel wrote in pieces that got a line each.
 *
 * <p>Two lines are joined only if the first, by its own form, cannot be the end of a kernel line,
 * or ends at the edge of a terminal that has shown itself before.
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
  private static final Pattern USAGE_BEGUN =
      Pattern.compile(
          "(?:memory|swap|memory\\+swap|kmem): usage(?: \\d+kB,(?: limit(?: \\d+kB,(?: failcnt)?)?)?)?");
  private static final Pattern USAGE_MORE =
      Pattern.compile("(?:limit|failcnt) ?.*|\\d+(?:kB, .*)?");
  private static final Pattern CHOICE_BEGUN =
      Pattern.compile(".*ill process \\d+ \\(.*\\)(?: score(?: \\d+(?: or(?: sacrifice)?)?)?)?");
  private static final Pattern CHOICE_MORE =
      Pattern.compile(
          "(?:(?:score )?\\d+)?(?: ?(?:or )?(?:sacrifice )?child| ?or a child| and children.)?");
  private static final Pattern HUGE_START = Pattern.compile("(?:Node \\d+ )?hugepages_total=.*");
  private static final Pattern ROW_START = Pattern.compile("\\[\\s*\\d+\\][-\\s\\d]+");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(?:\\s.*)?");
  private static final Pattern PLAIN_NUMBERS = Pattern.compile("-?\\d+(?: -?\\d+)*");
  private static final Pattern KILL_MORE =
      Pattern.compile(
          "\\(.*|,? ?(?:now )?(?:total-vm|anon-rss|file-rss|shmem-rss|pgtables|oom_score_adj|UID):.*");
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
  private static final Pattern GROUP_STATS = Pattern.compile("\\w+:-?\\d+KB(?: +\\w+:-?\\d+KB)*");
  private static final Pattern NODE_HEAD = Pattern.compile("Node \\d+");

  private static final String INVOKED = " invoked oom-killer:";
  private static final Pattern TRIGGER =
      Pattern.compile(
          ".* invoked oom-killer: gfp_mask=0x[0-9a-f]+(?:\\([\\w|]*|(?:\\([\\w|]*\\))?(?:,(?: (?:nodemask=[\\d(),a-z-]*"
              + " *)?(?:order=-?\\d*(?:,(?: (?:oom\\w*=-?\\d*)?)?){0,2})?)?)?)");
  // What stands at the beginning of lines that have no prefix: no rest of another begins so.
  private static final Pattern BEGINNING =
      Pattern.compile(
          "\\[ *(?:\\d+|pid) *\\].*|(?:Node \\d|DMA|Normal |HighMem |Movable |Mem-|CPU|Pid:|Call Trace"
              + "|lowmem_|active_|Free swap|Total swap|Tasks |oom[-_]|Out of |Memory |\\d+ (?:total )?page"
              + "|Hardware name).*");
  private static final Pattern COUNTERS = Pattern.compile("(?:[a-z_()]+:\\d+ ?)+|[a-z_]+ \\d+");
  private static final Pattern NUMBERS_OF_ROW =
      Pattern.compile("\\[\\s*\\d+\\]((?:\\s+-?\\d+)*)(?:\\s|$)");
  private static final Pattern MORE_COUNTERS = Pattern.compile("(?:[a-z_()]+:\\d+(?:\\\\x0a)? ?)+");
  private static final String TASKS_STATE = "Tasks state (memory values in pages):";
  private static final int LONGEST_NAME = 15;
  private static final int NARROWEST = 40;
  private static final int WIDEST_MAIL = 80;
  private static final int WIDEST = 400;

  private int edge;
  private int longest;
  private int width;

  /**
   * Takes the width of a line that was not joined to the one before.
   *
   * @param columns characters in the line, with its prefix
   */
  void begin(LogLine line, int columns) {
    if (line.text().contains(INVOKED)) {
      longest = 0;
    }
    note(columns);
  }

  private void note(int columns) {
    width = columns;
    longest = Math.max(longest, columns);
    edge = columns > edge ? 0 : edge;
  }

  /** Returns both lines as one if {@code next}, of so many characters, is the rest of the other. */
  Optional<LogLine> joined(LogLine line, LogLine next, int nextWidth, int columns) {
    Optional<LogLine> both = Optional.empty();
    if (atEdge(line, next, nextWidth, columns)) {
      boolean sizes = PAIRS_ONLY.matcher(line.trimmed()).matches();
      both = Optional.of(sizes ? join(line, next) : line.join(next, line.text() + next.text()));
    } else if (joins(line, next, columns)) {
      both = Optional.of(join(line, next));
    }
    if (both.isPresent()) {
      note(nextWidth);
    }
    return both;
  }

  /** Whether the first line ends where a terminal broke it. */
  private boolean atEdge(LogLine line, LogLine next, int nextWidth, int columns) {
    if (next.origin() != Origin.BARE || line.origin() == Origin.OTHER || width < NARROWEST) {
      return false;
    }
    String text = line.text();
    String more = next.text();
    boolean begins =
        more.contains("oom-killer:") && !text.contains(INVOKED) && (text + more).contains(INVOKED);
    boolean may = edge > 0 ? width == edge : width <= WIDEST && (width == longest || begins);
    boolean bare = line.origin() == Origin.BARE;
    if (!may
        || more.isBlank()
        || (bare && BEGINNING.matcher(more.strip()).matches())
        || (COUNTERS.matcher(text.strip()).matches() && COUNTERS.matcher(more.strip()).matches())) {
      return false;
    }
    if (edge == 0 && ((nextWidth == width && !bare) || brokenWord(text, more, columns))) {
      edge = width;
    }
    return edge > 0 && width == edge;
  }

  /** Whether two lines make one that can be read, and do not with a blank between them. */
  private static boolean brokenWord(String text, String more, int columns) {
    String both = text + more;
    if (both.contains(INVOKED)) {
      return !text.contains(INVOKED)
          ? !(text + " " + more).contains(INVOKED)
          : TRIGGER.matcher(both).matches()
              && !TRIGGER.matcher(text.stripTrailing() + " " + more).matches();
    }
    if (text.startsWith("[")) {
      return brokenTable(text, more, columns);
    }
    if (text.contains("BIOS") && !BIOS_DATE.matcher(text).matches()) {
      return !text.endsWith("BIOS") && BIOS_DATE.matcher(both).matches();
    }
    if (more.startsWith(" ") || text.endsWith(" ")) {
      return false;
    }
    if (text.startsWith("oom-kill:constraint=")) {
      return !text.contains(",uid=") && both.length() > WIDEST_MAIL;
    }
    if (text.startsWith("Memory cgroup stats for ")) {
      return !GROUP_STATS.matcher(more).matches()
          && GROUP_STATS.matcher(both.substring(both.indexOf(": ") + 2)).matches();
    }
    return (text.contains("illed process ") || PAIRS_ONLY.matcher(text.strip()).matches())
        && Pairs.of(text + " " + more, "").rest().length() > Pairs.of(both, "").rest().length();
  }

  /** Whether the two make a row, or the header, of a task table. */
  private static boolean brokenTable(String text, String more, int columns) {
    if (text.contains(" pid ")) {
      String both = text + more;
      String names = both.substring(both.indexOf(']') + 1);
      return !text.endsWith("name")
          && both.endsWith("name")
          && COLUMN_NAMES.matcher(names).matches()
          && !COLUMN_NAMES.matcher(text.substring(text.indexOf(']') + 1) + " " + more).matches();
    }
    int numbers = numbers(text);
    if (columns == 0 || numbers < 0) {
      return false;
    }
    return numbers < columns
        ? NUMBERS.matcher(more.strip()).matches() && numbers(text + more) == columns
        : text.length() >= WIDEST_MAIL && more.length() < LONGEST_NAME;
  }

  /** Counts the numbers of a row; -1 if it is none. */
  private static int numbers(String text) {
    Matcher row = NUMBERS_OF_ROW.matcher(text);
    if (!row.lookingAt()) {
      return -1;
    }
    return row.group(1).isBlank() ? 0 : row.group(1).strip().split("\\s+").length;
  }

  /** Whether {@code next} is the second half of {@code line}. */
  private static boolean joins(LogLine line, LogLine next, int columns) {
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
  private static LogLine join(LogLine line, LogLine next) {
    String text = line.text().stripTrailing();
    String more = next.trimmed().replace("\\x0a", "");
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
    String rest = next.origin() == Origin.CONTINUED ? next.text() : more;
    return line.join(next, seamless ? line.text() + rest : text + " " + more);
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
          && (more.startsWith("gfp_mask=")
              || more.startsWith("nodemask=")
              || more.startsWith("order=")
              || more.startsWith("oom"));
    }
    if (PAIRS_ONLY.matcher(text).matches()) {
      if (text.endsWith("all_unreclaimable?")) {
        return more.equals("yes") || more.equals("no");
      }
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
      return !text.contains(",uid=") && (more.startsWith(",") || text.endsWith(","));
    }
    if (text.contains(": usage ")) {
      return USAGE_BEGUN.matcher(text).matches() && USAGE_MORE.matcher(more).matches();
    }
    if (text.contains("ill process ") && CHOICE_BEGUN.matcher(text).matches()) {
      return CHOICE_MORE.matcher(more).matches();
    }
    if (text.contains("illed process ") || text.startsWith("oom_reaper: reaped")) {
      return KILL_MORE.matcher(more).matches() && (more.charAt(0) != '(' || text.indexOf('(') < 0);
    }
    if (KILL_BEGUN.matcher(text).matches()) {
      String both = text + " " + more;
      return KILL_GOES_ON.matcher(both).matches() || KILL_BEGUN.matcher(both).matches();
    }
    if (text.startsWith("[ ") && text.contains(" pid ")) {
      return !text.endsWith("name") && COLUMN_NAMES.matcher(more).matches();
    }
    if (text.startsWith("Tasks state ")) {
      return TASKS_STATE.startsWith(text) && TASKS_STATE.equals(text + " " + more);
    }
    if (text.startsWith("Tasks in ")) {
      return !text.endsWith(" set") && (text + " " + more).endsWith("memory.oom.group set");
    }
    if (text.startsWith("Swap cache stats:")) {
      return SWAP_STATS.matcher(text).matches() && SWAP_MORE.matcher(more).matches();
    }
    if (text.startsWith("Memory cgroup stats for ")) {
      return GROUP_STATS.matcher(more).matches();
    }
    boolean prefixed = line.origin() != Origin.BARE;
    if (UNFINISHED_CPU.matcher(text).matches()) {
      return RELEASE.matcher(text).matches()
          ? more.startsWith("Debian ") || more.startsWith("PREEMPT")
          : more.startsWith("#") || (prefixed && more.length() < 80);
    }
    if (text.startsWith("Hardware name:")) {
      boolean date = text.contains("BIOS") && BIOS_DATE.matcher(more).matches();
      return !BIOS_DATE.matcher(text).matches()
          && (date || (prefixed && (text.endsWith(",") || more.contains("BIOS"))));
    }
    if (prefixed && COUNTERS.matcher(text).matches()) {
      // One record of /dev/kmsg, which escapes its line ends; wrapped, it has them in each part.
      return MORE_COUNTERS.matcher(more).matches()
          && (more.contains("\\x0a") || !line.wrapped().isEmpty());
    }
    return prefixed && prefixedWrap(text, more, columns);
  }

  /** Joins that only the missing prefix of the second half shows. */
  private static boolean prefixedWrap(String text, String more, int columns) {
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
