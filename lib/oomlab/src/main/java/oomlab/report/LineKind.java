package oomlab.report;

/** What a line of an oom-killer report is, and what it means in a sentence. */
public enum LineKind {
  /** {@code X invoked oom-killer: ...}. */
  TRIGGER(
      "A task asked for memory that the kernel could not find; this names the task, not the victim, and what it asked for."),
  /** {@code X cpuset=/ mems_allowed=0}. */
  CPUSET("The cpuset and the memory nodes that the asking task was allowed to use."),
  /** {@code CPU: 1 PID: 783 Comm: oom Not tainted 4.0.0+ #4}. */
  CPU("Where it happened: the processor, the asking task and the kernel's version."),
  /** {@code Hardware name: ...}. */
  HARDWARE("The machine, as its firmware or device tree calls it."),
  /** A frame of the trigger's stack, or its heading. */
  STACK("The path through the kernel that led to the failed allocation, innermost function first."),
  /** Registers, code bytes, exception frames. */
  REGISTERS("What the processor's registers held when the task entered the kernel."),
  /** {@code Mem-Info:} and other headings of blocks. */
  HEADING("A heading: the state of all memory follows."),
  /** Per-CPU page lists. */
  PER_CPU(
      "Free pages that each processor keeps for itself, and how many it takes or gives back at a time."),
  /** Global counters, in pages. */
  COUNTERS("What all pages of the machine are used for, counted in pages, not in kB."),
  /** {@code Node 0 active_anon:...}. */
  NODE("The same for one memory node, in kB."),
  /** {@code Node 0 DMA free:...}. */
  ZONE(
      "One zone of memory in kB: its free memory, the watermarks min, low and high, and who uses the rest."),
  /** {@code lowmem_reserve[]: ...}. */
  LOWMEM_RESERVE(
      "Pages that this zone keeps back from requests that could also be served from a higher zone, one number for each zone type."),
  /** Buddy list of a zone. */
  BUDDY(
      "The zone's free blocks by size, with letters for the kinds of memory they are set aside for, and their sum."),
  /** {@code Node 0 hugepages_total=...}. */
  HUGEPAGES("The pool of huge pages that an administrator set aside: nobody else can use it."),
  /** Page cache and swap totals. */
  SWAP(
      "Pages that cache files or swap, and how much swap space there is and how much of it is free."),
  /** Totals of RAM, reserved and similar pages. */
  RAM("All pages that the kernel knows of, and those that it can never give out."),
  /** Slab caches of a kernel that lost its memory to itself. */
  SLAB(
      "The kernel's own objects that it cannot give back: printed when they outweigh all user memory."),
  /** Memory allocation profile. */
  ALLOCATIONS(
      "The places in the kernel's source that hold the most memory, if it was built to count them."),
  /** {@code memory: usage ..kB, limit ..kB, failcnt ..} and its kin. */
  MEMCG_USAGE("What the control group uses, what it may use, and how often it was refused."),
  /** Statistics of a memory cgroup. */
  MEMCG_STAT("What the control group's memory is used for: bytes, or a count of events."),
  /** {@code Task in X killed as a result of limit of Y}. */
  MEMCG_VICTIM("The group of the task, and the group whose limit was reached."),
  /** {@code Tasks state (memory values in pages):} and the column names. */
  TASK_HEADER(
      "The names of the task table's columns; sizes are in pages, but pgtables_bytes is in bytes."),
  /** A row of the task table. */
  TASK("One process that could have been chosen: its memory in pages, and its oom_score_adj."),
  /** {@code oom-kill:constraint=...}. */
  SUMMARY("The choice in one line: which limit ran out, the groups involved, and the victim."),
  /** {@code Kill process N (x) score ...}: the choice, before 5.1. */
  CHOICE("The process with the highest score, out of 1000; its child may be killed in its place."),
  /** {@code Killed process N (x) ...}. */
  KILL("The process that got SIGKILL, and its memory in kB at that moment."),
  /** {@code Tasks in X are going to be killed due to memory.oom.group set}. */
  GROUP_KILL("The control group asked to live or die as a whole, so all of its tasks are killed."),
  /** {@code oom_reaper: ...}. */
  REAPER(
      "A kernel thread took the victim's memory back without waiting for it to exit; the sizes are what is left."),
  /** The machine panicked. */
  PANIC(
      "The kernel stopped the machine, because it was told to or because nobody could be killed."),
  /** The kernel says that it found nobody to kill, or something else about the kill. */
  NOTE("A remark of the kernel about the kill, or about log lines that it dropped."),
  /** Another program's or another subsystem's line between the report's own. */
  FOREIGN("Not part of the report: someone else wrote to the log at the same time."),
  /** An empty line. */
  BLANK("Nothing."),
  /** Not understood. */
  UNREAD("This program does not know what this line means.");

  private final String meaning;

  LineKind(String meaning) {
    this.meaning = meaning;
  }

  /**
   * Returns what such a line tells, in one sentence for a reader who meets it for the first time.
   */
  public String meaning() {
    return meaning;
  }
}
