package oomlab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.report.LogLine.Origin;
import oomlab.report.LogLine.Stamp;

/**
 * Finds reports in a log, line by line, and hands each over as soon as it is complete. Holds at
 * most two reports in memory.
 */
final class ReportParser implements OomReports.Reader {
  /** A line without any of these, as it stands or spelled in bytes, begins no report. */
  static final List<String> STARTS =
      List.of(
          "oom-kill",
          "ill process ",
          "illed process",
          "no killable process",
          "killed as a result of limit of",
          "total_vm",
          "Mem-Info",
          "Mem-info",
          "kB, failcnt ",
          "panic - not syncing",
          "emory cgroup stats for");

  /** A line after the kill with none of these, nor of the others, is no part of the report. */
  private static final List<String> AFTER_KILL =
      List.of(
          "_reaper",
          "OOM ",
          "ut of memory",
          "VM_FAULT_OOM",
          "illing process ",
          "memory.oom.group",
          "Tasks in ",
          "Linux version ",
          "Booting Linux ",
          "-- Boot ",
          "-- Reboot --");

  private static final WordSearch STARTING = new WordSearch(STARTS);
  private static final WordSearch GOING_ON =
      new WordSearch(Stream.concat(STARTS.stream(), AFTER_KILL.stream()).toList());

  /** The kernel prints at most 2048 bytes at once; JSON and escapes make more of them. */
  private static final int LONGEST_RECORD = 32_768;

  private static final int LONGEST_TEXT = 4096;

  /** An entry of a page has so many lines beside its message, and none is longer. */
  private static final int PARTS = 4;

  private static final int LONGEST_PART = 40;

  /** So many lines are kept to see what a dump of memory belongs to. */
  private static final int RECENT = 64;

  // Spreadsheets and people write 1,234 kB where the kernel prints 1234kB.
  private static final Pattern WRITTEN_SIZE =
      Pattern.compile("(?<=\\d)(?: (?=[kK]B\\b)|,(?=\\d{3}(?:,\\d{3})* ?[kK]B\\b))");

  private static final Pattern BOOT =
      Pattern.compile("Linux version \\d.*|Booting Linux on .*|-- (?:Boot [0-9a-f]{32}|Reboot) --");

  private final Consumer<OomReport> sink;
  private final QuotedPrintable quoted = new QuotedPrintable(this::whole);
  private final Consumer<LogLine> stripped = this::gather;
  private final LogFraming frames = new LogFraming();
  private final Wraps wraps = new Wraps();
  private final NewestFirst newestFirst = new NewestFirst();
  private final Held[] recent = new Held[RECENT];
  private int number;
  private final Set<String> parts = new HashSet<>();
  private int partsUntil;
  private int width;
  private boolean folded; // the line is not the first in its line of the log
  private int closedAt;
  private int remembered;
  private Optional<LogLine> pending = Optional.empty();
  private final List<Held> held = new ArrayList<>();
  // A log may begin in the middle of a report.
  private Optional<OpenReport> open = Optional.of(OpenReport.headless(Origin.KERNEL));
  private Optional<OpenReport> previous = Optional.empty();

  ReportParser(Consumer<OomReport> sink) {
    this.sink = sink;
  }

  @Override
  public void line(String input) {
    line(number + 1, input);
  }

  /** Takes a line with its number in the log, of which others may be another machine's. */
  void line(int at, String input) {
    folded = at == number;
    number = at;
    quoted.feed(number, input);
  }

  /** Takes the next record: its text has no prefix, and each of its lines is one of the input. */
  void record(LogRecord record) {
    Stamp stamp = Stamp.of(OptionalLong.of(record.micros()), Optional.empty());
    Origin origin = record.fromKernel() ? Origin.KERNEL : Origin.OTHER;
    record
        .text()
        .lines()
        .forEach(
            line -> {
              number++;
              remember(number, line);
              gather(LogLine.of(number, stamp, origin, line));
            });
  }

  private void whole(String input, int at) {
    String raw = input.length() > LONGEST_RECORD ? input.substring(0, LONGEST_RECORD) : input;
    boolean ended =
        !frames.framing()
            && (newestFirst.waiting()
                ? !newestFirst.turned()
                : open.isPresent() && open.get().ended());
    if (resting() || ended) {
      if (pending.isPresent() && !matters(pending.get().text(), ended)) {
        LogLine last = pending.get();
        pending = Optional.empty();
        handle(last);
      }
      if (pending.isEmpty() && !matters(raw, ended) && !LogFraming.maySpell(raw)) {
        Held line = remember(at, raw);
        if (ended) {
          hold(line);
        } else {
          frames.skip(raw);
        }
        return;
      }
    }
    if (!held.isEmpty()) {
      List<Held> before = List.copyOf(held);
      held.clear();
      before.forEach(this::strip);
    }
    if (resting()) {
      firstHalf(raw).ifPresent(this::strip);
    }
    strip(remember(at, raw));
  }

  private void strip(Held line) {
    width = line.raw().length();
    folded |= line.raw().indexOf("\\n") != line.raw().lastIndexOf("\\n");
    frames.strip(line.number(), line.raw(), stripped);
  }

  /** Whether no line that came so far needs another. */
  private boolean resting() {
    return open.isEmpty() && !newestFirst.waiting() && !frames.unfinished();
  }

  /** A line after the kill, read only if a later one still belongs to the report. */
  private record Held(int number, String raw) {}

  private void hold(Held line) {
    held.add(line);
    if (held.size() >= OpenReport.GAP_LINES) {
      settle();
      close();
    }
  }

  @Override
  public boolean idle() {
    return resting() && pending.isEmpty() && !quoted.seen();
  }

  @Override
  public void skip(int lines) {
    number += lines;
  }

  @Override
  public void finish() {
    quoted.end();
    pending.ifPresent(this::handle);
    pending = Optional.empty();
    settle();
    close();
    previous.ifPresent(p -> sink.accept(p.builder().build()));
    previous = Optional.empty();
  }

  private Held remember(int at, String raw) {
    Held line = new Held(at, raw);
    recent[remembered++ % RECENT] = line;
    return line;
  }

  /** Whether a report may begin with this line, or the rest of one. */
  static boolean mayBegin(String raw) {
    return STARTING.anyIn(raw) || LogFraming.maySpell(raw);
  }

  /** Whether the line is worth looking at while no report is being read, or after its kill. */
  private boolean matters(String raw, boolean ended) {
    return (ended ? GOING_ON : STARTING).anyIn(raw)
        || (newestFirst.waiting() && NewestFirst.isRow(raw));
  }

  /** The first line may have been broken before "oom-killer:". */
  private Optional<Held> firstHalf(String raw) {
    if (remembered == 0 || !raw.contains("oom-killer: ") || raw.contains(" invoked oom-killer: ")) {
      return Optional.empty();
    }
    Held before = recent[(remembered - 1) % RECENT];
    String whole = before.raw() + raw;
    boolean half =
        before.raw().stripTrailing().endsWith(" invoked")
            || (whole.contains(" invoked oom-killer: ") && !raw.startsWith("oom-killer"));
    return half ? Optional.of(before) : Optional.empty();
  }

  /** Joins lines that a mailer or a terminal wrapped, then lets each be handled. */
  private void gather(LogLine given) {
    LogLine line = cut(given);
    if (isPart(line)) {
      return;
    }
    if (pending.isPresent()) {
      LogLine before = pending.get();
      int columns = open.map(OpenReport::columns).orElse(0);
      Optional<LogLine> joined = wraps.joined(before, line, width, columns);
      if (joined.isPresent()) {
        pending = joined;
        return;
      }
      handle(before);
    }
    wraps.begin(line, width);
    pending = Optional.of(line);
  }

  /**
   * Whether this is no more than the time, the host or the number of a line, as a page shows them
   * in lines of their own: such stand before and behind the first line of a report.
   */
  private boolean isPart(LogLine line) {
    String text = line.trimmed();
    if (pending.isPresent() && line.micros().isPresent()) {
      LogLine last = pending.get();
      if (last.micros().equals(line.micros()) && last.text().equals(line.text())) {
        return true; // two programs copy the kernel's log to the same file
      }
    }
    if (text.contains(" invoked oom-killer: ")) {
      parts.clear();
      for (int i = 2; i <= Math.min(PARTS + 1, remembered); i++) {
        String raw = recent[(remembered - i) % RECENT].raw().strip();
        if (raw.length() > LONGEST_PART || mayBegin(raw)) {
          break;
        }
        parts.add(Shape.of(raw));
      }
      partsUntil = line.number() + PARTS;
    }
    boolean bare = line.origin() == Origin.BARE && !text.isEmpty() && text.length() <= LONGEST_PART;
    boolean part = bare && line.number() <= partsUntil && parts.contains(Shape.of(text));
    partsUntil = part ? line.number() + PARTS : partsUntil;
    return part || (bare && text.equals("kernel"));
  }

  /** No kernel writes lines so long: what is longer is another program's. */
  private static LogLine cut(LogLine line) {
    if (line.text().contains("oom-killer:") && !line.text().contains("invoked oom-killer:")) {
      return line.withText(
          line.text().replaceFirst(" +invoked +oom-killer: +", " invoked oom-killer: "));
    }
    if (line.text().length() > LONGEST_TEXT) {
      return line.withText(line.text().substring(0, LONGEST_TEXT)).from(Origin.OTHER);
    }
    return mayHaveWrittenSize(line.text())
        ? line.withText(WRITTEN_SIZE.matcher(line.text()).replaceAll(""))
        : line;
  }

  /** Kernels separate what they print by a comma and a blank, and the unit by nothing. */
  private static boolean mayHaveWrittenSize(String text) {
    if (text.contains(" kB") || text.contains(" KB")) {
      return true;
    }
    for (int at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
      if (at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
        return text.indexOf('B', at) > 0;
      }
    }
    return false;
  }

  /** Lets a line be read, or wait if it may be the end of a report that is printed backwards. */
  private void handle(LogLine line) {
    if (newestFirst.endsBefore(line)) {
      settle();
    }
    if (!newestFirst.waiting()) {
      if (!mayBeBackwards(line)) {
        read(line);
        return;
      }
      newestFirst.begin(remarks(line.number()));
    }
    if (newestFirst.take(line)) {
      settle();
    }
  }

  private boolean mayBeBackwards(LogLine line) {
    String text = line.trimmed();
    return line.origin() != Origin.OTHER
        && (open.isEmpty() || open.get().empty() || open.get().over(text))
        && (NewestFirst.mayEnd(text) || (open.isPresent() && NewestFirst.isRow(text)));
  }

  /** Reads what waits, in the order in which the kernel wrote it. */
  private void settle() {
    if (!newestFirst.waiting()) {
      return;
    }
    boolean backwards = newestFirst.turned();
    if (backwards) {
      close();
      open = Optional.of(OpenReport.headless(Origin.KERNEL));
    }
    newestFirst.release().forEach(this::read);
    if (backwards) {
      close();
    }
  }

  /**
   * Returns the lines before this one, and after the last report, that tell what came of a kill.
   */
  private List<LogLine> remarks(int first) {
    List<LogLine> remarks = new ArrayList<>();
    Arrays.stream(recent)
        .filter(line -> line != null && line.number() > closedAt && line.number() < first)
        .filter(line -> line.raw().contains("oom_reaper"))
        .sorted(Comparator.comparingInt(Held::number).reversed())
        .forEach(line -> frames.strip(line.number(), line.raw(), remarks::add));
    return remarks;
  }

  private void read(LogLine line) {
    String text = line.trimmed();
    boolean ours = line.origin() != Origin.OTHER;
    if (ours && TriggerLine.is(line, text)) {
      Optional<String> balloon = balloon(line.number());
      close();
      open = Optional.of(OpenReport.begin(line, balloon));
      return;
    }
    if (open.isPresent()) {
      OpenReport current = open.get();
      boolean startsAnew =
          current.over(text) || (current.finished() && OpenReport.middle(text) && !foreignDump());
      if (startsAnew || boots(text)) {
        close();
      } else if (current.empty() && ours && KillLines.startsReport(text)) {
        open = Optional.empty();
      } else {
        current.take(line, previous.map(OpenReport::builder), folded);
        if (current.excluded()) {
          open = Optional.empty();
        }
        return;
      }
    }
    if (ours && KillLines.startsReport(text)) {
      begin(OpenReport.killOnly(line.origin()), line);
    } else if (ours && (OpenReport.panic(text) || (OpenReport.middle(text) && !foreignDump()))) {
      begin(OpenReport.headless(line.origin()), line);
    }
  }

  /** Returns the last line of a balloon driver before this one, and after the last report. */
  private Optional<String> balloon(int before) {
    for (int i = remembered - 1; i >= Math.max(0, remembered - RECENT); i--) {
      Held line = recent[i % RECENT];
      if (line.number() > closedAt && line.number() < before && ofBalloon(line.raw())) {
        List<LogLine> said = new ArrayList<>();
        frames.strip(line.number(), line.raw(), said::add);
        return said.stream().map(LogLine::trimmed).findFirst();
      }
    }
    return Optional.empty();
  }

  /** hv_balloon, virtio_balloon ("Out of puff! Can't get 1 pages"), xen:balloon, vmw_balloon. */
  private static boolean ofBalloon(String raw) {
    return raw.contains("balloon") || raw.contains("Out of puff");
  }

  private static boolean boots(String text) {
    boolean likely = text.startsWith("Linux ") || text.startsWith("Boot") || text.startsWith("-- ");
    return likely && BOOT.matcher(text).matches();
  }

  private void begin(OpenReport begun, LogLine line) {
    open = Optional.of(begun);
    begun.take(line, previous.map(OpenReport::builder), folded);
  }

  /** Whether a dump of memory that begins here belongs to something else than a kill. */
  private boolean foreignDump() {
    for (Held line : recent) {
      if (line != null && OpenReport.startsForeignDump(line.raw())) {
        return true;
      }
    }
    return false;
  }

  private void close() {
    held.clear();
    closedAt = number;
    if (open.isPresent() && !open.get().aboutOom()) {
      open = Optional.empty();
      return;
    }
    if (open.isPresent()) {
      previous.ifPresent(p -> sink.accept(p.builder().build()));
      previous = open;
      open = Optional.empty();
    }
  }
}
