package oomlab.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.report.LogLine.Origin;
import oomlab.report.LogLine.Stamp;

/**
 * Takes away what logs put around kernel text: on both sides /dev/kmsg and netconsole, journal
 * exports, columns, and JSON as dmesg, journalctl, container runtimes and log services write it;
 * before it what {@link PlainLine} knows.
 *
 * <p>Remembers the style from line to line, because continuation lines carry no prefix of their
 * own.
 */
final class LogFraming {
  /** Text that was in a frame, with what the frame says about it. */
  private record Framed(Stamp stamp, Origin origin, String text) {}

  // netconsole may put the release before the level, fragments and the caller after the flags.
  private static final Pattern RELEASE = Pattern.compile("\\s*(?:\\d+\\.\\d+[^,;\\s]{0,60},)?");
  private static final Pattern KMSG_KEY = Pattern.compile(" [A-Z][A-Z0-9_]*=.*");
  private static final Pattern EXPORT_FIELD = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}=.*");
  private static final List<String> MESSAGES =
      List.of(
          "MESSAGE",
          "textPayload",
          "log",
          "message",
          "msg",
          "short_message",
          "_raw",
          "SyslogMessage",
          "content",
          "stringValue",
          "body",
          "text",
          "line");
  private static final Set<String> MESSAGE_NAMES = Set.copyOf(MESSAGES);
  private static final List<String> WRITERS =
      List.of("_TRANSPORT", "SYSLOG_IDENTIFIER", "ident", "programname", "program", "syslogtag");
  private static final List<String> DATES = List.of("time", "timestamp", "@timestamp", "date");
  private static final String MONOTONIC = "_SOURCE_MONOTONIC_TIMESTAMP";
  private static final String BOOT_TIME = "_SOURCE_BOOTTIME_TIMESTAMP";
  private static final String REAL_TIME = "__REALTIME_TIMESTAMP";
  private static final Set<String> WANTED =
      Stream.of(MESSAGES, WRITERS, DATES, List.of(MONOTONIC, BOOT_TIME, REAL_TIME))
          .flatMap(List::stream)
          .collect(Collectors.toSet());
  private static final Pattern JSON_LINE =
      Pattern.compile("\\s*(?:[\\[\\]{}, ]+|\"[\\w@./-]{1,80}\"\\s*:.*|-?\\d+,?)");
  // An element of an array, as Loki's values are, in a line of its own.
  private static final Pattern JSON_TEXT = Pattern.compile("\\s+\"(?:[^\"\\\\]++|\\\\.)*+\",?\\s*");
  private static final Pattern TAG =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]{8,18} ?[+-Z\\d:]{0,6} [\\w.-]{1,80}: ");
  private static final Pattern EPOCH = Pattern.compile("\\d{13}|\\d{16}|\\d{19}");
  private static final Pattern BYTES_START =
      Pattern.compile("\\s*\"(?:MESSAGE|message)\"\\s*:\\s*\\[\\s*");

  /** Stands in lines that spell a message as a list of bytes. */
  static final String SPELLED = "\"MESSAGE\"";

  private static final int DEEPEST = 3;

  // Of journalctl -o verbose: before a field, and before the further lines of a message.
  private static final String INDENT = "    ";
  private static final String MESSAGE_INDENT = " ".repeat("MESSAGE=".length());

  private final CsvColumns csv = new CsvColumns(CsvColumns.MESSAGES, true);
  private final FieldLines fields = new FieldLines();
  private final LineTail tail = new LineTail();
  private boolean kmsg;
  private boolean json;
  private boolean export;
  private boolean verbose;
  private boolean binary;
  private boolean inBinary;
  private Optional<StringBuilder> bytes = Optional.empty();
  private Stamp stamp = Stamp.NONE;
  private boolean foreign;
  private PlainLine.Prefix prefix = PlainLine.Prefix.NONE;
  private final PlainLine.Habits habits = new PlainLine.Habits();
  private int linesAhead = Integer.MIN_VALUE;
  private int numberedLine;

  /** Returns the records of a line of JSON that holds several; none if it is one, or is none. */
  static List<String> records(String line) {
    return JsonScan.mayHoldSeveral(line) ? JsonScan.records(line, MESSAGE_NAMES) : List.of();
  }

  /**
   * Returns the lines of a report that stands in one line, without being the message of a record.
   */
  static List<String> unfolded(String line) {
    List<String> lines = Markup.unfolded(line);
    boolean record =
        lines.size() > 1
            && line.startsWith("{")
            && !JsonScan.fields(line, 0, MESSAGE_NAMES).isEmpty();
    return record ? List.of(line) : lines;
  }

  /** Whether a message may be hidden in this line, in a form that cannot be searched for words. */
  static boolean maySpell(String raw) {
    return !raw.isEmpty()
        && (raw.charAt(0) <= ' ' || raw.charAt(0) == '{')
        && raw.contains(SPELLED)
        && raw.indexOf('[') >= 0;
  }

  /** Whether a record has been seen. */
  boolean framing() {
    return kmsg || json || export;
  }

  /** Whether the next lines must be seen because they finish a message that has begun. */
  boolean unfinished() {
    return bytes.isPresent() || binary || csv.unfinished();
  }

  /** Remembers what a line tells about those after it, for lines that nobody else looks at. */
  void skip(String raw) {
    if (raw.isEmpty()) {
      endEntry();
      return;
    }
    char first = raw.charAt(0);
    if (verboseHead(raw)) {
      return;
    }
    if (verbose && raw.startsWith(INDENT)) {
      exportField(raw.substring(INDENT.length()));
    } else if (first == '_' || (export && (first == 'S' || first == 'M'))) {
      exportField(raw);
    } else if (first <= ' ' || first == '{' || first == '}') {
      jsonField(raw);
    }
  }

  /** Gives the kernel text of one input line to {@code out}: none, one, or several lines. */
  void strip(int number, String raw, Consumer<LogLine> out) {
    String line = Markup.clean(unnumbered(number, raw));
    if (LineTail.shows(line)) {
      boolean record =
          framing()
              || csv.known()
              || line.contains("{\"")
              || line.startsWith("{ ")
              || line.stripLeading().startsWith("\"")
              || FieldLines.isYaml(line);
      tail.learn(record ? "" : line);
    }
    strip(number, tail.cut(line), Stamp.NONE, Origin.BARE, 0, out);
  }

  /** Takes the number of the line away, which the lines before show that it is. */
  private String unnumbered(int number, String raw) {
    int at = 0;
    while (at < raw.length() && raw.charAt(at) == ' ') {
      at++;
    }
    int digits = at;
    while (at < raw.length() && at - digits < 9 && raw.charAt(at) >= '0' && raw.charAt(at) <= '9') {
      at++;
    }
    if (at == digits
        || at == raw.length()
        || (":-\t".indexOf(raw.charAt(at)) < 0
            && (raw.charAt(0) != ' ' || raw.charAt(at) != ' '))) {
      return raw;
    }
    int ahead = NumberText.small(raw.substring(digits, at)).orElse(0) - number;
    boolean counts = ahead == linesAhead && number != numberedLine;
    linesAhead = ahead;
    numberedLine = number;
    return counts ? raw.substring(at + 1) : raw;
  }

  private void strip(
      int number, String line, Stamp outer, Origin least, int depth, Consumer<LogLine> out) {
    boolean framed =
        depth < DEEPEST
            && read(
                line,
                depth == 0,
                f -> {
                  for (String part : Markup.lines(f.text())) {
                    if (f.origin() == Origin.KERNEL) {
                      strip(number, Markup.clean(part), f.stamp(), Origin.KERNEL, depth + 1, out);
                    } else {
                      out.accept(LogLine.of(number, f.stamp(), f.origin(), part));
                    }
                  }
                });
    if (!framed) {
      PlainLine plain = new PlainLine(line, outer, least, habits);
      prefix = plain.emit(number, prefix, out);
    }
  }

  /**
   * Returns false if the line has no frame; else hands its text, if any, to {@code out}.
   *
   * @param outermost whether the line is one of the input, rather than the text of another frame
   */
  private boolean read(String line, boolean outermost, Consumer<Framed> out) {
    if (!outermost) {
      return line.startsWith("{") && jsonRecord(line, out);
    }
    if (bytes.isPresent()) {
      return moreBytes(line, bytes.get(), out);
    }
    if (mayBeKmsg(line)) {
      Matcher release = RELEASE.matcher(line);
      int start = release.lookingAt() ? release.end() : 0;
      Matcher head = LogRecord.HEAD.matcher(line).region(start, line.length());
      if (head.lookingAt()) {
        kmsgRecord(LogRecord.of(head, line), head.group(4), out);
        return true;
      }
    }
    if (kmsg && line.startsWith(" ") && KMSG_KEY.matcher(line).matches()) {
      return true;
    }
    return exported(line, out)
        || jsonRecord(line, out)
        || columns(line, out)
        || taken(fields.message(line), out)
        || fields.isAnother(line);
  }

  private boolean columns(String line, Consumer<Framed> out) {
    Optional<String> message = csv.message(line);
    taken(message.filter(text -> !text.isEmpty()), out);
    return message.isPresent();
  }

  private static boolean taken(Optional<String> message, Consumer<Framed> out) {
    message.ifPresent(text -> out.accept(new Framed(Stamp.NONE, Origin.KERNEL, text)));
    return message.isPresent();
  }

  private static boolean mayBeKmsg(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) <= ' ') {
      at++;
    }
    return at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9';
  }

  private void kmsgRecord(LogRecord record, String flags, Consumer<Framed> out) {
    kmsg = true;
    Stamp when =
        new Stamp(
            OptionalLong.of(record.micros()), Optional.empty(), OptionalLong.of(record.sequence()));
    Origin origin =
        !record.fromKernel()
            ? Origin.OTHER
            : flags.startsWith("+") ? Origin.CONTINUED : Origin.KERNEL;
    out.accept(new Framed(when, origin, record.text()));
  }

  /** Begins an entry of {@code journalctl -o verbose}, whose fields are indented. */
  private boolean verboseHead(String line) {
    if (!LogEntry.isVerbose(line)) {
      return false;
    }
    endEntry();
    export = true;
    verbose = true;
    stamp = Stamp.of(OptionalLong.empty(), Optional.of(line.substring(0, line.indexOf(" [s="))));
    return true;
  }

  private boolean exported(String given, Consumer<Framed> out) {
    String line = verbose && given.startsWith(INDENT) ? given.substring(INDENT.length()) : given;
    if (!export) {
      if (verboseHead(line)) {
        return true;
      }
      if (!line.startsWith("__")) {
        return false;
      }
      exportField(line);
      return export;
    }
    if (binary) {
      binary = false;
      inBinary = true;
      // The text's length comes first, in eight bytes.
      out.accept(framed(line.length() > 8 ? line.substring(8) : line));
      return true;
    }
    if (line.startsWith("MESSAGE=")) {
      inBinary = verbose;
      out.accept(framed(line.substring("MESSAGE=".length())));
      return true;
    }
    if (verboseHead(line)) {
      return true;
    }
    if (line.equals("MESSAGE")) {
      binary = true;
      return true;
    }
    if (line.isEmpty()) {
      endEntry();
      return true;
    }
    if (EXPORT_FIELD.matcher(line).matches()) {
      inBinary = false;
      exportField(line);
      return true;
    }
    if (inBinary) {
      boolean indented = verbose && line.startsWith(MESSAGE_INDENT);
      out.accept(framed(indented ? line.substring(MESSAGE_INDENT.length()) : line));
    }
    return inBinary;
  }

  private void exportField(String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      binary = export && line.equals("MESSAGE");
      return;
    }
    String name = line.substring(0, equals);
    if (name.equals("__CURSOR")) {
      endEntry();
      export = true;
    } else if (WANTED.contains(name) && (export || name.startsWith("_"))) {
      export |= name.equals(REAL_TIME);
      note(Map.of(name, line.substring(equals + 1)));
    }
  }

  private void endEntry() {
    stamp = Stamp.NONE;
    foreign = false;
    binary = false;
    inBinary = false;
  }

  private Framed framed(String text) {
    return new Framed(stamp, foreign ? Origin.OTHER : Origin.KERNEL, text);
  }

  private boolean jsonRecord(String line, Consumer<Framed> out) {
    int brace = line.indexOf('{');
    int quote = line.indexOf('"');
    if (quote >= 0 && brace != 0 && JSON_TEXT.matcher(line).matches()) {
      json = true;
      String text = JsonScan.text(line, quote);
      if (EPOCH.matcher(text).matches()) {
        endEntry();
        stamp = Stamp.of(OptionalLong.empty(), since1970(text));
      } else {
        out.accept(framed(text));
      }
      return true;
    }
    if (quote < 0 || (brace < 0 && line.indexOf(':') < 0)) {
      return json && JSON_LINE.matcher(line).matches();
    }
    boolean object = brace >= 0 && brace < quote && line.substring(brace + 1, quote).isBlank();
    if (object && mayPrecede(line, brace)) {
      Map<String, String> fields = JsonScan.fields(line, brace, WANTED);
      Optional<String> text = first(MESSAGES, fields);
      if (text.isPresent()) {
        endEntry();
        note(fields);
        out.accept(framed(text.get()));
        return true;
      }
      return json && brace == 0;
    }
    if (!line.substring(0, quote).isBlank() || !JSON_LINE.matcher(line).matches()) {
      return false;
    }
    return jsonLine(line, quote, out);
  }

  /** Nothing, an event stream's field name, or Fluentd's date and tag: "2026-01-25 kern.err: {". */
  private static boolean mayPrecede(String line, int brace) {
    if (brace == 0) {
      return true;
    }
    String before = line.substring(0, brace);
    return before.isBlank()
        || before.equals("- ")
        || (before.startsWith("[") && before.endsWith(", "))
        || before.startsWith("data:")
        || before.indexOf('\t') > 0
        || TAG.matcher(before).matches();
  }

  /** A line of its own for each field, as {@code dmesg --json} writes. */
  private boolean jsonLine(String line, int quote, Consumer<Framed> out) {
    if (BYTES_START.matcher(line).matches()) {
      json = true;
      bytes = Optional.of(new StringBuilder());
      return true;
    }
    Map<String, String> fields = JsonScan.fields(line, quote, WANTED);
    Optional<String> text = first(MESSAGES, fields);
    boolean known = text.isPresent() || !fields.isEmpty();
    json |= known;
    note(fields);
    text.ifPresent(t -> out.accept(framed(t)));
    return json;
  }

  private boolean moreBytes(String line, StringBuilder collected, Consumer<Framed> out) {
    if (line.indexOf(']') < 0 && collected.length() < 32_768) {
      collected.append(line.strip());
      return true;
    }
    collected.append(line, 0, Math.max(0, line.indexOf(']')));
    bytes = Optional.empty();
    JsonScan.bytes(collected.toString()).ifPresent(text -> out.accept(framed(text)));
    return true;
  }

  private void jsonField(String raw) {
    String text = raw.strip();
    if (text.startsWith("{") || text.startsWith("}")) {
      if (text.length() <= 3) {
        endEntry();
      }
    } else if (text.startsWith("\"")) {
      Map<String, String> fields = JsonScan.fields(text, 0, WANTED);
      if (first(MESSAGES, fields).isEmpty()) {
        note(fields);
      }
    }
  }

  /** Keeps the time and the writer that these fields name. */
  private void note(Map<String, String> fields) {
    OptionalLong micros = stamp.micros();
    Optional<String> date = stamp.date();
    Optional<String> monotonic = first(List.of(MONOTONIC, BOOT_TIME), fields);
    if (monotonic.isPresent()) {
      micros = NumberText.number(monotonic.get());
    }
    Optional<String> real = first(List.of(REAL_TIME), fields);
    if (real.isPresent()) {
      date = Dates.iso(NumberText.number(real.get()));
    }
    Optional<String> named = first(DATES, fields);
    if (named.isPresent()) {
      String value = named.get();
      // dmesg --json writes the kernel's clock, others a date.
      if (value.indexOf('-') < 0
          && value.indexOf(':') < 0
          && value.indexOf('.') > 0
          && value.indexOf('.') < 10) {
        micros = Dates.micros(value);
      } else {
        date =
            date.or(() -> EPOCH.matcher(value).matches() ? since1970(value) : Optional.of(value));
      }
    }
    stamp = Stamp.of(micros, date);
    for (String name : WRITERS) {
      String writer = fields.get(name);
      foreign |= writer != null && !writer.startsWith("kernel");
    }
  }

  /** Reads milliseconds, microseconds or nanoseconds since 1970. */
  private static Optional<String> since1970(String digits) {
    return Dates.iso(NumberText.number((digits + "000").substring(0, 16)));
  }

  private static Optional<String> first(List<String> names, Map<String, String> fields) {
    for (String name : names) {
      String value = fields.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
