package oomlab.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One oom-killer report: what the kernel printed between "X invoked oom-killer" and the last line
 * about its victim.
 *
 * <p>Field names follow the kernel's words and carry their unit. What the report does not say is
 * empty, never zero. Every line between {@link #firstLine} and {@link #lastLine} is in {@link
 * #lines}, typed; those that nobody understood are in {@link #unread} as well.
 *
 * @param firstLine 1-based line of the input where the report begins
 * @param lastLine 1-based line of the input where the report ends
 * @param micros kernel-log time of the first line in microseconds, where the log carries it
 * @param date the date in the first line's prefix, exactly as the log has it; ISO 8601 in UTC where
 *     the log counts microseconds since 1970 (journal exports)
 * @param memInfo global counters of the Mem-Info block by name, such as {@code activeAnonPages}
 * @param perCpuPages free pages on the processors' own lists: the sum of all {@code usd:} and
 *     {@code used:} numbers (2.6.18 to 4.1)
 * @param pageSizeKb page size: the first column of the buddy lists, else the ratio of a kill line
 *     to its row
 * @param ramPages pages of memory that the kernel knows of, reserved ones included
 * @param slabs unreclaimable slab caches, printed when they outweigh user memory (4.15 and later)
 * @param allocations the places in the kernel that hold the most memory (6.10 and later, if the
 *     kernel was built to count them)
 * @param noKillable whether the kernel said that it found nobody to kill
 * @param deadlocked whether the machine stopped as {@code System is deadlocked on memory}
 */
public record OomReport(
    int firstLine,
    int lastLine,
    OptionalLong micros,
    Optional<String> date,
    Optional<String> kernel,
    Optional<String> hardware,
    Optional<Trigger> trigger,
    Scope scope,
    Optional<String> constraint,
    Optional<Memcg> memcg,
    Map<String, Long> memInfo,
    OptionalLong perCpuPages,
    OptionalInt pageSizeKb,
    List<Node> nodes,
    List<Zone> zones,
    List<Buddy> buddy,
    Optional<Swap> swap,
    OptionalLong ramPages,
    OptionalLong reservedPages,
    List<HugePages> hugePages,
    List<Slab> slabs,
    List<Allocation> allocations,
    List<Task> tasks,
    List<Kill> kills,
    List<Reaped> reaped,
    Optional<String> panic,
    boolean noKillable,
    boolean deadlocked,
    List<Line> lines,
    List<Unread> unread,
    List<Problem> problems) {

  /** Makes every list and map unmodifiable. */
  public OomReport {
    memInfo = Collections.unmodifiableMap(new LinkedHashMap<>(memInfo));
    nodes = List.copyOf(nodes);
    zones = List.copyOf(zones);
    buddy = List.copyOf(buddy);
    hugePages = List.copyOf(hugePages);
    slabs = List.copyOf(slabs);
    allocations = List.copyOf(allocations);
    tasks = List.copyOf(tasks);
    kills = List.copyOf(kills);
    reaped = List.copyOf(reaped);
    lines = List.copyOf(lines);
    unread = List.copyOf(unread);
    problems = List.copyOf(problems);
  }

  /** Returns the first kill, if the report has one. */
  public Optional<Kill> kill() {
    return kills.stream().findFirst();
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
    return pageSizeKb.orElse(4) * 1024L;
  }

  @Override
  public String toString() {
    String who =
        kills.isEmpty()
            ? panic.map(p -> "panic").orElse("no kill line")
            : String.join(
                ", ",
                kills.stream().map(k -> "killed %d (%s)".formatted(k.pid(), k.comm())).toList());
    return "lines %d-%d%s: %s, %s, %d tasks, %d unread, %d problems"
        .formatted(
            firstLine,
            lastLine,
            kernel.map(k -> ", Linux " + k).orElse(""),
            scope.name().toLowerCase(Locale.ROOT),
            who,
            tasks.size(),
            unread.size(),
            problems.size());
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
      List<String> gfpFlags,
      Optional<String> gfpFlagsSource,
      OptionalInt order,
      OptionalInt oomScoreAdj,
      OptionalInt oomAdj,
      Optional<String> cpuset,
      Optional<String> memsAllowed,
      Optional<String> nodemask) {}

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

    /** Makes the statistics unmodifiable, in the kernel's order. */
    public Memcg {
      stat = Collections.unmodifiableMap(new LinkedHashMap<>(stat));
      groups = List.copyOf(groups);
    }
  }

  /**
   * The statistics of one memory cgroup of a hierarchy.
   *
   * @param stat sizes in bytes by the kernel's own names
   */
  public record Group(String path, Map<String, Long> stat) {

    /** Makes the statistics unmodifiable, in the kernel's order. */
    public Group {
      stat = Collections.unmodifiableMap(new LinkedHashMap<>(stat));
    }
  }

  /**
   * One {@code Node N ...} line of Mem-Info (4.8 and later).
   *
   * @param fields values by name with unit, such as {@code activeAnonKb}
   */
  public record Node(
      int line, int node, Map<String, Long> fields, Optional<Boolean> allUnreclaimable) {

    /** Makes the fields unmodifiable, in the kernel's order. */
    public Node {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
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
      List<Long> lowmemReservePages,
      Optional<Boolean> allUnreclaimable) {

    /** Makes the fields unmodifiable, in the kernel's order. */
    public Zone {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      lowmemReservePages = List.copyOf(lowmemReservePages);
    }

    /**
     * Returns the field of this name, such as {@code "freeKb"}, or empty if the kernel did not
     * print it.
     */
    public OptionalLong field(String name) {
      Long value = fields.get(name);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
  }

  /** One zone's buddy list: free blocks by size. */
  public record Buddy(
      int line, OptionalInt node, String zone, List<Block> blocks, OptionalLong totalKb) {}

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
      Optional<String> taskMemcg) {}

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

  /** A line inside the report that was not understood. */
  public record Unread(int line, String text) {}

  /** Something wrong with the report or its log, with the line that shows it. */
  public record Problem(int line, String what) {}
}
