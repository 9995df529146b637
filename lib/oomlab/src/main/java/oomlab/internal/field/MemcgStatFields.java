package oomlab.internal.field;

/** The statistics of a memory cgroup of version 2, one on each line. */
final class MemcgStatFields {
  private MemcgStatFields() {}

  static String table() {
    return """
      # MEMCG_STAT
      @ memcg_stat_format mm/memcontrol.c
      anon; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Memory of the group's processes without a file behind it (heaps, stacks). When
        memory is short, it can only be swapped out.
      file; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Page cache that is charged to the group, shared memory and tmpfs included.
      kernel; bytes; 5.17-rc5 < 5.19 - 7.1.5
        All memory that the kernel uses for the group: stacks, page tables, slabs and
        more, which are listed below.
      kernel_stack; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Kernel stacks: one for each thread of the group.
      pagetables; bytes; 5.10.7 < 5.14-rc5 - 7.1.5
        Memory that holds the page tables of the group's processes.
      sec_pagetables; bytes; 6.0.19 < 6.1-rc7 - 7.1.5
        Page tables that are not those of a process: of virtual machines (KVM) and of
        devices (IOMMU).
      percpu; bytes; 5.8.1 < 5.10.7 - 7.1.5
        Kernel data for the group of which each processor has a copy.
      sock; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Buffers of the group's network connections.
      vmalloc; bytes; 5.14-rc5 < 5.17-rc5 - 7.1.5
        Kernel memory for the group that is put together from scattered pages.
      shmem; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Shared memory and tmpfs: a part of file, but only swap can hold it.
      zswap; bytes; 5.17-rc5 < 5.19 - 7.1.5
        Memory that holds pages of the group in compressed form instead of in swap.
      zswapped; bytes; 5.17-rc5 < 5.19 - 7.1.5
        How much memory those pages were before they were compressed.
      zswap_incomp; bytes; 6.19 < 7.1.5 - 7.1.5
        The part of it that could not be compressed and is kept as it was. The kernel's
        documentation calls it a number of pages, but it prints bytes.
      file_mapped; bytes; 5.2.1 < 5.3.1 - 7.1.5
        The part of file that processes have mapped into their address space, such as
        program code.
      file_dirty; bytes; 5.2.1 < 5.3.1 - 7.1.5
        The part of file that was changed and has to be written to disk before it can be
        dropped.
      file_writeback; bytes; 5.2.1 < 5.3.1 - 7.1.5
        The part of file that is on its way to the disk at this moment.
      swapcached; bytes; 5.10.7 < 5.14-rc5 - 7.1.5
        Memory of the group that is in memory and in swap at the same time.
      anon_thp; bytes; 5.2.1 < 5.3.1 - 7.1.5
        The part of anon that consists of transparent huge pages.
      file_thp; bytes; 5.10.7 < 5.14-rc5 - 7.1.5
        The part of file that consists of transparent huge pages.
      shmem_thp; bytes; 5.10.7 < 5.14-rc5 - 7.1.5
        The part of shmem that consists of transparent huge pages.
      inactive_anon; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Memory without a file behind it, or shared memory, that was not used for a while:
        first to be swapped out, if there is swap.
      active_anon; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Memory without a file behind it, or shared memory, that was used lately.
      inactive_file; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Page cache of the group that was not used for a while: first to be dropped.
      active_file; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Page cache of the group that was used lately.
      unevictable; bytes; 5.2.1 < 5.3.1 - 7.1.5
        Memory of the group that reclaim may not touch, such as what mlock pinned.
      slab_reclaimable; bytes; 5.2.1 < 5.3.1 - 7.1.5
        The kernel's objects for the group that can be given back, such as cached file
        names.
      slab_unreclaimable; bytes; 5.2.1 < 5.3.1 - 7.1.5
        The kernel's objects for the group that cannot be given back.
      slab; bytes; 5.2.1 < 5.3.1 - 7.1.5
        The kernel's objects for the group: slab_reclaimable and slab_unreclaimable
        together.
      hugetlb; bytes; 6.12 < 6.14 - 7.1.5
        Huge pages from the pool that was set aside, if the control groups are mounted so
        that they are charged.
      @ memory_stat_format mm/memcontrol.c
      workingset_refault; count; 5.2.1 < 5.3.1 - 5.8.1 > 5.10.7
        How many pages of files were dropped and had to be read again. Many of them mean
        that the group needs more memory than it has.
      @ memcg_stat_format mm/memcontrol.c
      workingset_refault_anon; count; 5.8.1 < 5.10.7 - 7.1.5
        How many pages were swapped out and had to come back. Many of them mean that the
        group needs more memory than it has.
      workingset_refault_file; count; 5.8.1 < 5.10.7 - 7.1.5
        How many pages of files were dropped and had to be read again. Many of them mean
        that the group needs more memory than it has.
      @ memory_stat_format mm/memcontrol.c
      workingset_activate; count; 5.2.1 < 5.3.1 - 5.8.1 > 5.10.7
        How many of the pages that came back had been away so shortly that they were taken
        for often used at once.
      @ memcg_stat_format mm/memcontrol.c
      workingset_activate_anon; count; 5.8.1 < 5.10.7 - 7.1.5
        How many of the swapped pages that came back had been away so shortly that they
        were taken for often used at once.
      workingset_activate_file; count; 5.8.1 < 5.10.7 - 7.1.5
        How many of the file pages that came back had been away so shortly that they were
        taken for often used at once.
      @ memory_stat_format mm/memcontrol.c
      workingset_restore; count; 5.4.18 < 5.8.1 - 5.8.1 > 5.10.7
        How many of the pages that came back had been known as often used before they were
        dropped.
      @ memcg_stat_format mm/memcontrol.c
      workingset_restore_anon; count; 5.8.1 < 5.10.7 - 7.1.5
        How many of the swapped pages that came back had been known as often used before
        they went.
      workingset_restore_file; count; 5.8.1 < 5.10.7 - 7.1.5
        How many of the file pages that came back had been known as often used before they
        were dropped.
      workingset_nodereclaim; count; 5.2.1 < 5.3.1 - 7.1.5
        How often the kernel's notes about dropped pages were themselves reclaimed.
      pgdemote_kswapd; count; 6.8.1 < 6.12 - 7.1.5
        How many pages kswapd moved to slower memory instead of dropping them.
      pgdemote_direct; count; 6.8.1 < 6.12 - 7.1.5
        How many pages asking tasks moved to slower memory themselves.
      pgdemote_khugepaged; count; 6.8.1 < 6.12 - 7.1.5
        How many pages khugepaged, which builds huge pages, moved to slower memory.
      pgdemote_proactive; count; 6.14 < 6.18.4 - 7.1.5
        How many pages were moved to slower memory because user space asked for reclaim
        (memory.reclaim).
      pgpromote_success; count; 6.8.1 < 6.12 - 7.1.5
        How many pages were moved to faster memory because they are often used.
      pgscan; count; 5.2.1 < 5.3.1 - 7.1.5
        How many pages reclaim has looked at, whoever did it.
      pgsteal; count; 5.2.1 < 5.3.1 - 7.1.5
        How many pages reclaim has got back, whoever did it. Far fewer than pgscan means
        that reclaim had a hard time.
      pgscan_kswapd; count; 5.19 < 6.0.19 - 7.1.5
        How many pages kswapd, the background reclaim, has looked at.
      pgscan_direct; count; 5.19 < 6.0.19 - 7.1.5
        How many pages asking tasks have looked at to reclaim memory themselves.
      pgscan_khugepaged; count; 6.1-rc7 < 6.4.6 - 7.1.5
        How many pages khugepaged, which builds huge pages, has looked at to reclaim
        memory.
      pgscan_proactive; count; 6.14 < 6.18.4 - 7.1.5
        How many pages were looked at because user space asked for reclaim
        (memory.reclaim).
      pgsteal_kswapd; count; 5.19 < 6.0.19 - 7.1.5
        How many pages kswapd, the background reclaim, has got back.
      pgsteal_direct; count; 5.19 < 6.0.19 - 7.1.5
        How many pages asking tasks have got back themselves.
      pgsteal_khugepaged; count; 6.1-rc7 < 6.4.6 - 7.1.5
        How many pages khugepaged, which builds huge pages, has got back.
      pgsteal_proactive; count; 6.14 < 6.18.4 - 7.1.5
        How many pages were got back because user space asked for reclaim
        (memory.reclaim).
      pgrefill; count; 5.2.1 < 5.3.1 - 7.1.5
        How many pages of the active lists reclaim has looked at, to find some that are no
        longer used.
      pgactivate; count; 5.2.1 < 5.3.1 - 7.1.5
        How many pages were moved to the active lists, because they are used.
      pgdeactivate; count; 5.2.1 < 5.3.1 - 7.1.5
        How many pages were moved to the inactive lists, because they are no longer used.
      pglazyfree; count; 5.2.1 < 5.3.1 - 7.1.5
        How many pages processes gave up with madvise(MADV_FREE): they may be dropped when
        memory is short.
      pglazyfreed; count; 5.2.1 < 5.3.1 - 7.1.5
        How many of those pages were really dropped.
      pgfault; count; 5.2.1 < 5.3.1 - 7.1.5
        How many page faults the group's tasks had so far.
      pgmajfault; count; 5.2.1 < 5.3.1 - 7.1.5
        How many of the page faults had to wait for a disk.
      pswpin; count; 6.12 < 6.14 - 7.1.5
        How many pages were swapped in.
      pswpout; count; 6.12 < 6.14 - 7.1.5
        How many pages were swapped out.
      swpin_zero; count; 6.8.1 < 6.12 - 7.1.5
        How many pages were swapped in without a disk, because they held only zeros.
      swpout_zero; count; 6.8.1 < 6.12 - 7.1.5
        How many pages were swapped out without a disk, because they held only zeros.
      zswpin; count; 5.17-rc5 < 5.19 - 7.1.5
        How many pages came back from compressed memory.
      zswpout; count; 5.17-rc5 < 5.19 - 7.1.5
        How many pages went to compressed memory.
      zswpwb; count; 6.6.17 < 6.8.1 - 7.1.5
        How many pages were written from compressed memory to the swap device.
      thp_fault_alloc; count; 5.2.1 < 5.3.1 - 7.1.5
        How many transparent huge pages were given at a page fault.
      thp_collapse_alloc; count; 5.2.1 < 5.3.1 - 7.1.5
        How many transparent huge pages were made to put small pages together.
      thp_swpout; count; 6.6.17 < 6.8.1 - 7.1.5
        How many transparent huge pages were swapped out as a whole.
      thp_swpout_fallback; count; 6.6.17 < 6.8.1 - 7.1.5
        How many transparent huge pages had to be split before they could be swapped out.
      numa_pages_migrated; count; 6.8.1 < 6.12 - 7.1.5
        How many pages were moved to the node whose processors use them.
      numa_pte_updates; count; 6.8.1 < 6.12 - 7.1.5
        How many page table entries were marked to find out which node uses the page.
      numa_hint_faults; count; 6.8.1 < 6.12 - 7.1.5
        How many page faults these marks caused.
      """;
  }
}
