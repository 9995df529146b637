package oomlab.internal.field;

/** A memory cgroup: its limits, and the statistics of version 1. */
final class MemcgFields {
  private MemcgFields() {}

  static String table() {
    return """
      # MEMCG
      @ mem_cgroup_print_oom_info mm/memcontrol.c
      Task in; none; 2.6.29 < 2.6.32.2 - 4.19 > 5.0.1; taskMemcg
        The memory cgroup of the task that is going to be killed.
      as a result of limit of; none; 2.6.29 < 2.6.32.2 - 4.19 > 5.0.1; oomMemcg
        The memory cgroup whose limit was reached: the task's own, or one above it.
      Memory limit reached of cgroup; none; 3.19.8 < 4.2.8 - 4.19 > 5.0.1
        The memory cgroup whose limit was reached, when there is no task to name.
      @ mem_cgroup_print_oom_meminfo mm/memcontrol.c
      memory: usage; kB; 2.6.29 < 2.6.32.2 - 7.1.5; usage usageKb
        What is charged to the control group and the groups below it: memory of processes,
        page cache, and the kernel's objects for them.
      memory: limit; kB; 2.6.29 < 2.6.32.2 - 7.1.5; limit limitKb
        What the control group may use; a number like 9007199254740988 means no limit.
      memory: failcnt; count; 2.6.29 < 2.6.32.2 - 7.1.5; failcnt
        How often a request of the group met this limit.
      swap: usage; kB; 5.2.1 < 5.3.1 - 7.1.5; usage swapUsageKb
        Swap space that the control group uses (version 2).
      swap: limit; kB; 5.2.1 < 5.3.1 - 7.1.5; limit swapLimitKb
        Swap space that the control group may use (version 2); a number like
        9007199254740988 means no limit.
      swap: failcnt; count; 5.2.1 < 5.3.1 - 7.1.5; failcnt
        How often the group asked for swap beyond this limit (version 2).
      memory+swap: usage; kB; 2.6.29 < 2.6.32.2 - 7.1.5; usage memswUsageKb
        Memory and swap space that the control group uses, both together (version 1).
      memory+swap: limit; kB; 2.6.29 < 2.6.32.2 - 7.1.5; limit memswLimitKb
        What memory and swap space together may be (version 1); a number like
        9007199254740988 means no limit.
      memory+swap: failcnt; count; 2.6.29 < 2.6.32.2 - 7.1.5; failcnt
        How often the group met the limit of both together (version 1).
      kmem: usage; kB; 3.6.5 < 3.10.4 - 7.1.5; usage kmemUsageKb
        The kernel's own objects that are charged to the control group (version 1); it is
        part of the usage above.
      kmem: limit; kB; 3.6.5 < 3.10.4 - 7.1.5; limit kmemLimitKb
        What the kernel's own objects for the group may use (version 1); a number like
        9007199254740988 means no limit.
      kmem: failcnt; count; 3.6.5 < 3.10.4 - 7.1.5; failcnt
        How often the kernel's own objects for the group met their limit (version 1).
      Memory cgroup stats for; none; 3.6.5 < 3.10.4 - 7.1.5
        The control group that the following statistics are about.
      @ mem_cgroup_show_protected_memory mm/memcontrol.c
      min protection; kB; 6.18.4 < 6.19 - 7.1.5; memcgMinProtectionKb memcgMinProtection
        Memory of the groups below that reclaim may not touch at all (memory.min), as far
        as they use it.
      low protection; kB; 6.18.4 < 6.19 - 7.1.5; memcgLowProtectionKb memcgLowProtection
        Memory of the groups below that reclaim spares as long as it finds any elsewhere
        (memory.low), as far as they use it.
      # MEMCG_LINE
      @ mem_cgroup_print_oom_info mm/memcontrol.c
      cache; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        Page cache that is charged to the group, shared memory and tmpfs included.
      rss; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        Memory of the group's processes without a file behind it. It is not the sum of
        their resident sizes: mapped files are not in it.
      rss_huge; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        The part of rss that consists of transparent huge pages.
      shmem; kB; 4.9.80 < 4.12 - 5.2.1 > 5.3.1
        Shared memory and tmpfs: a part of cache, but only swap can hold it.
      mapped_file; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        The part of cache that processes have mapped into their address space.
      dirty; kB; 3.19.8 < 4.2.8 - 5.2.1 > 5.3.1
        The part of cache that has to be written to disk before it can be dropped.
      writeback; kB; 3.10.4 < 3.16 - 5.2.1 > 5.3.1
        Memory of the group that is on its way to the disk at this moment.
      swap; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        What the group has in swap.
      inactive_anon; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        Memory without a file on disk behind it, or shared memory, that was not used for a
        while: first to be swapped out, if there is swap.
      active_anon; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        Memory without a file on disk behind it, or shared memory, that was used lately.
      inactive_file; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        Page cache of the group that was not used for a while: first to be dropped.
      active_file; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        Page cache of the group that was used lately.
      unevictable; kB; 3.6.5 < 3.10.4 - 5.2.1 > 5.3.1
        Memory of the group that reclaim may not touch, such as what mlock pinned.
      # MEMCG_V1_STAT
      @ memcg1_stat_format mm/memcontrol-v1.c
      cache; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Page cache that is charged to the group, shared memory and tmpfs included.
      rss; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Memory of the group's processes without a file behind it. It is not the sum of
        their resident sizes: mapped files are not in it.
      rss_huge; bytes; 6.4.6 < 6.6.17 - 7.1.5
        The part of rss that consists of transparent huge pages.
      shmem; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Shared memory and tmpfs: a part of cache, but only swap can hold it.
      mapped_file; bytes; 6.4.6 < 6.6.17 - 7.1.5
        The part of cache that processes have mapped into their address space.
      dirty; bytes; 6.4.6 < 6.6.17 - 7.1.5
        The part of cache that has to be written to disk before it can be dropped.
      writeback; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Memory of the group that is on its way to the disk at this moment.
      swap; bytes; 6.4.6 < 6.6.17 - 7.1.5
        What the group has in swap.
      swapcached; bytes; 6.6.17 < 6.8.1 - 7.1.5
        Memory of the group that is in memory and in swap at the same time.
      inactive_anon; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Memory without a file on disk behind it, or shared memory, that was not used for a
        while: first to be swapped out, if there is swap.
      active_anon; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Memory without a file on disk behind it, or shared memory, that was used lately.
      inactive_file; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Page cache of the group that was not used for a while: first to be dropped.
      active_file; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Page cache of the group that was used lately.
      unevictable; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Memory of the group that reclaim may not touch, such as what mlock pinned.
      workingset_refault_anon; count; 6.4.6 < 6.6.17 - 7.1.5
        How many pages were swapped out and had to come back. Many of them mean that the
        group needs more memory than it has.
      workingset_refault_file; count; 6.4.6 < 6.6.17 - 7.1.5
        How many pages of files were dropped and had to be read again. Many of them mean
        that the group needs more memory than it has.
      pgpgin; count; 6.4.6 < 6.6.17 - 7.1.5
        How often memory was charged to the group so far; a huge page counts once.
      pgpgout; count; 6.4.6 < 6.6.17 - 7.1.5
        How often memory was taken off the group's account so far.
      pgfault; count; 6.4.6 < 6.6.17 - 7.1.5
        How many page faults the group's tasks had so far.
      pgmajfault; count; 6.4.6 < 6.6.17 - 7.1.5
        How many of the page faults had to wait for a disk.
      hierarchical_memory_limit; bytes; 6.4.6 < 6.6.17 - 7.1.5
        The smallest memory limit of the group and of all groups above it: the one that
        counts.
      hierarchical_memsw_limit; bytes; 6.4.6 < 6.6.17 - 7.1.5
        The smallest limit of memory and swap together, of the group and of all groups
        above it.
      anon_cost; none; 6.4.6 < 6.6.17 - 7.1.5
        What reclaiming memory without a file has cost lately, as the kernel weighs it;
        only in kernels built for debugging memory.
      file_cost; none; 6.4.6 < 6.6.17 - 7.1.5
        What reclaiming page cache has cost lately, as the kernel weighs it; only in
        kernels built for debugging memory.
      total_cache; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like cache, with all groups below this one: page cache that is charged to the
        group, shared memory and tmpfs included.
      total_rss; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like rss, with all groups below this one: memory of the group's processes without
        a file behind it. It is not the sum of their resident sizes: mapped files are not
        in it.
      total_rss_huge; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like rss_huge, with all groups below this one: the part of rss that consists of
        transparent huge pages.
      total_shmem; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like shmem, with all groups below this one: shared memory and tmpfs: a part of
        cache, but only swap can hold it.
      total_mapped_file; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like mapped_file, with all groups below this one: the part of cache that processes
        have mapped into their address space.
      total_dirty; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like dirty, with all groups below this one: the part of cache that has to be
        written to disk before it can be dropped.
      total_writeback; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like writeback, with all groups below this one: memory of the group that is on its
        way to the disk at this moment.
      total_swap; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like swap, with all groups below this one: what the group has in swap.
      total_swapcached; bytes; 6.6.17 < 6.8.1 - 7.1.5
        Like swapcached, with all groups below this one: memory of the group that is in
        memory and in swap at the same time.
      total_inactive_anon; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like inactive_anon, with all groups below this one: memory without a file on disk
        behind it, or shared memory, that was not used for a while: first to be swapped
        out, if there is swap.
      total_active_anon; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like active_anon, with all groups below this one: memory without a file on disk
        behind it, or shared memory, that was used lately.
      total_inactive_file; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like inactive_file, with all groups below this one: page cache of the group that
        was not used for a while: first to be dropped.
      total_active_file; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like active_file, with all groups below this one: page cache of the group that was
        used lately.
      total_unevictable; bytes; 6.4.6 < 6.6.17 - 7.1.5
        Like unevictable, with all groups below this one: memory of the group that reclaim
        may not touch, such as what mlock pinned.
      total_workingset_refault_anon; count; 6.4.6 < 6.6.17 - 7.1.5
        Like workingset_refault_anon, with all groups below this one: how many pages were
        swapped out and had to come back. Many of them mean that the group needs more
        memory than it has.
      total_workingset_refault_file; count; 6.4.6 < 6.6.17 - 7.1.5
        Like workingset_refault_file, with all groups below this one: how many pages of
        files were dropped and had to be read again. Many of them mean that the group
        needs more memory than it has.
      total_pgpgin; count; 6.4.6 < 6.6.17 - 7.1.5
        Like pgpgin, with all groups below this one: how often memory was charged to the
        group so far; a huge page counts once.
      total_pgpgout; count; 6.4.6 < 6.6.17 - 7.1.5
        Like pgpgout, with all groups below this one: how often memory was taken off the
        group's account so far.
      total_pgfault; count; 6.4.6 < 6.6.17 - 7.1.5
        Like pgfault, with all groups below this one: how many page faults the group's
        tasks had so far.
      total_pgmajfault; count; 6.4.6 < 6.6.17 - 7.1.5
        Like pgmajfault, with all groups below this one: how many of the page faults had
        to wait for a disk.
      """;
  }
}
