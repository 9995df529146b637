package oomlab.report;

import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;

/**
 * Mends what mailers break: they wrap kernel lines at 70-odd columns, and the second half then has
 * no prefix.
 *
 * <p>Two lines are joined only if the first, by its own form, cannot be the end of a kernel line.
 */
final class Wraps {
  private static final Pattern UNFINISHED_CPU =
      Pattern.compile("(?:CPU: \\d+ .*PID: \\d+|Pid: \\d+).*");
  private static final Pattern RELEASE =
      Pattern.compile(".*(?:Not tainted|Tainted:).* \\d+\\.\\d+\\S* #.*");
  private static final Pattern PAIRS_ONLY =
      Pattern.compile("(?:Node \\d+ )?(?:\\w+ )?(?:in|free:|active_anon:).*\\d[kK]B.*");
  private static final Pattern PAIR_CONTINUES =
      Pattern.compile(
          "\\d+kB .*|(?:[\\w()-]+: ?\\d+(?:[kK]B)?(?:\\s+|$)|all_unreclaimable\\? \\w+\\s*|[\\w()-]+:$|all_unreclaimable\\?$)+");
  private static final Pattern BUDDY_START =
      Pattern.compile("(?:Node \\d+ )?\\w+: \\d+\\*\\d+kB.*");
  private static final Pattern BUDDY_END = Pattern.compile(".*= \\d+kB");
  private static final Pattern HUGE_START = Pattern.compile("(?:Node \\d+ )?hugepages_total=.*");
  private static final Pattern ROW_START = Pattern.compile("\\[\\s*\\d+\\](?:\\s+-?\\d+)+");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(?:\\s.*)?");

  private Wraps() {}

  /** Whether {@code next} is the second half of {@code line}. */
  static boolean joins(LogLine line, LogLine next, int columns) {
    String text = line.trimmed();
    String more = next.trimmed();
    if (next.origin() != Origin.BARE || more.isEmpty()) {
      return false;
    }
    if (text.contains("invoked oom-killer:")) {
      return !text.contains("adj=")
          && (more.startsWith("gfp_mask=") || more.startsWith("order=") || more.startsWith("oom"));
    }
    if (line.origin() == Origin.BARE) {
      return false;
    }
    if (UNFINISHED_CPU.matcher(text).matches()) {
      return !RELEASE.matcher(text).matches() && more.length() < 80;
    }
    if (text.startsWith("oom-kill:")) {
      return !text.contains(",uid=");
    }
    if (text.startsWith("Hardware name:")) {
      return text.endsWith(",") || (more.contains("BIOS") && !text.contains("BIOS "));
    }
    if (text.startsWith("[ ") && text.contains(" pid ")) {
      return !text.endsWith("name") && more.endsWith("name");
    }
    if (ROW_START.matcher(text).matches()) {
      int numbers = text.split("\\s+(?=-?\\d+(?:\\s|$))").length - 1;
      return numbers < columns && NUMBERS.matcher(more).matches();
    }
    if (BUDDY_START.matcher(text).matches()) {
      return !BUDDY_END.matcher(text).matches() && more.matches("[(=\\d].*");
    }
    if (HUGE_START.matcher(text).matches()) {
      return !text.contains("hugepages_size=") && more.startsWith("hugepages_");
    }
    if (PAIRS_ONLY.matcher(text).matches()) {
      return PAIR_CONTINUES.matcher(more).matches();
    }
    return text.contains("Killed process ")
        ? !text.contains("-rss:") && more.matches("\\(.*|total-vm:.*|anon-rss:.*")
        : text.matches("(?:CPU|cpu) +\\d+:? .*usd.*") && more.startsWith("Cold:");
  }
}
