package oomlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;

/**
 * Finds reports in a log, line by line, and hands each over as soon as it is complete. Holds at
 * most two reports in memory.
 */
final class ReportParser {
  /** A line without any of these, as it stands or spelled in bytes, begins no report. */
  static final List<String> STARTS = List.of("oom-kill", "ill process ", "illed process");

  /** A line without any of these, after the kill, is no part of the report. */
  private static final List<String> AFTER_KILL =
      List.of(
          "oom_reaper",
          "oom-kill",
          "OOM ",
          "VM_FAULT_OOM",
          "ill process ",
          "illed process ",
          "illing process ",
          "memory.oom.group",
          "no killable process",
          "Kernel panic",
          "Linux version ",
          "Booting Linux ");

  /** So many lines that say nothing about an OOM end a report. */
  private static final int GAP_LINES = 200;

  /** The kernel prints at most 2048 bytes at once; JSON and escapes make more of them. */
  private static final int LONGEST_RECORD = 32_768;

  private static final int LONGEST_TEXT = 4096;

  private static final Pattern FOREIGN_DUMP =
      Pattern.compile("page allocation (?:failure|stalls?)[: ]|[Ss]ys[Rr]q ?: Show Memory");
  private static final Pattern DROPPED =
      Pattern.compile("\\d+ printk messages dropped|callbacks suppressed|Missed \\d+ kernel mess");
  private static final Pattern CUT_MARK =
      Pattern.compile(
          "\\.\\.\\.|\\[\\s*\\.\\.\\.\\s*\\]|<\\W*(?:trim|snip|cut)\\w*\\W*>|\\[?-*(?:snip|cut)-*\\]?");
  private static final Pattern BOOT = Pattern.compile("Linux version \\d.*|Booting Linux on .*");
  private static final Pattern AFTER_PANIC =
      Pattern.compile(
          "Kernel Offset: .*|Rebooting in .*|---\\[ end Kernel panic.*|SMP: .*|.*smp: .*CPU.*");
  private static final String PANIC = "Kernel panic - not syncing: ";

  private final Consumer<OomReport> sink;
  private final Prefixes prefixes = new Prefixes();
  private int number;
  private Optional<LogLine> pending = Optional.empty();
  private final List<Held> held = new ArrayList<>();
  private Optional<Open> open = Optional.empty();
  private Optional<Open> previous = Optional.empty();

  ReportParser(Consumer<OomReport> sink) {
    this.sink = sink;
  }

  /** Takes the next line of the input, without its line end. */
  void line(String input) {
    number++;
    String raw = input.length() > LONGEST_RECORD ? input.substring(0, LONGEST_RECORD) : input;
    if (idle() && !mayStart(raw)) {
      prefixes.skip(raw);
      return;
    }
    if (open.isPresent() && open.get().ended() && pending.isEmpty() && !prefixes.framing()) {
      if (!hasAny(raw, AFTER_KILL)) {
        hold(raw);
        return;
      }
      List<Held> lines = List.copyOf(held);
      held.clear();
      lines.forEach(line -> prefixes.strip(line.number(), line.raw(), this::gather));
    }
    prefixes.strip(number, raw, this::gather);
  }

  /** A line after the kill, read only if a later one still belongs to the report. */
  private record Held(int number, String raw) {}

  private void hold(String raw) {
    held.add(new Held(number, raw));
    if (held.size() >= GAP_LINES) {
      close();
    }
  }

  /** Whether no report is open, and no line waits for the one after it. */
  boolean idle() {
    return open.isEmpty() && pending.isEmpty() && !prefixes.unfinished();
  }

  /** Counts lines that begin no report; only while idle. */
  void skip(int lines) {
    number += lines;
  }

  /** Ends the input: hands over what is still open. */
  void finish() {
    pending.ifPresent(this::handle);
    pending = Optional.empty();
    close();
    previous.ifPresent(p -> sink.accept(p.draft.build()));
    previous = Optional.empty();
  }

  private static boolean mayStart(String raw) {
    return hasAny(raw, STARTS) || Frames.maySpell(raw);
  }

  private static boolean hasAny(String text, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (text.contains(words.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Joins lines that a mailer wrapped, then lets each be handled. */
  private void gather(LogLine given) {
    LogLine line = cut(given);
    if (pending.isPresent()) {
      LogLine before = pending.get();
      int columns = open.map(o -> o.table.width()).orElse(0);
      if (Wraps.joins(before, line, columns)) {
        pending = Optional.of(before.join(line));
        return;
      }
      handle(before);
    }
    boolean ended = open.isPresent() && open.get().ended();
    if (open.isEmpty() ? mayStart(line.text()) : !ended || hasAny(line.text(), AFTER_KILL)) {
      pending = Optional.of(line);
    } else {
      pending = Optional.empty();
      handle(line);
    }
  }

  /** No kernel writes lines so long: what is longer is another program's. */
  private static LogLine cut(LogLine line) {
    return line.text().length() > LONGEST_TEXT
        ? line.withText(line.text().substring(0, LONGEST_TEXT)).from(Origin.OTHER)
        : line;
  }

  private void handle(LogLine line) {
    String text = line.trimmed();
    if (TriggerLine.is(text) && line.origin() != Origin.OTHER) {
      close();
      Open begun = new Open(line.origin());
      begun.indent = line.origin() == Origin.BARE ? indentOf(line.text()) : 0;
      LogLine unindented = begun.unindent(line);
      TriggerLine.read(unindented, begun.draft);
      begun.draft.add(unindented, LineKind.TRIGGER);
      open = Optional.of(begun);
      return;
    }
    if (open.isPresent()) {
      Open current = open.get();
      if (current.over(text) || BOOT.matcher(text).matches()) {
        close();
      } else {
        current.take(current.unindent(line));
        return;
      }
    }
    if (line.origin() != Origin.OTHER && KillLines.startsReport(text)) {
      Open begun = new Open(line.origin());
      open = Optional.of(begun);
      begun.take(line);
    }
  }

  private void close() {
    previous.ifPresent(p -> sink.accept(p.draft.build()));
    previous = open;
    open = Optional.empty();
    held.clear();
  }

  /** One blank may begin a process name; more are an indented quotation. */
  private static int indentOf(String text) {
    int blanks = 0;
    while (blanks < text.length() && (text.charAt(blanks) == ' ' || text.charAt(blanks) == '\t')) {
      blanks++;
    }
    return blanks > 1 ? blanks : 0;
  }

  /** A report that is being read. */
  private final class Open {
    private final Draft draft = new Draft();
    private final TaskTable table = new TaskTable();
    private final MemcgLines memcg = new MemcgLines();
    private final MemInfoLines memInfo = new MemInfoLines();
    private final MachineLines machine = new MachineLines();
    private final Origin origin;
    private final List<LogLine> unknown = new ArrayList<>();
    private int indent;
    private boolean foreignDump;

    Open(Origin origin) {
      this.origin = origin;
    }

    LogLine unindent(LogLine line) {
      int cut = Math.min(indent, indentOf(line.text()));
      return cut == 0 ? line : line.withText(line.text().substring(cut));
    }

    /** Whether only the remarks after a kill may follow. */
    boolean ended() {
      return !draft.kills.isEmpty() && draft.panic.isEmpty();
    }

    /** Whether this report is complete, so that the line belongs to another or to none. */
    boolean over(String text) {
      if (unknown.size() >= GAP_LINES) {
        return true;
      }
      if (draft.kills.isEmpty() && !draft.nobodyToKill) {
        return false;
      }
      boolean kill = text.contains("Killed process ") && KillLines.startsReport(text);
      boolean choice =
          text.startsWith("oom-kill:constraint=")
              || (text.contains("ill process ") && text.contains(" score "));
      // The kernel kills once for each report, unless the whole group goes.
      return choice || (kill && !draft.groupKill && draft.choice.isEmpty());
    }

    void take(LogLine line) {
      Optional<LineKind> kind = line.origin() == Origin.OTHER ? Optional.empty() : read(line);
      if (kind.isEmpty()) {
        unknown.add(line);
        return;
      }
      for (LogLine skipped : unknown) {
        draft.add(skipped, kindOfUnknown(skipped));
      }
      unknown.clear();
      draft.add(line, kind.get());
    }

    private LineKind kindOfUnknown(LogLine line) {
      String text = line.trimmed();
      if (text.isEmpty()) {
        return LineKind.BLANK;
      }
      if (CUT_MARK.matcher(text).matches()) {
        draft.problem(line.number(), "lines were left out here");
        return LineKind.FOREIGN;
      }
      boolean ended = !draft.kills.isEmpty() || draft.panic.isPresent();
      boolean stranger = line.origin() == Origin.OTHER || line.origin() != origin;
      return ended || stranger || foreignDump ? LineKind.FOREIGN : LineKind.UNREAD;
    }

    private Optional<LineKind> read(LogLine line) {
      String text = line.trimmed();
      Optional<LineKind> kill = KillLines.read(line, draftFor(text));
      if (kill.isPresent()) {
        foreignDump = false;
        return kill;
      }
      if (text.startsWith(PANIC)) {
        draft.panic = draft.panic.or(() -> Optional.of(text.substring(PANIC.length())));
        return Optional.of(LineKind.PANIC);
      }
      if (text.contains("ed") && draft.kills.isEmpty() && DROPPED.matcher(text).find()) {
        draft.problem(line.number(), "the log lost lines here: \"%s\"".formatted(text));
        return Optional.of(LineKind.NOTE);
      }
      if (draft.panic.isPresent()) {
        return AFTER_PANIC.matcher(text).matches()
            ? Optional.of(LineKind.NOTE)
            : machine.read(line, draft);
      }
      if (!draft.kills.isEmpty() || draft.nobodyToKill) {
        return Optional.empty();
      }
      return body(line, text);
    }

    /** The part between the trigger and the kill. */
    private Optional<LineKind> body(LogLine line, String text) {
      Optional<LineKind> row = table.read(line, draft);
      if (row.isPresent()) {
        foreignDump = false;
        memcg.end();
        return row;
      }
      if (draft.rowsSeen && unknown.isEmpty() && nameGoesOn(line)) {
        return Optional.of(LineKind.TASK);
      }
      if (text.isEmpty()) {
        return Optional.empty();
      }
      Optional<LineKind> group = memcg.read(line, draft);
      if (group.isPresent()) {
        foreignDump = false;
        return group;
      }
      if (FOREIGN_DUMP.matcher(text).find()
          || (draft.memInfoSeen && !draft.zones.isEmpty() && text.startsWith("Mem-"))) {
        if (!foreignDump) {
          draft.problem(line.number(), "another dump of memory is mixed in: its lines are skipped");
        }
        foreignDump = draft.memInfoSeen;
        return Optional.of(LineKind.FOREIGN);
      }
      if (foreignDump) {
        return Optional.of(LineKind.FOREIGN);
      }
      Optional<LineKind> cpuset = TriggerLine.cpuset(line, draft);
      if (cpuset.isPresent()) {
        return cpuset;
      }
      Optional<LineKind> memory = memInfo.read(line, draft);
      if (memory.isPresent()) {
        memcg.end();
        return memory;
      }
      Optional<LineKind> host = machine.read(line, draft);
      if (host.isPresent()) {
        return host;
      }
      return text.startsWith("COMPACTION is disabled") ? Optional.of(LineKind.NOTE) : host;
    }

    private boolean nameGoesOn(LogLine line) {
      boolean plain =
          memInfo.read(line, new Draft()).isEmpty() && machine.read(line, new Draft()).isEmpty();
      return plain && table.continueName(line, draft);
    }

    /** A reaper line may come after the next report has begun: it goes to the one that killed. */
    private Draft draftFor(String text) {
      OptionalInt reaped = ReaperLines.pid(text);
      if (reaped.isPresent() && draft.kills.isEmpty() && previous.isPresent()) {
        Draft before = previous.get().draft;
        boolean ours = before.kills.stream().anyMatch(k -> k.pid() == reaped.getAsInt());
        return ours ? before : draft;
      }
      return draft;
    }
  }
}
