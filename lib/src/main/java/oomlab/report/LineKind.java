package oomlab.report;

/** What a line of an oom-killer report is. */
public enum LineKind {
  /** {@code X invoked oom-killer: ...}. */
  TRIGGER,
  /** {@code X cpuset=/ mems_allowed=0}. */
  CPUSET,
  /** {@code CPU: 1 PID: 783 Comm: oom Not tainted 4.0.0+ #4}. */
  CPU,
  /** {@code Hardware name: ...}. */
  HARDWARE,
  /** A frame of the trigger's stack, or its heading. */
  STACK,
  /** Registers, code bytes, exception frames. */
  REGISTERS,
  /** {@code Mem-Info:} and other headings of blocks. */
  HEADING,
  /** Per-CPU page lists. */
  PER_CPU,
  /** Global counters, in pages. */
  COUNTERS,
  /** {@code Node 0 active_anon:...}. */
  NODE,
  /** {@code Node 0 DMA free:...}. */
  ZONE,
  /** {@code lowmem_reserve[]: ...}. */
  LOWMEM_RESERVE,
  /** Buddy list of a zone. */
  BUDDY,
  /** {@code Node 0 hugepages_total=...}. */
  HUGEPAGES,
  /** Page cache and swap totals. */
  SWAP,
  /** Totals of RAM, reserved and similar pages. */
  RAM,
  /** Slab caches of a kernel that lost its memory to itself. */
  SLAB,
  /** Memory allocation profile. */
  ALLOCATIONS,
  /** {@code memory: usage ..kB, limit ..kB, failcnt ..} and its kin. */
  MEMCG_USAGE,
  /** Statistics of a memory cgroup. */
  MEMCG_STAT,
  /** {@code Task in X killed as a result of limit of Y}. */
  MEMCG_VICTIM,
  /** {@code Tasks state (memory values in pages):} and the column names. */
  TASK_HEADER,
  /** A row of the task table. */
  TASK,
  /** {@code oom-kill:constraint=...}. */
  SUMMARY,
  /** {@code Kill process N (x) score ...}: the choice, before 5.1. */
  CHOICE,
  /** {@code Killed process N (x) ...}. */
  KILL,
  /** {@code Tasks in X are going to be killed due to memory.oom.group set}. */
  GROUP_KILL,
  /** {@code oom_reaper: ...}. */
  REAPER,
  /** The machine panicked. */
  PANIC,
  /** The kernel says that it found nobody to kill, or something else about the kill. */
  NOTE,
  /** Another program's or another subsystem's line between the report's own. */
  FOREIGN,
  /** An empty line. */
  BLANK,
  /** Not understood. */
  UNREAD
}
