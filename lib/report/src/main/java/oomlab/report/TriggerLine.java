package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;
import oomlab.report.ReportBuilder.First;

/** The first line of a report (dump_header in mm/oom_kill.c). */
final class TriggerLine {
  private static final String INVOKED = " invoked oom-killer:";
  private static final String CUT = " invoked oom-killer";
  private static final Pattern MASK =
      Pattern.compile("gfp_mask=(0x[0-9a-fA-F]+|0)(?:\\(([^)]*)\\))?");
  private static final Pattern ONLY_MASK = Pattern.compile("oom-killer: gfp_mask=0x[0-9a-f]+\\s*");
  private static final Pattern ORDER = Pattern.compile("order=(-?\\d+)");
  private static final Pattern ADJ = Pattern.compile("(oomkilladj|oom_adj|oom_score_adj)=(-?\\d+)");
  private static final Pattern CPUSET = Pattern.compile("(.*) cpuset=(.*) mems_allowed=(\\S*)\\s*");
  private static final Pattern NODEMASK = Pattern.compile("\\bnodemask=([\\d,-]*\\d|\\(null\\))");

  private TriggerLine() {}

  /** Whether a report begins with this line. */
  static boolean is(LogLine line, String text) {
    boolean prose =
        line.origin() == Origin.BARE
            && !text.contains("gfp_mask")
            && !Names.fits(text.substring(0, Math.max(0, text.indexOf(CUT))));
    return (is(text) && !prose) || (line.origin() == Origin.KERNEL && text.endsWith(CUT));
  }

  private static boolean is(String text) {
    if (!text.contains("oom-killer: ")) {
      return text.contains(INVOKED);
    }
    // In a patch or a source file a % stands where the number would.
    boolean source = text.contains("gfp_mask=%") || text.contains("%s invoked");
    return !source
        && (text.contains(INVOKED)
            || text.startsWith("invoked oom-killer:")
            || text.startsWith("oom-killer: gfp_mask="));
  }

  /** Reads the line into the report. */
  static void read(LogLine line, ReportBuilder report) {
    String text = line.text();
    int at = text.indexOf(CUT);
    String comm = at < 0 ? "" : text.substring(0, at);
    String rest = at < 0 ? text : text.substring(at + CUT.length());
    OptionalLong mask = OptionalLong.empty();
    Optional<List<String>> names = Optional.empty();
    Matcher found = MASK.matcher(rest);
    if (found.find()) {
      mask = hex(found.group(1));
      names = Optional.ofNullable(found.group(2)).map(TriggerLine::names);
    }
    if (mask.isEmpty()) {
      report.problem(line, later("the line has no readable gfp_mask: it was cut or torn"));
    }
    Matcher order = ORDER.matcher(rest);
    OptionalInt orderValue = order.find() ? NumberText.small(order.group(1)) : OptionalInt.empty();
    // Up to 2.6.14 the line ended after the mask.
    if (orderValue.isEmpty() && !ONLY_MASK.matcher(text).matches()) {
      report.problem(line, later("the line has no readable order: it was cut or torn"));
    }
    Map<String, OptionalInt> adjustments = new HashMap<>();
    Matcher adj = ADJ.matcher(rest);
    while (adj.find()) {
      adjustments.put(adj.group(1), NumberText.small(adj.group(2)));
    }
    Matcher nodes = NODEMASK.matcher(rest);
    if (nodes.find()) {
      report.nodemask = Optional.of(nodes.group(1));
    }
    report.first =
        Optional.of(
            new First(line.number(), comm, mask, names, orderValue, Map.copyOf(adjustments)));
  }

  /** Reads {@code X cpuset=/ mems_allowed=0}, a line of its own from 2.6.29 to 4.20. */
  static Optional<LineKind> cpuset(LogLine line, ReportBuilder report) {
    if (!line.text().contains(" cpuset=")) {
      return Optional.empty();
    }
    Matcher cpuset = CPUSET.matcher(line.text());
    if (!cpuset.matches()) {
      return Optional.empty();
    }
    String before = report.first.map(First::comm).orElse("") + " cpuset=";
    boolean same = line.text().startsWith(before);
    report.cpuset =
        Optional.of(same ? line.text().substring(before.length(), cpuset.end(2)) : cpuset.group(2));
    report.memsAllowed = Optional.of(cpuset.group(3));
    return Optional.of(LineKind.CPUSET);
  }

  private static List<String> names(String printed) {
    return printed.isEmpty() || printed.equals("none") ? List.of() : List.of(printed.split("\\|"));
  }

  private static OptionalLong hex(String digits) {
    String bare = digits.startsWith("0x") ? digits.substring(2) : digits;
    return bare.length() > 15 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(bare, 16));
  }
}
