package oomlab.report;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.internal.text.Words;

/**
 * One oom-killer report: what the kernel printed between "X invoked oom-killer" and the last line
 * about its victim.
 *
 * <p>Field names follow the kernel's words and carry their unit. What the report does not say is
 * empty, never zero. Every line between {@link #firstLine} and {@link #lastLine} is in {@link
 * #lines}, typed; those that nobody understood are in {@link #unread} as well.
 */
public record OomReport(
    Source source,
    Cause cause,
    Memory memory,
    List<Task> tasks,
    Outcome outcome,
    List<Line> lines,
    List<Problem> problems) {
  static final String LEFT_OUT = later("lines were left out here");
  static final String CUT_BY_PAGER =
      later(
          "a pager cut lines at the edge of the screen, which > marks: journalctl --no-pager shows"
              + " them whole");
  static final String LACKS = later("the log lacks %d records here: lost, or filtered out");
  static final String LOST = later("the log lost lines here: \"%s\"");

  /** Makes every list unmodifiable. */
  public OomReport {
    tasks = List.copyOf(tasks);
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
  }

  /** Returns the 1-based line of the input where the report begins. */
  public int firstLine() {
    return lines.stream().mapToInt(Line::number).min().orElse(0);
  }

  /** Returns the 1-based line of the input where the report ends. */
  public int lastLine() {
    return lines.stream().mapToInt(Line::number).max().orElse(0);
  }

  /** Returns the lines that were not understood. */
  public List<Line> unread() {
    return lines.stream().filter(line -> line.kind() == LineKind.UNREAD).toList();
  }

  /** Returns the release of the kernel that printed the report. */
  public Optional<String> kernel() {
    return source.kernel;
  }

  /** Returns the task whose allocation failed. */
  public Optional<Trigger> trigger() {
    return cause.trigger;
  }

  /** Returns what ran out. */
  public Scope scope() {
    return cause.scope;
  }

  /** Returns the memory cgroup that reached its limit. */
  public Optional<Memcg> memcg() {
    return cause.memcg;
  }

  /** Returns the global counters by name, such as {@code activeAnonPages}. */
  public Map<String, Long> memInfo() {
    return memory.memInfo;
  }

  /** Returns the page size in kB. */
  public OptionalInt pageSizeKb() {
    return memory.pageSizeKb;
  }

  /** Returns the memory nodes. */
  public List<Node> nodes() {
    return memory.nodes;
  }

  /** Returns the zones. */
  public List<Zone> zones() {
    return memory.zones;
  }

  /** Returns the free blocks of each zone. */
  public List<Buddy> buddy() {
    return memory.buddy;
  }

  /** Returns the swap space of the whole machine. */
  public Optional<Swap> swap() {
    return memory.swap;
  }

  /** Returns the pages of memory that the kernel knows of, reserved ones included. */
  public OptionalLong ramPages() {
    return memory.ramPages;
  }

  /** Returns the pages that the kernel can never give out. */
  public OptionalLong reservedPages() {
    return memory.reservedPages;
  }

  /** Returns the kills, in the order of the log. */
  public List<Kill> kills() {
    return outcome.kills;
  }

  /** Returns what the kernel said when it stopped the machine. */
  public Optional<String> panic() {
    return outcome.panic;
  }

  /** Returns the first kill, if the report has one. */
  public Optional<Kill> kill() {
    return kills().stream().findFirst();
  }

  /**
   * Returns the row of this process: the one with this pid, else the one of its thread group, for a
   * kernel may print and kill a thread other than the leader.
   */
  public Optional<Task> task(int pid) {
    return tasks.stream()
        .filter(t -> t.pid() == pid)
        .findFirst()
        .or(() -> tasks.stream().filter(t -> t.tgid().equals(OptionalInt.of(pid))).findFirst());
  }

  /** Returns the page size in bytes; 4096 when the report does not tell. */
  public long pageBytes() {
    return pageSizeKb().orElse(4) * 1024L;
  }

  @Override
  public String toString() {
    List<String> killed =
        kills().stream().map(k -> words("killed %d (%s)", k.pid(), k.comm())).toList();
    String noKill = words(panic().isPresent() ? "panic" : "no kill line");
    return words(
        "lines %d-%d%s: %s, %s, %d tasks, %d unread, %d problems",
        firstLine(),
        lastLine(),
        kernel().map(k -> words(", Linux %s", k)).orElse(""),
        scope().name().toLowerCase(Locale.ROOT),
        killed.isEmpty() ? noKill : String.join(words(", "), killed),
        tasks.size(),
        unread().size(),
        problems.size());
  }

  /**
   * Where and when the report was printed.
   *
   * @param micros kernel-log time of the first line in microseconds, where the log carries it
   * @param date the date in the first line's prefix, exactly as the log has it; ISO 8601 in UTC
   *     where the log counts microseconds since 1970 (journal exports)
   * @param kernel the kernel's release, such as {@code 6.18.0}
   * @param hardware the machine, as its firmware or device tree calls it
   * @param balloon what a balloon driver, which takes memory back for the host, wrote to the log
   *     just before
   */
  public record Source(
      OptionalLong micros,
      Optional<String> date,
      Optional<String> kernel,
      Optional<String> hardware,
      Optional<String> balloon) {}

  /**
   * Who asked for memory, and which limit stood in the way.
   *
   * @param constraint the kernel's own word, such as {@code CONSTRAINT_MEMCG} (5.0 and later)
   */
  public record Cause(
      Optional<Trigger> trigger, Scope scope, Optional<String> constraint, Optional<Memcg> memcg) {}

  /**
   * The Mem-Info block and what follows it: how all memory of the machine was used.
   *
   * @param memInfo global counters by name, such as {@code activeAnonPages}
   * @param perCpuPages free pages on the processors' own lists: the sum of all {@code usd:} and
   *     {@code used:} numbers (2.6.18 to 4.1)
   * @param pageSizeKb page size: the first column of the buddy lists, else the ratio of a kill line
   *     to its row
   * @param slabs unreclaimable slab caches, printed when they outweigh user memory (4.15 and later)
   * @param allocations the places in the kernel that hold the most memory (6.10 and later, if the
   *     kernel was built to count them)
   * @param ramPages pages of memory that the kernel knows of, reserved ones included
   */
  public record Memory(
      Map<String, Long> memInfo,
      OptionalLong perCpuPages,
      OptionalInt pageSizeKb,
      List<Node> nodes,
      List<Zone> zones,
      List<Buddy> buddy,
      List<HugePages> hugePages,
      List<Slab> slabs,
      List<Allocation> allocations,
      Optional<Swap> swap,
      OptionalLong ramPages,
      OptionalLong reservedPages) {

    /** Makes every list and the map unmodifiable, in the kernel's order. */
    public Memory {
      memInfo = Collections.unmodifiableMap(new LinkedHashMap<>(memInfo));
      nodes = List.copyOf(nodes);
      zones = List.copyOf(zones);
      buddy = List.copyOf(buddy);
      hugePages = List.copyOf(hugePages);
      slabs = List.copyOf(slabs);
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * What the kernel did about it.
   *
   * @param panic what it said when it stopped the machine
   * @param noKillable whether it said that it found nobody to kill
   */
  public record Outcome(
      List<Kill> kills, List<Reaped> reaped, Optional<String> panic, boolean noKillable) {

    /** Whether the machine stopped as {@code System is deadlocked on memory}. */
    public boolean deadlocked() {
      return panic.filter(said -> said.contains("deadlocked on memory")).isPresent();
    }
  }

  /** What ran out: all memory, or one limit. Values print in lower case in JSON. */
  public enum Scope {
    /** The machine had no memory left. */
    GLOBAL,
    /** A memory cgroup reached its limit. */
    MEMCG,
    /** The nodes of a cpuset had no memory left. */
    CPUSET,
    /** The nodes of a memory policy had no memory left. */
    MEMPOLICY,
    /** The report does not tell. */
    UNKNOWN
  }

  /**
   * The task whose allocation failed: not the victim.
   *
   * @param gfpNames the names of the mask's bits; empty if neither printed nor known
   * @param gfpFlagsSource {@code "log"} when the kernel printed the names, {@code "decoded"} when
   *     they were worked out from the mask
   * @param uid the user it runs for (6.11 and later)
   * @param oomAdj its oom_adj, from -17 to 15, also where it is called oomkilladj (2.6.20 to 3.6)
   * @param cpuset the name of its cpuset: the last part of a path
   * @param memsAllowed the memory nodes that its cpuset allows, as printed, such as {@code 0-1}
   * @param nodemask the memory nodes that the request was limited to, as printed; {@code (null)}
   *     for all
   */
  public record Trigger(
      int line,
      String comm,
      OptionalInt pid,
      OptionalLong uid,
      OptionalInt cpu,
      OptionalLong gfpMask,
      Optional<List<String>> gfpNames,
      Optional<String> gfpFlagsSource,
      OptionalInt order,
      OptionalInt oomScoreAdj,
      OptionalInt oomAdj,
      Optional<String> cpuset,
      Optional<String> memsAllowed,
      Optional<String> nodemask) {
    /** Makes the list unmodifiable. */
    public Trigger {
      gfpNames = gfpNames.map(List::copyOf);
    }

    /** Returns the names of the mask's bits, as far as they are known. */
    public List<String> gfpFlags() {
      return gfpNames.orElse(List.of());
    }
  }

  /**
   * The memory cgroup block.
   *
   * @param swapUsageKb the {@code swap:} line of version 2
   * @param memswUsageKb the {@code memory+swap:} line of version 1: both together
   * @param kmemUsageKb the {@code kmem:} line of version 1
   * @param stat the cgroup's statistics in bytes by the kernel's own names; for counters that are
   *     not sizes, the number as printed
   * @param groups the statistics of each group from the one whose limit was reached downwards,
   *     where the kernel printed more than one (3.8 to 5.2)
   */
  public record Memcg(
      Optional<String> oomMemcg,
      Optional<String> taskMemcg,
      OptionalLong usageKb,
      OptionalLong limitKb,
      OptionalLong failcnt,
      OptionalLong swapUsageKb,
      OptionalLong swapLimitKb,
      OptionalLong memswUsageKb,
      OptionalLong memswLimitKb,
      OptionalLong kmemUsageKb,
      OptionalLong kmemLimitKb,
      Map<String, Long> stat,
      List<Group> groups) {
    /** What is near the largest number of pages that 64 bits count is no limit. */
    private static final long LEAST_UNLIMITED_KB = 1L << 52;

    /** The largest number of pages of 4 KiB that 32 bits count. */
    private static final long UNLIMITED_32_BITS_KB = 4L * Integer.MAX_VALUE;

    /**
     * Whether a printed limit means that there is none ({@code PAGE_COUNTER_MAX} of
     * include/linux/page_counter.h).
     */
    public static boolean isUnlimited(long limitKb) {
      return limitKb >= LEAST_UNLIMITED_KB || limitKb == UNLIMITED_32_BITS_KB;
    }

    /** Returns the limit that was reached; that of memory unless the lines show another. */
    public Limit reached() {
      return Stream.of(Limit.MEMORY_AND_SWAP, Limit.KERNEL_MEMORY)
          .filter(other -> !isFull(Limit.MEMORY) && isFull(other))
          .findFirst()
          .orElse(Limit.MEMORY);
    }

    private boolean isFull(Limit limit) {
      long most = limitKb(limit).orElse(Long.MAX_VALUE);
      return !isUnlimited(most) && usageKb(limit).orElse(0) >= most;
    }

    /** Returns what counts against a limit, in kB; empty where it is not printed. */
    public OptionalLong usageKb(Limit limit) {
      return switch (limit) {
        case MEMORY -> usageKb;
        case MEMORY_AND_SWAP -> memswUsageKb;
        case KERNEL_MEMORY -> kmemUsageKb;
      };
    }

    /** Returns a limit in kB; empty where it is not printed. */
    public OptionalLong limitKb(Limit limit) {
      return switch (limit) {
        case MEMORY -> limitKb;
        case MEMORY_AND_SWAP -> memswLimitKb;
        case KERNEL_MEMORY -> kmemLimitKb;
      };
    }
  }

  /** The limits of a memory cgroup that can call the OOM killer; version 2 has the first only. */
  public enum Limit {
    /** {@code memory.max}, {@code memory.limit_in_bytes}. */
    MEMORY(later("memory")),
    /** {@code memory.memsw.limit_in_bytes}. */
    MEMORY_AND_SWAP(later("memory and swap together")),
    /** {@code memory.kmem.limit_in_bytes}. */
    KERNEL_MEMORY(later("kernel memory"));

    private final String words;

    Limit(String words) {
      this.words = words;
    }

    /** Returns what it limits, in words. */
    public String words() {
      return Words.words(words);
    }
  }

  /**
   * The statistics of one memory cgroup of a hierarchy.
   *
   * @param stat sizes in bytes by the kernel's own names
   */
  public record Group(String path, Map<String, Long> stat) {}

  /**
   * One {@code Node N ...} line of Mem-Info (4.8 and later).
   *
   * @param fields values by name with unit, such as {@code activeAnonKb}
   */
  public record Node(
      int line, int node, Map<String, Long> fields, Optional<Boolean> allUnreclaimable) {
    /** Returns the field of this name, or empty if the kernel did not print it. */
    public OptionalLong field(String name) {
      return NumberText.named(fields, name);
    }
  }

  /**
   * One zone line with the {@code lowmem_reserve[]} line that follows it.
   *
   * @param zone the zone's name, such as {@code DMA32}
   * @param fields values by name with unit, such as {@code freeKb}, {@code minKb}, {@code
   *     managedKb}
   */
  public record Zone(
      int line,
      OptionalInt node,
      String zone,
      Map<String, Long> fields,
      Optional<Boolean> allUnreclaimable,
      List<Long> lowmemReservePages) {

    /**
     * Returns the field of this name, such as {@code "freeKb"}, or empty if the kernel did not
     * print it.
     */
    public OptionalLong field(String name) {
      return NumberText.named(fields, name);
    }
  }

  /** One zone's buddy list: free blocks by size. */
  public record Buddy(
      int line, OptionalInt node, String zone, List<Block> blocks, OptionalLong totalKb) {
    /** Makes the list unmodifiable. */
    public Buddy {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * Free blocks of one size.
   *
   * @param types migrate type letters as printed, such as {@code "UME"}; empty when none were
   *     printed
   */
  public record Block(long sizeKb, long count, String types) {}

  /** The pool of huge pages of one size: {@code Node 0 hugepages_total=...} (3.10 and later). */
  public record HugePages(
      int line, OptionalInt node, long total, long free, long surplus, long sizeKb) {}

  /** One unreclaimable slab cache. */
  public record Slab(int line, String name, long usedKb, long totalKb) {}

  /**
   * A place in the kernel's source and the memory it holds.
   *
   * @param bytes as printed; a kernel that prints {@code 59.3 MiB} has rounded it
   * @param calls allocations that are still alive
   * @param site file and line, and the function
   */
  public record Allocation(int line, long bytes, long calls, String site) {}

  /** Swap space of the whole machine. */
  public record Swap(OptionalLong freeKb, OptionalLong totalKb) {}

  /**
   * One row of the task table. A column that the kernel's table does not have is empty.
   *
   * @param totalVmPages address space in pages
   * @param rssPages resident pages, files and shared memory included
   * @param pgtablesBytes page tables in bytes, also under the heading "memory values in pages"
   * @param other columns of vendor kernels, by header name
   */
  public record Task(
      int line,
      int pid,
      OptionalLong uid,
      OptionalInt tgid,
      OptionalLong totalVmPages,
      OptionalLong rssPages,
      OptionalLong rssAnonPages,
      OptionalLong rssFilePages,
      OptionalLong rssShmemPages,
      OptionalLong nrPtes,
      OptionalLong nrPmds,
      OptionalLong pgtablesBytes,
      OptionalLong swapents,
      OptionalInt oomScoreAdj,
      OptionalInt oomAdj,
      OptionalInt cpu,
      String name,
      Map<String, String> other) {

    /** Returns the same row with another oom_score_adj, and none of the older adjustment. */
    public Task withOomScoreAdj(int adj) {
      return copy(OptionalInt.of(adj), oomAdj.isPresent() ? OptionalInt.of(0) : oomAdj, name);
    }

    Task withName(String another) {
      return copy(oomScoreAdj, oomAdj, another);
    }

    private Task copy(OptionalInt newAdj, OptionalInt newOldAdj, String newName) {
      return new Task(
          line,
          pid,
          uid,
          tgid,
          totalVmPages,
          rssPages,
          rssAnonPages,
          rssFilePages,
          rssShmemPages,
          nrPtes,
          nrPmds,
          pgtablesBytes,
          swapents,
          newAdj,
          newOldAdj,
          cpu,
          newName,
          other);
    }
  }

  /**
   * One kill: the "Killed process" line, with the choice line before it and the summary line where
   * the kernel printed them.
   *
   * @param micros kernel-log time in microseconds, where the log carries it
   * @param chosenPid the process that was chosen; before 5.1 the killed one may be its child
   * @param memcg whether the line says "Memory cgroup out of memory"
   * @param message the kernel's words before "Killed process", or before "Kill process" where they
   *     stand only there, such as {@code Out of memory (oom_kill_allocating_task)}
   * @param oomMemcg the group whose limit was reached, from the summary line of this kill
   * @param taskMemcg the victim's group, from the summary line of this kill
   */
  public record Kill(
      int line,
      OptionalLong micros,
      int pid,
      String comm,
      OptionalInt chosenPid,
      Optional<String> chosenComm,
      OptionalLong score,
      OptionalLong totalVmKb,
      OptionalLong anonRssKb,
      OptionalLong fileRssKb,
      OptionalLong shmemRssKb,
      OptionalLong uid,
      OptionalLong pgtablesKb,
      OptionalInt oomScoreAdj,
      boolean memcg,
      boolean groupKill,
      Optional<String> message,
      Optional<String> oomMemcg,
      Optional<String> taskMemcg) {
    /** Returns the same with page tables of this size. */
    Kill pageTablesKb(long kb) {
      return new Kill(
          line,
          micros,
          pid,
          comm,
          chosenPid,
          chosenComm,
          score,
          totalVmKb,
          anonRssKb,
          fileRssKb,
          shmemRssKb,
          uid,
          OptionalLong.of(kb),
          oomScoreAdj,
          memcg,
          groupKill,
          message,
          oomMemcg,
          taskMemcg);
    }
  }

  /**
   * Whether rows of the task table may be missing: between its header and the kernel's choice lines
   * were left out, or lost.
   */
  public boolean tableHasGap() {
    OptionalInt header = firstLine(LineKind.TASK_HEADER);
    if (header.isEmpty()) {
      return false;
    }
    int end =
        Stream.of(LineKind.SUMMARY, LineKind.CHOICE, LineKind.KILL, LineKind.PANIC)
            .flatMapToInt(kind -> firstLine(kind).stream())
            .min()
            .orElse(Integer.MAX_VALUE);
    int from = header.getAsInt();
    return problems.stream()
        .filter(p -> (p.line() > from && p.line() <= end) || (p.line() < from && p.line() >= end))
        .map(Problem::sentence)
        .anyMatch(List.of(LEFT_OUT, LACKS, LOST)::contains);
  }

  /** Whether the report ends before it tells what came of it. */
  public boolean endsEarly() {
    return kills().isEmpty()
        && panic().isEmpty()
        && !outcome.noKillable()
        && lines.stream()
            .noneMatch(l -> l.kind() == LineKind.NOTE && l.text().contains("OOM victim"));
  }

  /**
   * Whether what the kernel names before the kill is a thread of the process that it killed: before
   * 5.1 it ranked the threads of a memory cgroup, and a process that it could choose has a row.
   */
  public boolean choseThread(Kill kill) {
    OptionalInt chosen = kill.chosenPid();
    return chosen.isPresent()
        && chosen.getAsInt() != kill.pid()
        && firstLine(LineKind.TASK_HEADER).isPresent()
        && !tableHasGap()
        && tasks.stream().anyMatch(t -> t.pid() == kill.pid())
        && tasks.stream().noneMatch(t -> t.pid() == chosen.getAsInt() || t.tgid().equals(chosen))
        && unread().stream().noneMatch(l -> l.text().contains("" + chosen.getAsInt()));
  }

  /** Whether a task table was printed without a single row. */
  public boolean tableIsEmpty() {
    return tasks.isEmpty()
        && kills().isEmpty()
        && firstLine(LineKind.TASK_HEADER).isPresent()
        && lines.get(lines.size() - 1).kind() != LineKind.TASK_HEADER
        && lines.stream().noneMatch(l -> l.kind() == LineKind.UNREAD && l.text().contains("["));
  }

  private OptionalInt firstLine(LineKind kind) {
    return lines.stream().filter(l -> l.kind() == kind).mapToInt(Line::number).findFirst();
  }

  /** One {@code oom_reaper: reaped process} line. */
  public record Reaped(
      int line,
      OptionalLong micros,
      int pid,
      String comm,
      OptionalLong anonRssKb,
      OptionalLong fileRssKb,
      OptionalLong shmemRssKb) {}

  /**
   * One line of the report with its meaning.
   *
   * @param number 1-based line of the input
   * @param text the line without the log's prefix
   */
  public record Line(int number, LineKind kind, String text) {}

  /**
   * Something wrong with the report or its log, with the line that shows it.
   *
   * @param sentence what is wrong, in English: a format of {@link java.util.Formatter}
   * @param values what the sentence is filled in with
   */
  public record Problem(int line, String sentence, List<Object> values) {
    /** Copies the list. */
    public Problem {
      values = List.copyOf(values);
    }

    /** Says what is wrong, in the reader's language. */
    public String what() {
      return words(sentence, values.toArray());
    }

    @Override
    public String toString() {
      return "Problem[line=" + line + ", what=" + what() + "]";
    }
  }
}
