package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;
import oomlab.report.OomReport.Problem;
import oomlab.report.OomReport.Task;

/** A report that is being read: decides for each line what it is. */
final class OpenReport {
  /** So many lines that say nothing about an OOM end a report. */
  static final int GAP_LINES = 200;

  /** So many lines show that a log does not begin in the middle of a report. */
  private static final int DOUBT_LINES = 5;

  private static final Pattern FOREIGN_DUMP =
      Pattern.compile(
          "allocation (?:failure|stalls?)[:. ]|[Ss]ys[Rr]q ?: Show Memory|SysRq : Show Mem");
  private static final Pattern DROPPED =
      Pattern.compile("\\d+ printk messages dropped|callbacks suppressed|Missed \\d+ kernel mess");
  private static final Pattern REPEATED =
      Pattern.compile("(?:last )?message repeated \\d+ times?.*");
  private static final Pattern CUT_MARK =
      Pattern.compile(
          "\\.\\.\\.|--|\\[\\s*\\.\\.\\.\\s*\\]|[<(]\\W*(?:trim|snip|cut|skip|omit)\\w*\\W*[)>]|\\[?-*(?:snip|cut)-*\\]?");
  private static final Pattern FENCE =
      Pattern.compile(
          "(?:```|~~~)\\w*|\\{(?:code|noformat)[^}]*\\}|\\[/?(?i:code)\\]|(?:Panic|Oops|Emergency)#\\d+ Part\\d+");
  private static final Pattern AFTER_PANIC =
      Pattern.compile(
          "Kernel Offset: .*|Rebooting in .*|---\\[ end Kernel panic.*|SMP: .*|.*smp: .*CPU.*"
              + "|CPU\\d{1,4}: stopping|Shutting down cpus with NMI|Dumping ftrace buffer:"
              + "|\\(ftrace buffer empty\\)|CPU features: .*|PHYS_OFFSET: .*|Memory Limit: .*");
  // Lines that nearly every report has, with what a log put before them.
  private static final Pattern BEHIND =
      Pattern.compile(
          "(.{1,200}?)(?:CPU: \\d+ .*PID: \\d+ Comm: |Pid: \\d+, comm: |Call Trace:|Mem-Info:$"
              + "|Hardware name: |Tasks state \\(memory |memory: usage \\d|\\[ +pid +\\] ).*");
  private static final Pattern PLAIN_NAME = Pattern.compile("\\w[\\w./-]{0,14}");
  private static final Pattern BLANKS = Pattern.compile(" {2,}");
  private static final Pattern REST =
      Pattern.compile(
          ".*(?:\\d[kK]B|[a-z]:\\d|\\+0x[0-9a-f]|(?:order|mask|cpuset|allowed|memcg|pid|uid)=|__GFP_|oom_score|\\[\\d+\\]).*"
              + "|-?\\d+(?:\\s+-?\\d+)*(?:\\s+\\S{1,15})?");
  private static final String PANIC = "Kernel panic - not syncing: ";

  private final ReportBuilder report = new ReportBuilder();
  private final TaskTable table = new TaskTable();
  private final MemcgLines memcg = new MemcgLines();
  private final MemInfoLines memInfo = new MemInfoLines();
  private final MachineLines machine = new MachineLines();
  private Origin origin;
  private final boolean headless;
  private final List<LogLine> unknown = new ArrayList<>();
  private final List<Problem> gaps = new ArrayList<>();
  private String leftOver = "";
  private boolean mayHaveLeftOver;
  private boolean foreignDump;
  private boolean cut;
  private boolean substance;
  private long sequence = -1;
  private Optional<LogLine> before = Optional.empty();

  private OpenReport(Origin origin, boolean headless) {
    this.origin = origin;
    this.headless = headless;
  }

  /**
   * A report that begins with this line.
   *
   * @param balloon what a balloon driver wrote just before
   */
  static OpenReport begin(LogLine first, Optional<String> balloon) {
    OpenReport begun = new OpenReport(first.origin(), false);
    if (first.origin() == Origin.BARE) {
      begun.leftOver = first.text().substring(0, indentOf(first.text()));
    }
    begun.report.balloon = balloon;
    LogLine unindented = begun.unindent(first);
    begun.follow(unindented, false);
    TriggerLine.read(unindented, begun.report);
    begun.mayHaveLeftOver =
        begun.report.first.filter(f -> !PLAIN_NAME.matcher(f.comm()).matches()).isPresent();
    begun.report.add(unindented, LineKind.TRIGGER);
    begun.seeCut(unindented, LineKind.TRIGGER);
    return begun;
  }

  /** A kill whose report was held back or lost. */
  static OpenReport killOnly(Origin origin) {
    return new OpenReport(origin, false);
  }

  /** What may be the rest of a report whose beginning is missing. */
  static OpenReport headless(Origin origin) {
    return new OpenReport(origin, true);
  }

  /** Whether this line is from the middle of a report. */
  static boolean middle(String text) {
    return text.equals("Mem-Info:")
        || text.equals("Mem-info:")
        || TaskTable.isHeader(text)
        || text.startsWith("Memory cgroup stats for ")
        || MemcgLines.isUsage(text)
        || (text.startsWith("Task in ") && text.contains(" killed as a result of limit of "))
        || text.startsWith("Out of memory and no killable process");
  }

  /** Whether the machine stopped for want of memory. */
  static boolean panic(String text) {
    return text.startsWith(PANIC)
        && (text.contains("ut of memory") || text.contains("deadlocked on memory"));
  }

  static boolean startsForeignDump(String text) {
    return (text.contains("allocation ") || text.contains("Show Mem"))
        && FOREIGN_DUMP.matcher(text).find();
  }

  ReportBuilder builder() {
    return report;
  }

  /** Number of columns of the task table between the pid and the name; 0 before its header. */
  int columns() {
    return table.width();
  }

  /** Whether the kill has been told. */
  boolean finished() {
    return !report.kills.isEmpty() || report.nobodyToKill;
  }

  /** Whether only remarks about the kill may follow. */
  boolean ended() {
    return !report.kills.isEmpty() && report.panic.isEmpty();
  }

  /** Whether nothing yet shows that this is a report. */
  boolean empty() {
    return headless && !substance;
  }

  /** Whether this can no longer become a report. */
  boolean excluded() {
    return headless && !finished() && unknown.size() > (substance ? GAP_LINES : DOUBT_LINES);
  }

  /** Whether this is about an OOM, and no other dump of memory. */
  boolean aboutOom() {
    if (report.lines.isEmpty()) {
      return false;
    }
    return !headless
        || finished()
        || report.choice.isPresent()
        || report.rowsSeen
        || report.tableHeaderLine.isPresent()
        || report.memcg
        || report.oomTrace
        || report.constraint.isPresent()
        || report.panic.filter(p -> p.contains("emory")).isPresent();
  }

  /** Whether this report is complete, so that the line belongs to another or to none. */
  boolean over(String text) {
    if (unknown.size() >= GAP_LINES) {
      return true;
    }
    if (!finished()) {
      return false;
    }
    boolean kill = text.contains("illed process ") && KillLines.startsReport(text);
    boolean choice =
        text.startsWith("oom-kill:constraint=")
            || (text.contains("ill process ") && text.contains(" score "));
    // The kernel kills once for each report, unless the whole group goes.
    return choice || (kill && !report.groupKill && report.choice.isEmpty());
  }

  /**
   * Takes the next line.
   *
   * @param previous the report before this one, which a late line may belong to
   */
  void take(LogLine given, Optional<ReportBuilder> previous, boolean folded) {
    LogLine line = unindent(given);
    follow(line, folded);
    boolean ended = !report.kills.isEmpty() || report.panic.isPresent();
    Optional<LineKind> kind =
        line.origin() == Origin.OTHER ? Optional.empty() : read(line, previous);
    if (kind.isEmpty() && line.origin() != Origin.OTHER && line.trimmed().contains("  ")) {
      kind = read(line.withText(BLANKS.matcher(line.text()).replaceAll(" ")), previous);
    }
    seeCut(line, kind.orElse(LineKind.UNREAD));
    if (kind.isEmpty()) {
      unknown.add(line);
      return;
    }
    if (report.lines.isEmpty()) {
      origin = line.origin();
    } else {
      for (LogLine skipped : unknown) {
        report.add(skipped, kindOfUnknown(skipped, ended));
      }
    }
    unknown.clear();
    report.problems.addAll(gaps);
    gaps.clear();
    substance |= isSubstance(kind.get());
    report.add(line, kind.get());
  }

  /** Sees that a pager showed only as much of a line as its screen is wide, and a mark. */
  private void seeCut(LogLine line, LineKind kind) {
    boolean name = kind == LineKind.TASK;
    boolean shown = line.text().endsWith(">") && line.text().indexOf('<') < 0;
    if (!shown || (finished() && kind == LineKind.UNREAD) || (name && !cut)) {
      return;
    }
    if (!cut) {
      report.problem(line, OomReport.CUT_BY_PAGER);
      cut = true;
    }
    if (name) {
      Task row = report.tasks.remove(report.tasks.size() - 1);
      report.tasks.add(row.withName(row.name().replaceFirst(">$", "")));
    }
  }

  private static boolean isSubstance(LineKind kind) {
    return switch (kind) {
      case STACK, REGISTERS, HARDWARE, CPU, HEADING, NOTE, REAPER, BLANK, FOREIGN -> false;
      default -> true;
    };
  }

  /** Sees what the stamps of neighbouring lines tell about lines that were lost or torn. */
  private void follow(LogLine line, boolean folded) {
    long now = line.stamp().sequence().orElse(-1);
    if (sequence >= 0 && now > sequence + 1 && !finished()) {
      gaps.add(new Problem(line.number(), OomReport.LACKS, List.of(now - sequence - 1)));
    } else if (now >= 0 && now < sequence && !finished()) {
      gaps.add(new Problem(line.number(), later("records are out of order here"), List.of()));
    }
    sequence = now < 0 ? sequence : now;
    boolean torn =
        before.isPresent()
            && !folded
            && now < 0
            && before.get().number() == line.number()
            && before.get().origin() == Origin.KERNEL
            && line.micros().isPresent()
            && !line.micros().equals(before.get().micros());
    if (torn) {
      gaps.add(
          new Problem(line.number(), later("two lines are torn into each other here"), List.of()));
    }
    before = Optional.of(line);
  }

  /** Takes away what stands before the lines of this report: blanks, or what the CPU line shows. */
  private LogLine unindent(LogLine line) {
    String text = line.text();
    if (mayHaveLeftOver && leftOver.isBlank()) {
      Matcher behind = BEHIND.matcher(text);
      String before = behind.matches() ? Shape.of(behind.group(1)) : "";
      int end = before.isBlank() ? 0 : report.first.map(f -> Shape.end(f.comm(), before)).orElse(0);
      if (end > 0) {
        leftOver = before;
        report.first = report.first.map(f -> f.without(f.comm().substring(end)));
      }
    }
    int cut =
        leftOver.isBlank()
            ? Math.min(leftOver.length(), indentOf(text))
            : Shape.end(text, leftOver);
    return cut == 0 ? line : line.withText(text.substring(cut));
  }

  /** One blank may begin a process name; more are an indented quotation. */
  private static int indentOf(String text) {
    int blanks = 0;
    while (blanks < text.length() && (text.charAt(blanks) == ' ' || text.charAt(blanks) == '\t')) {
      blanks++;
    }
    return blanks > 1 ? blanks : 0;
  }

  private LineKind kindOfUnknown(LogLine line, boolean ended) {
    String text = line.trimmed();
    if (text.isEmpty() || FENCE.matcher(text).matches()) {
      return LineKind.BLANK;
    }
    if (CUT_MARK.matcher(text).matches()) {
      report.problem(line, OomReport.LEFT_OUT);
      return LineKind.NOTE;
    }
    boolean stranger =
        line.origin() == Origin.OTHER
            || (line.origin() != origin && !(line.origin() == Origin.BARE && isRest(text)));
    return ended || stranger || foreignDump ? LineKind.FOREIGN : LineKind.UNREAD;
  }

  /** Whether a line without a prefix is what a mailer or a terminal left of one of this report. */
  private static boolean isRest(String text) {
    return REST.matcher(text).matches();
  }

  private Optional<LineKind> read(LogLine line, Optional<ReportBuilder> previous) {
    String text = line.trimmed();
    Optional<LineKind> kill = KillLines.read(line, builderFor(text, previous));
    if (kill.isPresent()) {
      foreignDump = false;
      return kill;
    }
    if (text.startsWith(PANIC)) {
      report.panic = report.panic.or(() -> Optional.of(text.substring(PANIC.length())));
      report.noKillable |= text.contains("no killable process");
      return Optional.of(LineKind.PANIC);
    }
    if (text.contains("ed ") && report.kills.isEmpty() && lost(line, text)) {
      return Optional.of(LineKind.NOTE);
    }
    if (report.panic.isPresent()) {
      return AFTER_PANIC.matcher(text).matches()
          ? Optional.of(LineKind.NOTE)
          : machine.read(line, report);
    }
    return finished() ? Optional.empty() : body(line, text);
  }

  private boolean lost(LogLine line, String text) {
    if (REPEATED.matcher(text).matches()) {
      report.problem(line, later("the log writes equal lines only once: \"%s\""), text);
      return true;
    }
    if (DROPPED.matcher(text).find()) {
      report.problem(line, OomReport.LOST, text);
      return true;
    }
    return false;
  }

  /** The part between the trigger and the kill. */
  private Optional<LineKind> body(LogLine line, String text) {
    Optional<LineKind> row = table.read(line, report);
    if (row.isPresent()) {
      foreignDump = false;
      memcg.end();
      return row;
    }
    if (last() == LineKind.TASK && unknown.isEmpty() && nameGoesOn(line)) {
      return Optional.of(LineKind.TASK);
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    // MIPS ends a long stack so.
    if (text.equals("...") && unknown.isEmpty() && last() == LineKind.STACK) {
      return Optional.of(LineKind.STACK);
    }
    if (headless) {
      memcg.seeRest(text, report);
    }
    Optional<LineKind> group = memcg.read(line, report);
    if (group.isPresent()) {
      foreignDump = false;
      return group;
    }
    boolean second = report.memInfoSeen && !report.zones.isEmpty() && text.startsWith("Mem-");
    if (second || startsForeignDump(text)) {
      if (!foreignDump) {
        report.problem(line, later("another dump of memory is mixed in: its lines are skipped"));
      }
      foreignDump = report.memInfoSeen;
      return Optional.of(LineKind.FOREIGN);
    }
    if (foreignDump) {
      return Optional.of(LineKind.FOREIGN);
    }
    Optional<LineKind> known = TriggerLine.cpuset(line, report);
    if (known.isEmpty()) {
      known = memInfo.read(line, report);
      known = known.isPresent() ? known : machine.read(line, report);
      if (known.isPresent() && known.get() != LineKind.STACK) {
        memcg.end();
      }
    }
    return known.isPresent() || !text.startsWith("COMPACTION is disabled")
        ? known
        : Optional.of(LineKind.NOTE);
  }

  private LineKind last() {
    return report.lines.isEmpty()
        ? LineKind.BLANK
        : report.lines.get(report.lines.size() - 1).kind();
  }

  private boolean nameGoesOn(LogLine line) {
    String text = line.trimmed();
    if (text.isEmpty()
        || text.equals("[")
        || FENCE.matcher(text).matches()
        || CUT_MARK.matcher(text).matches()) {
      return false;
    }
    boolean plain =
        memInfo.read(line, new ReportBuilder()).isEmpty()
            && machine.read(line, new ReportBuilder()).isEmpty();
    return plain && table.continueName(line, report);
  }

  /** A reaper line may come after the next report has begun: it goes to the one that killed. */
  private ReportBuilder builderFor(String text, Optional<ReportBuilder> previous) {
    OptionalInt reaped = ReaperLines.pid(text);
    if (reaped.isPresent() && report.kills.isEmpty() && previous.isPresent()) {
      boolean theirs = previous.get().kills.stream().anyMatch(k -> k.pid() == reaped.getAsInt());
      return theirs ? previous.get() : report;
    }
    return report;
  }
}
