package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.report.OomReport.Allocation;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.Cause;
import oomlab.report.OomReport.Group;
import oomlab.report.OomReport.HugePages;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Line;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Memory;
import oomlab.report.OomReport.Node;
import oomlab.report.OomReport.Outcome;
import oomlab.report.OomReport.Problem;
import oomlab.report.OomReport.Reaped;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Slab;
import oomlab.report.OomReport.Source;
import oomlab.report.OomReport.Swap;
import oomlab.report.OomReport.Task;
import oomlab.report.OomReport.Trigger;
import oomlab.report.OomReport.Zone;

/** A report while it is being read: what the lines so far have said. */
final class ReportBuilder {
  /**
   * A trigger line as read; pid and CPU come from a later line.
   *
   * @param adjustments by the kernel's own names, which changed
   */
  record First(
      int line,
      String comm,
      OptionalLong gfpMask,
      Optional<List<String>> gfpNames,
      OptionalInt order,
      Map<String, OptionalInt> adjustments) {
    /** Returns the same for the task of that name, where something stood before the name. */
    First without(String name) {
      return !comm.equals(name) && (comm.endsWith(name) || name.endsWith(" " + comm))
          ? new First(line, name, gfpMask, gfpNames, order, adjustments)
          : this;
    }

    OptionalInt adjustment(String name) {
      return adjustments.getOrDefault(name, OptionalInt.empty());
    }
  }

  /**
   * The choice before a kill: the line of old kernels, or the summary line of new ones.
   *
   * @param message the kernel's words before "Kill process"
   */
  record Choice(
      OptionalInt pid,
      Optional<String> comm,
      OptionalLong score,
      OptionalLong uid,
      Optional<String> message,
      Optional<String> oomMemcg,
      Optional<String> taskMemcg) {
    static final Choice NONE =
        scored(OptionalInt.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());

    static Choice scored(
        OptionalInt pid, Optional<String> comm, OptionalLong score, Optional<String> message) {
      return new Choice(
          pid, comm, score, OptionalLong.empty(), message, Optional.empty(), Optional.empty());
    }
  }

  OptionalLong micros = OptionalLong.empty();
  Optional<String> date = Optional.empty();

  Optional<First> first = Optional.empty();
  OptionalInt triggerPid = OptionalInt.empty();
  OptionalInt triggerCpu = OptionalInt.empty();
  OptionalLong triggerUid = OptionalLong.empty();
  Optional<String> cpuset = Optional.empty();
  Optional<String> memsAllowed = Optional.empty();
  Optional<String> nodemask = Optional.empty();
  boolean cpuLineSeen;
  Optional<String> kernel = Optional.empty();
  Optional<String> hardware = Optional.empty();
  Optional<String> balloon = Optional.empty();
  Optional<String> constraint = Optional.empty();
  boolean memcg;
  boolean global;
  boolean memcgTrace;
  boolean allocatorTrace;
  boolean oomTrace;
  boolean memInfoSeen;
  boolean perCpuSeen;
  boolean rowsSeen;
  boolean paddedRows;
  final Set<Integer> doubtfulRows = new HashSet<>();
  OptionalInt tableHeaderLine = OptionalInt.empty();
  Optional<String> oomMemcg = Optional.empty();
  Optional<String> taskMemcg = Optional.empty();
  final Map<String, Long> memcgNumbers = new LinkedHashMap<>();
  final Map<String, Long> memcgStat = new LinkedHashMap<>();
  final List<Group> memcgGroups = new ArrayList<>();
  OptionalLong perCpuPages = OptionalLong.empty();
  final Map<String, Long> memInfo = new LinkedHashMap<>();
  final List<Node> nodes = new ArrayList<>();
  final List<Zone> zones = new ArrayList<>();
  final List<Buddy> buddy = new ArrayList<>();
  final List<HugePages> hugePages = new ArrayList<>();
  final List<Slab> slabs = new ArrayList<>();
  final List<Allocation> allocations = new ArrayList<>();
  OptionalLong freeSwapKb = OptionalLong.empty();
  OptionalLong totalSwapKb = OptionalLong.empty();
  OptionalLong ramPages = OptionalLong.empty();
  OptionalLong reservedPages = OptionalLong.empty();
  final List<Task> tasks = new ArrayList<>();
  Optional<Choice> choice = Optional.empty();
  Optional<LogLine> choiceLine = Optional.empty();
  boolean groupKill;
  final List<Kill> kills = new ArrayList<>();
  final List<Reaped> reaped = new ArrayList<>();
  Optional<String> panic = Optional.empty();
  boolean nobodyToKill;
  boolean noKillable;
  final List<Line> lines = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();

  /** Adds a line, and one for each input line that had been joined to it. */
  void add(LogLine line, LineKind kind) {
    if (lines.isEmpty()) {
      micros = line.micros();
      date = line.stamp().date();
    }
    lines.add(new Line(line.number(), kind, line.text()));
    line.wrapped().forEach(part -> add(part, kind));
  }

  /** Keeps the first value that is printed under a name. */
  void keep(Map<String, Long> into, String name, long value, LogLine line) {
    Long before = into.putIfAbsent(name, value);
    if (before != null && before != value) {
      problem(
          line, later("%s is printed twice, %d and then %d: kept the first"), name, before, value);
    }
  }

  /** Reads a number that the kernel has a name for, and says so if it is too large. */
  OptionalLong number(LogLine line, String what, String digits) {
    OptionalLong value = NumberText.number(digits);
    if (value.isEmpty()) {
      problem(line, later("%s of %s does not fit into 64 bits"), what, digits);
    }
    return value;
  }

  /** Reads a number, and says by this sentence if it is too large. */
  OptionalLong unnamed(LogLine line, String tooLarge, String digits) {
    OptionalLong value = NumberText.number(digits);
    if (value.isEmpty()) {
      problem(line, tooLarge, digits);
    }
    return value;
  }

  void problem(LogLine line, String sentence, Object... values) {
    problem(line.number(), sentence, values);
  }

  void problem(int line, String sentence, Object... values) {
    problems.add(new Problem(line, sentence, List.of(values)));
  }

  /**
   * Takes back rows whose name begins with a number although nothing shows that the number before
   * it stood in the last column: their header has fewer names than they have numbers.
   */
  private void dropShiftedRows() {
    if (doubtfulRows.isEmpty() || (!paddedRows && doubtfulRows.size() < tasks.size())) {
      return;
    }
    tasks.removeIf(t -> doubtfulRows.contains(t.line()));
    boolean first = true;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.kind() == LineKind.TASK && doubtfulRows.contains(line.number())) {
        lines.set(i, new Line(line.number(), LineKind.UNREAD, line.text()));
        if (first || paddedRows) {
          problem(line.number(), later("the row has more numbers than its header has names"));
        }
        first = false;
      }
    }
  }

  private OptionalLong memcgNumber(String name) {
    return NumberText.named(memcgNumbers, name);
  }

  private Scope scope() {
    if (memcg || constraint.equals(Optional.of("CONSTRAINT_MEMCG"))) {
      return Scope.MEMCG;
    }
    String by = constraint.orElse("");
    if (by.equals("CONSTRAINT_CPUSET")) {
      return Scope.CPUSET;
    }
    if (by.equals("CONSTRAINT_MEMORY_POLICY")) {
      return Scope.MEMPOLICY;
    }
    if (global || memInfoSeen || by.equals("CONSTRAINT_NONE")) {
      return Scope.GLOBAL;
    }
    return memcgTrace ? Scope.MEMCG : allocatorTrace ? Scope.GLOBAL : Scope.UNKNOWN;
  }

  private Optional<Memcg> memcgBlock() {
    boolean told =
        oomMemcg.isPresent()
            || taskMemcg.isPresent()
            || !memcgNumbers.isEmpty()
            || !memcgStat.isEmpty();
    if (scope() != Scope.MEMCG || !told) {
      return Optional.empty();
    }
    return Optional.of(
        new Memcg(
            oomMemcg,
            taskMemcg,
            memcgNumber("memory.usage"),
            memcgNumber("memory.limit"),
            memcgNumber("memory.failcnt"),
            memcgNumber("swap.usage"),
            memcgNumber("swap.limit"),
            memcgNumber("memory+swap.usage"),
            memcgNumber("memory+swap.limit"),
            memcgNumber("kmem.usage"),
            memcgNumber("kmem.limit"),
            Collections.unmodifiableMap(memcgStat),
            memcgGroups.size() > 1 ? List.copyOf(memcgGroups) : List.of()));
  }

  private Trigger trigger(First from) {
    Optional<List<String>> names = gfpNames(from);
    String source = from.gfpNames().isPresent() ? "log" : "decoded";
    return new Trigger(
        from.line(),
        from.comm(),
        triggerPid,
        triggerUid,
        triggerCpu,
        from.gfpMask(),
        names,
        names.map(n -> source),
        from.order(),
        from.adjustment("oom_score_adj"),
        from.adjustments().containsKey("oom_adj")
            ? from.adjustment("oom_adj")
            : from.adjustment("oomkilladj"),
        cpuset,
        memsAllowed,
        nodemask);
  }

  private Optional<List<String>> gfpNames(First from) {
    if (from.gfpMask().isEmpty()) {
      return Optional.empty();
    }
    long mask = from.gfpMask().getAsLong();
    return from.gfpNames().or(() -> GfpFlags.era(from, this).map(e -> GfpFlags.decode(mask, e)));
  }

  /** Takes the kernel's choice for the kill if the line that tells the kill is missing. */
  private void killByChoice() {
    Choice chosen = choice.orElse(Choice.NONE);
    if (choiceLine.isEmpty()
        || chosen.pid().isEmpty()
        || !kills.isEmpty()
        || panic.isPresent()
        || nobodyToKill) {
      return;
    }
    LogLine line = choiceLine.get();
    problem(
        line,
        later("the kill line is missing: the process that this line chose is taken for killed"));
    kills.add(
        new Kill(
            line.number(),
            line.micros(),
            chosen.pid().getAsInt(),
            chosen.comm().orElse(""),
            chosen.pid(),
            chosen.comm(),
            chosen.score(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            chosen.uid(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            memcg,
            groupKill,
            chosen.message(),
            chosen.oomMemcg(),
            chosen.taskMemcg()));
  }

  /** Ends the report: checks what can be checked, and freezes it. */
  OomReport build() {
    int last = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).number();
    dropShiftedRows();
    killByChoice();
    Checks.pageTablesInBytes(this);
    OptionalInt pageSizeKb = Checks.pageSizeKb(this);
    Checks.run(this, pageSizeKb, last);
    Optional<Swap> swap =
        freeSwapKb.isPresent() || totalSwapKb.isPresent()
            ? Optional.of(new Swap(freeSwapKb, totalSwapKb))
            : Optional.empty();
    return new OomReport(
        new Source(micros, date, kernel, hardware, balloon),
        new Cause(first.map(this::trigger), scope(), constraint, memcgBlock()),
        new Memory(
            memInfo,
            perCpuPages,
            pageSizeKb,
            nodes,
            zones,
            buddy,
            hugePages,
            slabs,
            allocations,
            swap,
            ramPages,
            reservedPages),
        tasks,
        new Outcome(List.copyOf(kills), List.copyOf(reaped), panic, noKillable),
        lines,
        problems);
  }
}
