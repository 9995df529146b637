package oomlab.report;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

/** What a line of an oom-killer report is, and what it means in a sentence. */
public enum LineKind {
  /** {@code X invoked oom-killer: ...}. */
  TRIGGER(
      later(
          "A task asked for memory that the kernel could not find; this names the task, not the victim, and what it asked for.")),
  /** {@code X cpuset=/ mems_allowed=0}. */
  CPUSET(later("The cpuset and the memory nodes that the asking task was allowed to use.")),
  /** {@code CPU: 1 PID: 783 Comm: oom Not tainted 4.0.0+ #4}. */
  CPU(later("Where it happened: the processor, the asking task and the kernel's version.")),
  /** {@code Hardware name: ...}. */
  HARDWARE(later("The machine, as its firmware or device tree calls it.")),
  /** A frame of the trigger's stack, or its heading. */
  STACK(
      later(
          "The path through the kernel that led to the failed allocation, innermost function first.")),
  /** Registers, code bytes, exception frames. */
  REGISTERS(later("What the processor's registers held when the task entered the kernel.")),
  /** {@code Mem-Info:} and other headings of blocks. */
  HEADING(later("A heading: the state of all memory follows.")),
  /** Per-CPU page lists. */
  PER_CPU(
      later(
          "Free pages that each processor keeps for itself, and how many it takes or gives back at a time.")),
  /** Global counters, in pages. */
  COUNTERS(later("What all pages of the machine are used for, counted in pages, not in kB.")),
  /** {@code Node 0 active_anon:...}. */
  NODE(later("The same for one memory node, in kB.")),
  /** {@code Node 0 DMA free:...}. */
  ZONE(
      later(
          "One zone of memory in kB: its free memory, the watermarks min, low and high, and who uses the rest.")),
  /** {@code lowmem_reserve[]: ...}. */
  LOWMEM_RESERVE(
      later(
          "Pages that this zone keeps back from requests that could also be served from a higher zone, one number for each zone type.")),
  /** Buddy list of a zone. */
  BUDDY(
      later(
          "The zone's free blocks by size, with letters for the kinds of memory they are set aside for, and their sum.")),
  /** {@code Node 0 hugepages_total=...}. */
  HUGEPAGES(
      later("The pool of huge pages that an administrator set aside: nobody else can use it.")),
  /** Page cache and swap totals. */
  SWAP(
      later(
          "Pages that cache files or swap, and how much swap space there is and how much of it is free.")),
  /** Totals of RAM, reserved and similar pages. */
  RAM(later("All pages that the kernel knows of, and those that it can never give out.")),
  /** Slab caches of a kernel that lost its memory to itself. */
  SLAB(
      later(
          "The kernel's own objects that it cannot give back: printed when they outweigh all user memory.")),
  /** Memory allocation profile. */
  ALLOCATIONS(
      later(
          "The places in the kernel's source that hold the most memory, if it was built to count them.")),
  /** {@code memory: usage ..kB, limit ..kB, failcnt ..} and its kin. */
  MEMCG_USAGE(later("What the control group uses, what it may use, and how often it was refused.")),
  /** Statistics of a memory cgroup. */
  MEMCG_STAT(later("What the control group's memory is used for: bytes, or a count of events.")),
  /** {@code Task in X killed as a result of limit of Y}. */
  MEMCG_VICTIM(later("The group of the task, and the group whose limit was reached.")),
  /** {@code Tasks state (memory values in pages):} and the column names. */
  TASK_HEADER(
      later(
          "The names of the task table's columns; sizes are in pages, but pgtables_bytes is in bytes.")),
  /** A row of the task table. */
  TASK(
      later(
          "One process that could have been chosen: its memory in pages, and its oom_score_adj.")),
  /** {@code oom-kill:constraint=...}. */
  SUMMARY(
      later("The choice in one line: which limit ran out, the groups involved, and the victim.")),
  /** {@code Kill process N (x) score ...}: the choice, before 5.1. */
  CHOICE(
      later(
          "The process with the highest score, out of 1000; its child may be killed in its place.")),
  /** {@code Killed process N (x) ...}. */
  KILL(later("The process that got SIGKILL, and its memory in kB at that moment.")),
  /** {@code Tasks in X are going to be killed due to memory.oom.group set}. */
  GROUP_KILL(
      later("The control group asked to live or die as a whole, so all of its tasks are killed.")),
  /** {@code oom_reaper: ...}. */
  REAPER(
      later(
          "A kernel thread took the victim's memory back without waiting for it to exit; the sizes are what is left.")),
  /** The machine panicked. */
  PANIC(
      later(
          "The kernel stopped the machine, because it was told to or because nobody could be killed.")),
  /** The kernel says that it found nobody to kill, or something else about the kill. */
  NOTE(later("A remark of the kernel about the kill, or about log lines that it dropped.")),
  /** Another program's or another subsystem's line between the report's own. */
  FOREIGN(later("Not part of the report: someone else wrote to the log at the same time.")),
  /** An empty line. */
  BLANK(later("Nothing.")),
  /** Not understood. */
  UNREAD(later("This program does not know what this line means."));

  private final String meaning;

  LineKind(String meaning) {
    this.meaning = meaning;
  }

  /**
   * Returns what such a line tells, in one sentence for a reader who meets it for the first time.
   */
  public String meaning() {
    return words(meaning);
  }
}
