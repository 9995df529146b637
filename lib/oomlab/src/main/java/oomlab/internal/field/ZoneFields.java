package oomlab.internal.field;

/** A zone, its per-CPU lists and free blocks, and the huge pages. */
final class ZoneFields {
  private ZoneFields() {}

  static String table() {
    return """
      # ZONE
      @ show_node mm/show_mem.c
      Node; none; 2.6.18 - 7.1.5; node
        The memory node that the zone lies on; only kernels built for several nodes print
        it.
      @ show_free_areas mm/show_mem.c
      zone; none; 2.6.18 - 7.1.5
        The zone's name: DMA and DMA32 for devices that reach little memory, Normal,
        HighMem above what a 32-bit kernel keeps mapped, Movable for memory that can be
        moved.
      free; kB; 2.6.18 - 7.1.5
        Free memory of this zone. In the counters the same word counts pages.
      boost; kB; 5.14-rc5 < 5.17-rc5 - 7.1.5
        What was added to the three watermarks for a while, to keep kinds of memory from
        mixing; min, low and high contain it already.
      min; kB; 2.6.18 - 7.1.5
        The watermark for emergencies: below it ordinary requests have to reclaim memory
        themselves, and fail if they cannot.
      low; kB; 2.6.18 - 7.1.5
        The watermark that wakes kswapd, which reclaims in the background.
      high; kB; 2.6.18 - 7.1.5
        The watermark at which kswapd rests. The last try before the OOM killer uses it
        too.
      reserved_highatomic; kB; 5.4.18 < 5.8.1 - 7.1.5
        Memory set aside for urgent requests of more than one page, which cannot wait.
      free_highatomic; kB; 6.14 < 6.18.4 - 7.1.5
        The part of reserved_highatomic that is still free.
      @ show_free_areas mm/page_alloc.c
      active; kB; 2.6.18 - 2.6.24 > 2.6.28.6
        Memory of this zone that was used lately, of processes and page cache together.
      inactive; kB; 2.6.18 - 2.6.24 > 2.6.28.6
        Memory of this zone that was not used for a while: first to be reclaimed.
      @ show_free_areas mm/show_mem.c
      active_anon; kB; 2.6.24 < 2.6.28.6 - 7.1.5
        Memory of this zone without a file on disk behind it (heaps, stacks, shared
        memory) that was used lately.
      inactive_anon; kB; 2.6.24 < 2.6.28.6 - 7.1.5
        Memory of this zone without a file on disk behind it that was not used for a
        while.
      active_file; kB; 2.6.24 < 2.6.28.6 - 7.1.5
        Page cache in this zone that was used lately.
      inactive_file; kB; 2.6.24 < 2.6.28.6 - 7.1.5
        Page cache in this zone that was not used for a while: first to be dropped.
      unevictable; kB; 2.6.24 < 2.6.28.6 - 7.1.5
        Memory of this zone that reclaim may not touch, such as what mlock pinned.
      @ show_free_areas mm/page_alloc.c
      isolated(anon); kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Memory without a file behind it that reclaim or compaction has taken off this
        zone's lists at this moment.
      isolated(file); kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Page cache that reclaim or compaction has taken off this zone's lists at this
        moment.
      @ show_free_areas mm/show_mem.c
      writepending; kB; 4.4.11 < 4.9.80 - 7.1.5
        Page cache in this zone that has to be written, or is being written, before it can
        be dropped.
      zspages; kB; 6.14 < 6.18.4 - 7.1.5
        Memory of this zone that holds compressed pages (zsmalloc, used by zram and
        zswap).
      present; kB; 2.6.18 - 7.1.5
        Memory of the zone that exists, whoever owns it.
      managed; kB; 3.6.5 < 3.10.4 - 7.1.5
        Memory of the zone that the page allocator may give out: present less what was
        reserved when the machine started.
      mlocked; kB; 2.6.29 < 2.6.32.2 - 7.1.5
        Memory of this zone that processes pinned with mlock.
      @ show_free_areas mm/page_alloc.c
      dirty; kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Page cache in this zone that has to be written to disk before it can be dropped.
      writeback; kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Memory of this zone that is on its way to the disk at this moment.
      mapped; kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Page cache in this zone that processes have mapped into their address space.
      shmem; kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Shared memory and tmpfs in this zone: counted as page cache, but only swap can
        hold it.
      slab_reclaimable; kB; 2.6.29 < 2.6.32.2 - 4.12 > 4.15.18
        The kernel's own objects in this zone that can be given back, such as cached file
        names.
      slab_unreclaimable; kB; 2.6.29 < 2.6.32.2 - 4.12 > 4.15.18
        The kernel's own objects in this zone that cannot be given back.
      kernel_stack; kB; 2.6.29 < 2.6.32.2 - 5.8.1 > 5.10.7
        Kernel stacks in this zone: one for each thread of the machine.
      shadow_call_stack; kB; 5.4.18 < 5.8.1 - 5.8.1 > 5.10.7
        Second stacks in this zone that protect the return addresses of kernel functions.
      pagetables; kB; 2.6.29 < 2.6.32.2 - 5.10.7 > 5.14-rc5
        Memory of this zone that holds the page tables of processes.
      unstable; kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Memory sent to an NFS server that has not said yet that it keeps it safely.
      @ show_free_areas mm/show_mem.c
      bounce; kB; 2.6.29 < 2.6.32.2 - 7.1.5
        Copies in this zone for devices that cannot reach the memory itself. From 6.18 on
        always 0.
      @ show_free_areas mm/page_alloc.c
      writeback_tmp; kB; 2.6.29 < 2.6.32.2 - 4.4.11 > 4.9.80
        Temporary copies of pages that a file system in user space (FUSE) is writing.
      @ show_free_areas mm/show_mem.c
      free_pcp; kB; 3.19.8 < 4.2.8 - 7.1.5
        Free memory of this zone that the processors keep at hand, each for itself.
      local_pcp; kB; 3.19.8 < 4.2.8 - 7.1.5
        The part of free_pcp that the processor keeps that printed the report.
      free_cma; kB; 3.6.5 < 3.10.4 - 7.1.5
        Free memory of this zone in areas kept for devices (CMA); only movable pages may
        borrow it, and it is part of free.
      @ show_free_areas mm/page_alloc.c
      pages_scanned; pages; 2.6.18 - 4.4.11 > 4.9.80
        How many pages reclaim has looked at since it last got one back: a plain number
        among the kB.
      all_unreclaimable?; none; 2.6.18 - 4.4.11 > 4.9.80
        Yes when reclaim has given up on this zone: it looked everywhere and got nothing.
      @ show_free_areas mm/show_mem.c
      lowmem_reserve[]; pages; 2.6.18 - 7.1.5; lowmem_reserve lowmemReservePages lowmem_reserve_pages protections
        What this zone keeps back, on top of a watermark, from requests that a higher zone
        could serve as well: one number for each zone that a request may have wanted.
      # PER_CPU
      @ show_free_areas mm/page_alloc.c
      hi; pages; 2.6.18 < 2.6.24 - 3.19.8 > 4.2.8
        How many free pages this processor may keep at hand before it gives some back.
      btch; pages; 2.6.18 < 2.6.24 - 3.19.8 > 4.2.8; batch
        How many pages the processor takes or gives back at a time.
      usd; pages; 2.6.18 < 2.6.24 - 3.19.8 > 4.2.8; used perCpuPages
        How many free pages the processor keeps at hand at this moment.
      Hot; none; 2.6.18 < 2.6.24 - 2.6.24 > 2.6.28.6; hot
        The list of pages that are likely still in the processor's cache.
      Cold; none; 2.6.18 < 2.6.24 - 2.6.24 > 2.6.28.6; cold
        The list of pages that are likely in no cache any more.
      # BUDDY
      @ show_migration_types mm/show_mem.c
      U; none; 3.6.5 < 3.10.4 - 7.1.5; types
        Free blocks for memory that cannot be moved: most of what the kernel itself uses.
      M; none; 3.6.5 < 3.10.4 - 7.1.5; types
        Free blocks for memory that can be moved: most of what processes use.
      E; none; 3.6.5 < 3.10.4 - 7.1.5; types
        Free blocks for kernel memory that can be reclaimed.
      @ show_migration_types mm/page_alloc.c
      R; none; 3.6.5 < 3.10.4 - 4.2.8 > 4.4.11; types
        Free blocks kept in reserve.
      @ show_migration_types mm/show_mem.c
      H; none; 4.2.8 < 4.4.11 - 7.1.5; types
        Free blocks kept for urgent requests of more than one page.
      C; none; 3.6.5 < 3.10.4 - 7.1.5; types
        Free blocks of areas kept for devices (CMA); only movable memory may borrow them.
      I; none; 3.6.5 < 3.10.4 - 7.1.5; types
        Free blocks that are isolated, for example to take memory out of the machine:
        nobody may have them.
      @ show_free_areas mm/show_mem.c
      count*size; count; 2.6.18 - 7.1.5; count size_kb sizeKb
        How many free blocks of this size there are: 25*8kB is 25 free blocks of 8 kB
        each, pages in a row.
      = total; kB; 2.6.18 - 7.1.5; totalKb
        All free blocks of the zone added up; it differs a little from the zone's free,
        which is counted at another moment.
      # HUGEPAGES
      @ hugetlb_show_meminfo_node mm/hugetlb.c
      hugepages_total; count; 3.6.5 < 3.10.4 - 7.1.5; total
        How many huge pages of this size were set aside on the node: ordinary requests
        cannot use them.
      hugepages_free; count; 3.6.5 < 3.10.4 - 7.1.5; free
        How many of the huge pages set aside nobody uses at this moment.
      hugepages_surp; count; 3.6.5 < 3.10.4 - 7.1.5; surplus
        How many huge pages there are above the number that was set aside; they are given
        back when they are no longer used.
      hugepages_size; kB; 3.6.5 < 3.10.4 - 7.1.5; sizeKb
        The size of one huge page.
      """;
  }
}
