package oomlab.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the words of a report mean, in a sentence each, for readers who meet them for the first
 * time. The words are the kernel's; checked against mm/oom_kill.c, mm/show_mem.c, mm/page_alloc.c
 * and Documentation/admin-guide/cgroup-v2.rst.
 */
public final class FieldMeaning {
  private static final Map<String, String> MEANINGS = meanings();

  private FieldMeaning() {}

  /** Returns what the kernel's word means, such as {@code total_vm} or {@code min}. */
  public static Optional<String> of(String word) {
    return Optional.ofNullable(MEANINGS.get(word));
  }

  /** Returns all words with their meanings, in the order in which a report uses them. */
  public static Map<String, String> all() {
    return MEANINGS;
  }

  private static Map<String, String> meanings() {
    Map<String, String> m = new LinkedHashMap<>();
    trigger(m);
    memory(m);
    tasks(m);
    kill(m);
    return Collections.unmodifiableMap(m);
  }

  private static void trigger(Map<String, String> m) {
    m.put(
        "gfp_mask",
        "How the memory was asked for, as bits: from which zones, and what the kernel may do to get"
            + " it.");
    m.put("GFP_KERNEL", "The kernel asks for itself and may wait, write to disk and reclaim.");
    m.put(
        "GFP_HIGHUSER_MOVABLE",
        "Memory for a user process: from any zone, and the kernel may move it later.");
    m.put("__GFP_ZERO", "The memory has to be filled with zeros first.");
    m.put("__GFP_COMP", "Several pages are to be handled as one compound page, if it is several.");
    m.put(
        "order",
        "How many pages in a row were asked for, as a power of two: 0 is one page; -1 is no request"
            + " at all but sysrq-f.");
    m.put(
        "oom_score_adj",
        "How much more (up to 1000) or less (down to -1000: never) likely this process is to be"
            + " chosen, set through /proc/PID/oom_score_adj.");
    m.put(
        "nodemask",
        "The memory nodes that the request was bound to; (null) when it was not bound to any.");
    m.put("cpuset", "The name of the cpuset that the task belongs to.");
    m.put("mems_allowed", "The memory nodes that the cpuset lets the task use.");
  }

  private static void memory(Map<String, String> m) {
    m.put("active_anon", "Memory without a file behind it that was used lately.");
    m.put(
        "inactive_anon",
        "Memory without a file behind it that was not used for a while: first to be swapped out.");
    m.put("active_file", "Page cache that was used lately.");
    m.put("inactive_file", "Page cache that was not used for a while: first to be dropped.");
    m.put("unevictable", "Memory that reclaim may not touch, such as what mlock pinned.");
    m.put("isolated_anon", "Pages that reclaim has taken off their lists at this moment.");
    m.put("dirty", "Page cache that has to be written to disk before it can be dropped.");
    m.put("writeback", "Pages on their way to the disk.");
    m.put("slab_reclaimable", "Kernel objects that can be given back, such as cached file names.");
    m.put("slab_unreclaimable", "Kernel objects that cannot be given back.");
    m.put("mapped", "Page cache that processes have mapped into their address space.");
    m.put("shmem", "Shared memory and tmpfs: counted as page cache, but only swap can hold it.");
    m.put("pagetables", "Memory that holds the page tables of processes.");
    m.put("bounce", "Copies for devices that cannot reach the memory itself.");
    m.put("free", "Free memory; in the counters in pages, in a zone in kB.");
    m.put("free_pcp", "Free pages that each processor keeps at hand for itself.");
    m.put(
        "free_cma",
        "Free memory in areas that are kept for devices; only movable pages may use it.");
    m.put(
        "min",
        "The watermark for emergencies: below it ordinary requests have to reclaim memory"
            + " themselves, and fail if they cannot.");
    m.put("low", "The watermark that wakes kswapd, which reclaims in the background.");
    m.put(
        "high",
        "The watermark at which kswapd rests; the last try before the OOM killer uses it too.");
    m.put("boost", "What was added to the watermarks for a while, to fight fragmentation.");
    m.put("present", "Memory of the zone that exists.");
    m.put("managed", "Memory of the zone that the allocator may give out: present less reserved.");
    m.put("mlocked", "Memory that processes pinned with mlock.");
    m.put("kernel_stack", "Kernel stacks: one for each thread of the machine.");
    m.put(
        "lowmem_reserve",
        "Pages that this zone keeps back from requests that a higher zone could serve as well.");
    m.put(
        "all_unreclaimable?",
        "Whether reclaim has given up: it looked everywhere and got nothing.");
    m.put("U", "Free blocks for memory that cannot be moved: most of what the kernel itself uses.");
    m.put("M", "Free blocks for memory that can be moved: most of what processes use.");
    m.put("E", "Free blocks for kernel memory that can be reclaimed.");
    m.put("R", "Free blocks kept in reserve (up to 4.3).");
    m.put("C", "Free blocks of the contiguous memory allocator.");
    m.put("H", "Free blocks kept for urgent requests of more than one page (4.4 and later).");
    m.put("I", "Free blocks that are isolated: nobody may take them.");
  }

  private static void tasks(Map<String, String> m) {
    m.put("pid", "The process; before 2.6.36, and sometimes later, a single thread.");
    m.put("uid", "The user that it runs as.");
    m.put("tgid", "The thread group: what user space calls the process.");
    m.put(
        "total_vm",
        "Addresses that the process has mapped, in pages: most of it may never have become memory.");
    m.put(
        "rss",
        "Memory that the process really holds, in pages, not kB: this counts in the choice.");
    m.put("rss_anon", "The part of rss without a file behind it.");
    m.put("rss_file", "The part of rss that is page cache, such as program code.");
    m.put("rss_shmem", "The part of rss that is shared memory.");
    m.put("nr_ptes", "Page tables of the lowest level, in pages (up to 4.14).");
    m.put("nr_pmds", "Page tables of the next level, in pages (4.0 to 4.14).");
    m.put("pgtables_bytes", "Memory for its page tables: in bytes, whatever the heading says.");
    m.put("swapents", "Pages that are swapped out: they count in the choice as well.");
    m.put("oom_adj", "The older adjustment, -17 to 15; -17 means never (up to 3.6).");
    m.put("cpu", "The processor that the task ran on last (up to 3.6).");
    m.put("name", "The task's name: what it calls itself, at most 15 bytes, any bytes.");
  }

  private static void kill(Map<String, String> m) {
    m.put(
        "constraint", "What limited the request: nothing, a cpuset, a memory policy, or a cgroup.");
    m.put("global_oom", "The whole machine was out of memory.");
    m.put("oom_memcg", "The memory cgroup whose limit was reached.");
    m.put("task_memcg", "The memory cgroup that the victim belongs to.");
    m.put("score", "Its share of all memory it could have used, in thousandths (up to 5.0).");
    m.put("total-vm", "Addresses that the victim had mapped, in kB.");
    m.put("anon-rss", "Memory of the victim without a file behind it, in kB: this will be freed.");
    m.put("file-rss", "Page cache that the victim had mapped, in kB: others may use it as well.");
    m.put("shmem-rss", "Shared memory of the victim, in kB: it stays while anyone else uses it.");
    m.put("pgtables", "Memory for the victim's page tables, in kB.");
    m.put("usage", "What the control group uses, in kB.");
    m.put("limit", "What the control group may use, in kB; a huge number means no limit.");
    m.put("failcnt", "How often a request of the group met its limit.");
  }
}
