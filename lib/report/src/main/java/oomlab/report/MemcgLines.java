package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Group;

/** The block about a memory cgroup (mem_cgroup_print_oom_meminfo in mm/memcontrol.c). */
final class MemcgLines {
  private static final Pattern USAGE =
      Pattern.compile(
          "(memory|swap|memory\\+swap|kmem): usage (\\d+)kB, limit (\\d+)kB, failcnt (\\d+)");
  private static final Pattern TASK_IN =
      Pattern.compile("Task in (.*) killed as a result of limit of (.*)");
  private static final Pattern LIMIT_OF = Pattern.compile("Memory limit reached of cgroup (.*)");
  private static final Pattern STATS =
      Pattern.compile("Memory cgroup stats(?: for (.*?))?:( \\w+:-?\\d+KB.*)?");
  private static final Pattern ONE_LINE_STAT = Pattern.compile("(\\w+):(-?\\d+)KB");
  private static final Pattern STAT = Pattern.compile("([a-z_][a-z_0-9]*) (-?\\d+)");
  private static final Pattern REST_OF_STATS =
      Pattern.compile(
          "(?:anon|file|kernel|kernel_stack|pagetables|sec_pagetables|percpu|sock|vmalloc|shmem|zswap|zswapped"
              + "|file_(?:mapped|dirty|writeback)|swapcached|(?:anon|file|shmem)_thp|(?:in)?active_(?:anon|file)"
              + "|unevictable|slab|slab_(?:un)?reclaimable|workingset_\\w+|pg(?:fault|majfault|refill|scan|steal)\\w*"
              + "|pg(?:activate|deactivate|lazyfreed?)|thp_\\w+) \\d+");
  private static final Pattern PROTECTION =
      Pattern.compile("Memory cgroup min protection (\\d+)kB -- low protection (\\d+)kB");

  private boolean inStats;
  private boolean statsRead;

  /** Whether this is the line that begins the numbers of a group. */
  static boolean isUsage(String text) {
    return text.startsWith("memory: usage ") && USAGE.matcher(text).matches();
  }

  /** Returns the victim's group from the line before 5.1 that names it. */
  static Optional<String> taskMemcg(String text) {
    Matcher taskIn = TASK_IN.matcher(text);
    return taskIn.matches() ? Optional.of(taskIn.group(1)) : Optional.empty();
  }

  /** Sees that a log begins in the middle of a group's statistics. */
  void seeRest(String text, ReportBuilder report) {
    if (!statsRead && !report.memcg && !report.rowsSeen && REST_OF_STATS.matcher(text).matches()) {
      report.memcg = true;
      inStats = true;
      statsRead = true;
    }
  }

  Optional<LineKind> read(LogLine line, ReportBuilder report) {
    String text = line.trimmed();
    if (inStats) {
      Matcher stat = STAT.matcher(text);
      if (stat.matches()) {
        put(report.memcgStat, stat.group(1), stat.group(2), 1, line, report);
        return Optional.of(LineKind.MEMCG_STAT);
      }
    }
    if (!text.contains(": usage ") && !text.startsWith("Memory ") && !text.startsWith("Task in ")) {
      return Optional.empty();
    }
    Matcher usage = USAGE.matcher(text);
    if (usage.matches()) {
      report.memcg = true;
      String what = usage.group(1);
      put(report.memcgNumbers, what + ".usage", usage.group(2), 1, line, report);
      put(report.memcgNumbers, what + ".limit", usage.group(3), 1, line, report);
      put(report.memcgNumbers, what + ".failcnt", usage.group(4), 1, line, report);
      return Optional.of(LineKind.MEMCG_USAGE);
    }
    Matcher stats = STATS.matcher(text);
    if (stats.matches()) {
      report.memcg = true;
      // Up to 5.2 there is a line for each group below the one that hit its limit: that one is
      // first.
      String onLine = stats.group(2) == null ? "" : stats.group(2);
      inStats = !statsRead && onLine.isEmpty();
      Optional<String> path = Optional.ofNullable(stats.group(1));
      Map<String, Long> values = statistics(line, onLine, report);
      if (!onLine.isEmpty()) {
        report.memcgGroups.add(new Group(path.orElse(""), Collections.unmodifiableMap(values)));
      }
      if (!statsRead) {
        report.oomMemcg = report.oomMemcg.or(() -> path);
        report.memcgStat.putAll(values);
      }
      statsRead = true;
      return Optional.of(LineKind.MEMCG_STAT);
    }
    Matcher taskIn = TASK_IN.matcher(text);
    if (taskIn.matches()) {
      report.memcg = true;
      report.taskMemcg = Optional.of(taskIn.group(1));
      report.oomMemcg = Optional.of(taskIn.group(2));
      return Optional.of(LineKind.MEMCG_VICTIM);
    }
    Matcher limitOf = LIMIT_OF.matcher(text);
    if (limitOf.matches()) {
      report.memcg = true;
      report.oomMemcg = Optional.of(limitOf.group(1));
      return Optional.of(LineKind.MEMCG_VICTIM);
    }
    Matcher protection = PROTECTION.matcher(text);
    if (protection.matches()) {
      // Printed for global reports as well (7.x): it says nothing about the scope.
      put(report.memInfo, "memcgMinProtectionKb", protection.group(1), 1, line, report);
      put(report.memInfo, "memcgLowProtectionKb", protection.group(2), 1, line, report);
      return Optional.of(LineKind.MEMCG_USAGE);
    }
    return Optional.empty();
  }

  private static Map<String, Long> statistics(LogLine line, String text, ReportBuilder report) {
    Map<String, Long> values = new LinkedHashMap<>();
    Matcher stat = ONE_LINE_STAT.matcher(text);
    while (stat.find()) {
      put(values, stat.group(1), stat.group(2), 1024, line, report);
    }
    return values;
  }

  /** Ends the block of statistics: something else was understood. */
  void end() {
    inStats = false;
  }

  private static void put(
      Map<String, Long> into,
      String name,
      String digits,
      long factor,
      LogLine line,
      ReportBuilder report) {
    OptionalLong value = NumberText.number(digits);
    if (value.isEmpty() || Math.abs(value.getAsLong()) > Long.MAX_VALUE / factor) {
      report.problem(line, later("%s of %s does not fit into 64 bits"), name, digits);
    } else {
      report.keep(into, name, value.getAsLong() * factor, line);
    }
  }
}
