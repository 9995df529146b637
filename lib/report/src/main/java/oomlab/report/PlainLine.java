package oomlab.report;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;
import oomlab.report.LogLine.Stamp;

/** One line that no frame surrounds: moves over what stands before the kernel's text. */
final class PlainLine {
  private static final Pattern QUOTE = Pattern.compile("(?:\\s*(?:>|&gt;)){1,20} ?");
  // The file and the number of the line, as grep and cat -n name them; signs of diff and of lists.
  private static final Pattern NUMBERED =
      Pattern.compile(
          "(?:[\\w./-]{1,200}[:-](?:\\d{1,9}[:-])?|\\s*\\d{1,9}(?:[:-]|[\\t ]\\s*)|(?:[*|+:;#-]|//)\\s?)"
              + "(?=[A-Z][a-z]{2} [ \\d]\\d \\d\\d:|\\d{4}-\\d\\d-\\d\\d[T ]|<\\d>\\["
              + "|\\[ *\\d{1,10}\\.\\d{6}\\]|\\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d )");
  private static final Pattern LEVEL = Pattern.compile("\\s*<(\\d{1,3})>");
  // RFC 5424: "1 date host program process message-id data", the last often with a byte-order mark.
  private static final Pattern RFC5424 =
      Pattern.compile(
          "1 (\\d{4}-\\d{2}-\\d{2}T\\S{8,40}|-) \\S{1,255} (\\S{1,48}) \\S{1,128} \\S{1,32}"
              + " (?:-|\\[.*?\\]) ?\ufeff?");
  private static final Pattern FACILITY =
      Pattern.compile(
          "\\s*(kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\\d)\\s*"
              + ":\\s*(?:emerg|alert|crit|err|error|warn|warning|notice|info|debug)\\s*: ?");
  // "[  12.345678] ", "[  12.345678 <    0.000012>] " of dmesg -d, "[2-12.3456] " with the CPU.
  private static final Pattern SECONDS =
      Pattern.compile(
          "\\s*\\[\\s*(?:\\d{1,3}- *)?(\\d{1,10})\\.(\\d{1,9})(?:\\s*<[ *\\d.]*>)?\\] ?");
  private static final Pattern CALLER = Pattern.compile("\\[\\s*[TC]\\d+[^\\]\\s]{0,40}\\] ?");
  // Phones: "(0)[1:init]", "c0   1234 ", "[0:     swapper/0:    1] ".
  private static final Pattern PHONE_CALLER =
      Pattern.compile(
          "\\s*(?:[-.]?\\(\\d{1,3}\\)\\[\\d+:[^\\]]{1,20}\\] ?|c\\d{1,3} +\\d{1,7} "
              + "|[A-Z]?\\[ ?\\d{1,3}: *[^\\]:]{1,16}: *\\d{1,7}\\] ?)");
  private static final Pattern DELTA = Pattern.compile("\\s*\\[\\s*[+<]\\s*\\d+\\.\\d+>?\\] ?");
  // dmesg -T and --reltime, in any language: brackets with a clock time in them.
  private static final Pattern BRACKET_DATE =
      Pattern.compile(
          "\\s*\\[([^\\[\\]]{0,40}?\\p{Nd}{1,2}:\\p{Nd}{2}(?::\\p{Nd}{2})?[^\\[\\]]{0,20})\\]:? ?");
  private static final Pattern SYSLOG_DATE =
      Pattern.compile(
          "\\s*((?:[^\\s\\[]{2,6},? +)?[^\\s\\[]{2,10} {1,2}\\d{1,2},? (?:\\d{4} (?:@ )?)?"
              + "\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?:(?: [A-Z]{3,5})? (?:19|20)\\d\\d(?! (?:total )?page))?)(?:\\s+|$)");
  private static final Pattern ISO_DATE =
      Pattern.compile(
          "\\s*((?:[^\\s\\[]{2,6} )?\\d{2,4}[-/]\\d{2}[-/]\\d{2,4}[T ]\\d{2}:\\d{2}:\\d{2}"
              + "(?:([.,])\\d{1,9})? ?(?:Z|UTC|[+-]\\d{2}:?\\d{2}|(?!DMA|CPU)[A-Z]{3,4})?)(?:\\s+|,|$)");
  private static final Pattern UNIX_TIME = Pattern.compile("\\s*(\\d{10}\\.\\d{3,9}) +");
  private static final Pattern CLOCK = Pattern.compile("(\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?) +");
  // Android: "01-01 00:00:00.000     0     0 W         : text"; the kernel has no tag.
  private static final Pattern LOGCAT =
      Pattern.compile(
          "((?:\\d{4}-)?\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\\.\\d{3,6}) +(?:\\w+ +)?\\d+ +\\d+"
              + " [VDIWEF] (.*?) *: ?");
  private static final Pattern CONTAINER = Pattern.compile("(?:stdout|stderr) [FP] ");
  // Of switches: "%KERNEL-4-WARN: text", "%KERN-4-SYSTEM_MSG: text - kernel".
  private static final Pattern FACILITY_TAG = Pattern.compile("%[A-Z0-9_-]{1,60}: ");
  private static final Pattern LABELS = Pattern.compile("\\{[^{}]{0,400}\\} +");
  private static final Pattern KERNEL_TAG =
      Pattern.compile("(?:\\S{1,255} +)??kernel(?:\\[[^\\]]{0,10}\\])?: ?");
  private static final Pattern DATED_KERNEL_TAG =
      Pattern.compile(
          "(?:\\S{1,255} +(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:|\\d{4}-\\d\\d-\\d\\dT)\\S{5,32} )?"
              + "(?:\\S{1,255} +){0,3}?kernel(?:\\[[^\\]]{0,10}\\])?: ?");
  private static final Pattern OTHER_TAG =
      Pattern.compile("(?:\\S{1,255} +)?[\\w./@-]{1,100}\\[\\d+\\]:");
  private static final Pattern BARE_TAG =
      Pattern.compile("\\S{1,255} +([A-Za-z][\\w./@-]{1,60}):(?: |$)");
  // What kernel lines of a report may begin with, where a program's tag could stand as well.
  private static final Pattern KERNEL_HEAD =
      Pattern.compile(
          "Mem-[Ii]nfo|CPU|Pid|DMA(?:32)?|Normal|HighMem|Movable|Device|oom_reaper|memory|swap|kmem"
              + "|[0-9a-f]{3,4}|Code|Backtrace|Stack|Workqueue|[SR]?IP|[A-Z][A-Z0-9]{1,7}|[a-z]{1,2}\\d{1,2}|[sl]p"
              + "|pc|lr|ra|gp|tp|epc|status|badaddr|cause|pstate|oom-kill|oom-killer|sysrq|SysRq");
  private static final Pattern HOST = Pattern.compile("[^\\s\\[:]{1,255} ");
  // Lines of a report whose first word shows whether a host stands before it.
  private static final String SURE =
      "(?:Mem-[Ii]nfo:|(?:Memory cgroup o|O)ut of [Mm]emory|Memory cgroup stats|Killed process |Tasks state|Node \\d"
          + "|CPU: \\d|Pid: \\d|Call Trace|Hardware name:|Free swap |Total swap )";
  private static final Pattern NO_HOST = Pattern.compile("\\S+ invoked oom-killer:|" + SURE);
  private static final Pattern SURE_HOST =
      Pattern.compile("\\S+ (?:\\S.{0,40} invoked oom-killer:|" + SURE + ")");
  // Whatever a collector puts between its date and the kernel's clock.
  private static final Pattern WORDS_BEFORE_SECONDS =
      Pattern.compile(
          "[^\\s\\[:]{1,255} +(?=\\[\\s*\\d{1,10}\\.\\d{1,9}\\])"
              + "|[^\\[\\]]{1,100}?(?=(?:<\\d>)?\\[\\s*\\d{1,10}\\.\\d{6}\\] )");
  private static final Pattern SIGNS = Pattern.compile("\\W*");
  private static final int DECIMALS = 6;
  private static final Pattern INNER_SECONDS =
      Pattern.compile("(?:<\\d>)?\\[ {0,5}\\d{1,7}\\.\\d{6}\\] ");

  /** What the lines of a log have in common before the kernel's text. */
  static final class Habits {
    /** Whether they have a date and no host. */
    private boolean hostless;

    private String shape = "";

    /** What a diff, a list or a comment has before each line. */
    private String sign = "";

    /**
     * Whether this stands before each line: the first of a report, or the last one, had the same.
     */
    private boolean hasHead(String head, String line) {
      String before = shape;
      shape = Shape.of(head);
      return shape.equals(before) || line.contains(" invoked oom-killer: ");
    }
  }

  private static final Matcher NOTHING = LEVEL.matcher("");

  /**
   * What a line has up to its first text, where nothing but digits differs in most others: a
   * kernel's clock, and before it nothing, or a date and the kernel's tag.
   */
  record Prefix(String line, int end, Optional<String> date, int clock, int clockEnd) {
    static final Prefix NONE = new Prefix("", 0, Optional.empty(), 0, 0);

    boolean begins(String other) {
      for (int i = 0; i < end; i++) {
        char c = i < other.length() ? other.charAt(i) : 0;
        if (c != line.charAt(i) && !(isDigit(c) && isDigit(line.charAt(i)))) {
          return false;
        }
      }
      return end > 0;
    }
  }

  private final String line;
  private final Stamp outer;
  private final boolean inner;
  private final Habits habits;
  private int position;
  private Matcher last = NOTHING;
  private boolean prefixed;
  private boolean dated;
  private boolean tagged;
  private boolean foreign;
  private OptionalLong micros = OptionalLong.empty();
  private Optional<String> date = Optional.empty();
  private Prefix next = Prefix.NONE;

  /**
   * Makes a reader of one line.
   *
   * @param habits what the lines before showed
   */
  PlainLine(String line, Stamp outer, Origin least, Habits habits) {
    this.habits = habits;
    this.line = line;
    this.outer = outer;
    this.inner = least == Origin.KERNEL;
    this.prefixed = inner;
  }

  /**
   * Hands the text to {@code out}.
   *
   * @param before what another line of the log began with, which this one may begin with as well
   * @return the same for the next line
   */
  Prefix emit(int number, Prefix before, Consumer<LogLine> out) {
    if (!inner && before.begins(line)) {
      goOnAfter(before);
    } else {
      next = before;
      char first = peek();
      if (first == '>' || first == '&') {
        take(QUOTE);
      }
      if (position == 0 && !prefixed) {
        sign();
        if (position == 0 && Hosts.mayHaveSource(line)) {
          take(Hosts.SOURCE);
        }
      }
    }
    for (int i = 0; i < 8 && token(); i++) {
      // Each pass takes one piece.
    }
    Origin origin = prefixed ? Origin.KERNEL : dated ? Origin.DATED : Origin.BARE;
    if (foreign || (!tagged && otherTag())) {
      origin = Origin.OTHER;
    } else if (origin == Origin.DATED) {
      if (position == line.length()) {
        return next; // a page shows the date in a line of its own
      }
      habits.hostless = sees(NO_HOST) || (habits.hostless && !sees(SURE_HOST));
      if (!habits.hostless) {
        take(HOST);
      }
    }
    Stamp stamp =
        micros.isEmpty() && date.isEmpty()
            ? outer
            : new Stamp(
                micros.isPresent() ? micros : outer.micros(),
                date.or(outer::date),
                outer.sequence());
    parts(number, line.substring(position), stamp, origin, out);
    return next;
  }

  /** Takes a number or sign, the same sign also before what goes on without a stamp. */
  private void sign() {
    if (take(NUMBERED)) {
      habits.sign = SIGNS.matcher(last.group()).matches() ? last.group() : "";
    } else if (line.startsWith(habits.sign)) {
      position = habits.sign.length();
    } else {
      habits.sign = "";
    }
  }

  private void goOnAfter(Prefix same) {
    next = same;
    position = same.end;
    prefixed = true;
    dated = same.date.isPresent();
    tagged = dated;
    if (dated) {
      String other = same.date.get();
      int at = same.line.indexOf(other);
      date = Optional.of(line.substring(at, at + other.length()));
    }
    micros = Dates.micros(line.substring(same.clock, same.clockEnd));
  }

  private boolean token() {
    return switch (peek()) {
      case 0 -> false;
      case '<' -> level();
      case '[' -> bracket();
      case '(' -> xen() || (prefixed && take(PHONE_CALLER));
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> digits();
      case '{' -> dated && take(LABELS);
      case '%' -> dated && take(FACILITY_TAG);
      default -> letters();
    };
  }

  private boolean level() {
    if (!take(LEVEL)) {
      return dated && kernelTag(); // behind a host that somebody crossed out
    }
    foreign |= NumberText.small(last.group(1)).orElse(0) >= 8 && !line.contains("kernel");
    prefixed = true;
    if (!dated && !inner && take(SYSLOG_DATE)) {
      date = Optional.of(last.group(1).strip());
      dated = true;
    }
    if (peek() == '1' && take(RFC5424)) {
      date = Optional.of(last.group(1));
      tagged = last.group(2).startsWith("kernel");
      foreign |= !tagged && !last.group(2).equals("-");
    }
    return true;
  }

  private boolean bracket() {
    boolean first = position == 0;
    if (plainNumber()) {
      return false;
    }
    if (take(SECONDS)) {
      int clock = last.start(1);
      int clockEnd = last.end(2);
      micros = Dates.micros(line.substring(clock, clockEnd));
      take(CALLER);
      // What was taken so does not depend on what follows.
      boolean alone = !inner && !foreign && (first || (dated && tagged));
      if (alone && line.charAt(position - 1) == ' ') {
        next = new Prefix(line, position, date, clock, clockEnd);
      }
    } else if (prefixed && (take(CALLER) || take(PHONE_CALLER))) {
      return true;
    } else if (hasColon() && take(BRACKET_DATE)) {
      date = date.or(() -> Optional.of(last.group(1).strip()));
    } else if (!take(DELTA)) {
      return dated && kernelTag();
    }
    prefixed = true;
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether brackets hold a number and no more, as at the beginning of a task's row. */
  private boolean plainNumber() {
    int start = line.indexOf('[', position) + 1;
    while (start < line.length() && line.charAt(start) == ' ') {
      start++;
    }
    int end = start;
    while (end < line.length() && isDigit(line.charAt(end))) {
      end++;
    }
    return end > start && line.startsWith("]", end);
  }

  private boolean hasColon() {
    int colon = line.indexOf(':', position);
    return colon >= 0 && colon < line.indexOf(']', position);
  }

  private boolean xen() {
    foreign |= line.startsWith("(XEN) ", position);
    return false;
  }

  private boolean digits() {
    if (dated) {
      // Behind a host that is an address.
      return kernelTag() || (!prefixed && take(WORDS_BEFORE_SECONDS));
    }
    if (prefixed && !inner) {
      return false;
    }
    if (take(LOGCAT)) {
      date = Optional.of(last.group(1));
      foreign = !last.group(2).isBlank() && !last.group(2).equals("kernel");
      prefixed = true;
      return true;
    }
    if (take(ISO_DATE)) {
      date = Optional.of(last.group(1).strip());
      // dmesg --time-format=iso writes a comma, and no host.
      boolean comma = ",".equals(last.group(2));
      prefixed |= comma || take(CONTAINER);
      dated = !comma;
      return true;
    }
    if (take(UNIX_TIME) || take(SYSLOG_DATE) || take(CLOCK)) {
      date = Optional.of(last.group(1).strip());
      dated = true;
      return true;
    }
    return false;
  }

  private boolean letters() {
    if ((!prefixed || inner) && !dated) {
      if (take(FACILITY)) {
        foreign |= !last.group(1).equals("kern") && !line.contains("kernel:");
        prefixed = true;
        return true;
      }
      if (take(SYSLOG_DATE) || take(ISO_DATE)) {
        date = Optional.of(last.group(1).strip());
        dated = true;
        return true;
      }
    }
    if (kernelTag()) {
      return true;
    }
    if (micros.isPresent() && !tagged && mayBePhone() && take(PHONE_CALLER)) {
      return true;
    }
    return dated && !prefixed && take(WORDS_BEFORE_SECONDS);
  }

  private boolean kernelTag() {
    if (tagged || !line.contains("kernel") || !take(dated ? DATED_KERNEL_TAG : KERNEL_TAG)) {
      return false;
    }
    tagged = true;
    prefixed = true;
    return true;
  }

  private boolean mayBePhone() {
    char first = peek();
    return first == 'c' || first == '.' || first == '-' || line.startsWith("[", position + 1);
  }

  private boolean otherTag() {
    if (!dated && !prefixed) {
      return false;
    }
    if (line.indexOf("]:", position) > 0 && sees(OTHER_TAG)) {
      return true;
    }
    if (dated
        && !prefixed
        && !habits.hostless
        && line.indexOf(':', position) > 0
        && !sees(NO_HOST)) {
      Matcher tag = BARE_TAG.matcher(line).region(position, line.length());
      return tag.lookingAt() && !KERNEL_HEAD.matcher(tag.group(1)).matches();
    }
    return false;
  }

  private void parts(int number, String text, Stamp stamp, Origin origin, Consumer<LogLine> out) {
    if (origin != Origin.OTHER && mayBeTorn(text)) {
      torn(number, text, stamp, origin, out);
    } else {
      records(number, text, stamp, origin, out);
    }
  }

  private void records(int number, String text, Stamp stamp, Origin origin, Consumer<LogLine> out) {
    // rsyslog writes a newline inside a record as its octal number.
    if (text.contains("#0") && (dated || text.contains("#012 "))) {
      for (String part : text.replace("#011", "\t").replace("#015", "").split("#012", -1)) {
        out.accept(LogLine.of(number, stamp, origin, part));
      }
    } else {
      out.accept(LogLine.of(number, stamp, origin, text));
    }
  }

  /** Whether somewhere a clock's six decimals end: most lines need no closer look. */
  private static boolean mayBeTorn(String text) {
    int at = text.indexOf("] ");
    while (at >= 0) {
      if (at > DECIMALS && text.charAt(at - DECIMALS - 1) == '.') {
        return true;
      }
      at = text.indexOf("] ", at + 1);
    }
    return false;
  }

  /**
   * Kernel text may begin in the middle of a line: of a program's, of another CPU's, or behind what
   * a log puts before each line.
   */
  private void torn(int number, String text, Stamp stamp, Origin origin, Consumer<LogLine> out) {
    Matcher inner = INNER_SECONDS.matcher(text);
    if (!inner.find() || inner.start() == 0) {
      records(number, text, stamp, origin, out);
      return;
    }
    String head = text.substring(0, inner.start());
    if (!SIGNS.matcher(head).matches() && !habits.hasHead(head, text)) {
      Origin before = origin == Origin.BARE ? Origin.OTHER : origin;
      out.accept(LogLine.of(number, stamp, before, head));
    }
    String clock = inner.group().replaceAll("<\\d>|[\\[\\] ]", "");
    Stamp later = new Stamp(Dates.micros(clock), stamp.date(), stamp.sequence());
    records(number, text.substring(inner.end()), later, Origin.KERNEL, out);
  }

  /** Returns the next character that is no blank, 0 at the end. */
  private char peek() {
    int at = position;
    while (at < line.length() && line.charAt(at) <= ' ') {
      at++;
    }
    return at < line.length() ? line.charAt(at) : 0;
  }

  private boolean take(Pattern pattern) {
    Matcher matcher = pattern.matcher(line).region(position, line.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    last = matcher;
    position = matcher.end();
    return true;
  }

  private boolean sees(Pattern pattern) {
    return pattern.matcher(line).region(position, line.length()).lookingAt();
  }
}
