package oomlab.internal.field;

/** The totals at the end of Mem-Info, and what the kernel itself holds. */
final class TotalFields {
  private TotalFields() {}

  static String table() {
    return """
      # SWAP
      @ show_free_areas mm/show_mem.c
      total pagecache pages; pages; 2.6.24 < 2.6.28.6 - 7.1.5; totalPagecachePages totalPagecache
        All page cache, shared memory and swap cache included.
      @ show_swap_cache_info mm/swap_state.c
      pages in swap cache; pages; 2.6.24 < 2.6.28.6 - 7.1.5; swapCachePages swapCache
        Pages that are in memory and in swap at the same time.
      Swap cache stats: add; count; 2.6.18 - 5.19 > 6.0.19; swapCacheAdd
        How many pages were put into the swap cache since the machine started.
      Swap cache stats: delete; count; 2.6.18 - 5.19 > 6.0.19; swapCacheDelete
        How many pages were taken out of the swap cache since the machine started.
      Swap cache stats: find; count; 2.6.18 - 5.19 > 6.0.19; swapCacheFindSuccess swapCacheFindTotal
        How often a page was found in the swap cache, and after the slash how often one
        was looked for.
      Swap cache: race; count; 2.6.18 - 2.6.24 > 2.6.28.6
        How often two tasks got into each other's way when they put a page into the swap
        cache.
      Free swap; kB; 2.6.18 - 7.1.5; freeKb
        Swap space that is not used. It says nothing about whether the request was allowed
        to swap.
      Total swap; kB; 2.6.18 - 7.1.5; totalKb
        All swap space of the machine.
      # TOTALS
      @ __show_mem mm/show_mem.c
      pages RAM; pages; 2.6.24 < 2.6.28.6 - 7.1.5; ramPages
        All memory that the kernel knows of: the present memory of all zones.
      @ show_mem arch/arm/mm/init.c
      pages of RAM; pages; 2.6.18 - 3.19.8 > 4.2.8
        All memory that the kernel knows of, counted by the architecture's own code.
      @ __show_mem mm/show_mem.c
      pages HighMem/MovableOnly; pages; 3.10.4 < 3.16 - 7.1.5; highMemPages
        The part of it that is high memory, or memory for movable pages only.
      @ show_mem lib/show_mem.c
      pages HighMem; pages; 2.6.24 < 2.6.28.6 - 3.10.4 > 3.16
        The part of it that is high memory, which a 32-bit kernel does not keep mapped.
      @ show_mem arch/x86/mm/pgtable_32.c
      pages of HIGHMEM; pages; 2.6.18 - 2.6.24 > 2.6.28.6
        The part of it that is high memory, which a 32-bit kernel does not keep mapped.
      @ __show_mem mm/show_mem.c
      pages reserved; pages; 2.6.24 < 2.6.28.6 - 7.1.5; reservedPages
        Memory that can never be given out: present less managed of all zones (up to 3.10,
        pages marked as reserved). Pages RAM less this, and swap, are what a score is
        measured against.
      @ show_mem arch/arm/mm/init.c
      reserved pages; pages; 2.6.18 - 3.19.8 > 4.2.8
        Pages marked as reserved, counted by the architecture's own code.
      pages shared; pages; 2.6.18 - 3.19.8 > 4.2.8; sharedPages
        How many users the pages have beyond the first, added up.
      @ show_mem lib/show_mem.c
      pages non-shared; pages; 2.6.24 < 2.6.28.6 - 3.10.4 > 3.16; nonSharedPages
        Pages that exactly one user has.
      pages in pagetable cache; pages; 2.6.24 < 2.6.28.6 - 5.3.1 > 5.4.18; pagetableCachePages
        Free pages that some architectures kept for the next page table.
      @ __show_mem mm/show_mem.c
      pages cma reserved; pages; 3.16 < 3.19.8 - 7.1.5; cmaReservedPages
        Memory in areas kept for devices (CMA). Kernels around 3.19 did not count it in
        pages reserved.
      pages hwpoisoned; pages; 3.10.4 < 3.16 - 7.1.5; hwpoisonedPages
        Pages taken out of use because the hardware reported an error in them.
      @ show_mem arch/arm/mm/init.c
      free pages; pages; 2.6.18 - 3.19.8 > 4.2.8; archFreePages archFree
        Pages that nobody uses, counted by the architecture's own code.
      slab pages; pages; 2.6.18 - 3.19.8 > 4.2.8; archSlabPages archSlab
        Pages of the kernel's own objects, counted by the architecture's own code.
      pages swap cached; pages; 2.6.18 - 3.19.8 > 4.2.8; archSwapCachedPages archSwapCached
        Pages in memory and in swap at the same time, counted by the architecture's own
        code.
      @ show_mem arch/x86/mm/pgtable_32.c
      pages dirty; pages; 2.6.18 - 2.6.24 > 2.6.28.6; archDirtyPages archDirty
        Page cache that has to be written to disk before it can be dropped.
      pages writeback; pages; 2.6.18 - 2.6.24 > 2.6.28.6; archWritebackPages archWriteback
        Pages on their way to the disk at this moment.
      pages mapped; pages; 2.6.18 - 2.6.24 > 2.6.28.6; archMappedPages archMapped
        Page cache that processes have mapped into their address space.
      pages slab; pages; 2.6.18 - 2.6.24 > 2.6.28.6
        Pages of the kernel's own objects.
      pages pagetables; pages; 2.6.18 - 2.6.24 > 2.6.28.6; archPagetablesPages archPagetables
        Memory that holds the page tables of processes.
      # SLAB
      @ dump_unreclaimable_slab mm/slab_common.c
      Name; none; 4.12 < 4.15.18 - 7.1.5; name
        The name of a cache of kernel objects that cannot be given back. The list is
        printed when such objects outweigh the memory of all processes.
      Used; kB; 4.12 < 4.15.18 - 7.1.5; usedKb
        Memory of the objects in this cache that are in use.
      Total; kB; 4.12 < 4.15.18 - 7.1.5; totalKb
        Memory of all objects in this cache, those not in use included.
      # ALLOCATIONS
      @ __show_mem mm/show_mem.c
      size; none; 6.8.1 < 6.12 - 7.1.5; bytes
        Memory that this place in the kernel's source has asked for and still holds, with
        its unit (B, KiB, MiB...).
      calls; count; 6.8.1 < 6.12 - 7.1.5
        How many requests of this place are still held.
      func; none; 6.8.1 < 6.12 - 7.1.5; site
        The function that asked, after its file and line, and after its module in square
        brackets.
      """;
  }
}
