package oomlab.internal.field;

/** The counters of the whole machine, and of a memory node. */
final class CounterFields {
  private CounterFields() {}

  static String table() {
    return """
      # COUNTERS
      @ show_free_areas mm/page_alloc.c
      Active; pages; 2.6.18 - 2.6.24 > 2.6.28.6
        Memory in use that was used lately, of processes and page cache together.
      inactive; pages; 2.6.18 - 2.6.24 > 2.6.28.6
        Memory in use that was not used for a while, of processes and page cache together:
        first to be reclaimed.
      @ show_free_areas mm/show_mem.c
      active_anon; pages; 2.6.29 < 2.6.32.2 - 7.1.5
        Memory without a file on disk behind it (heaps, stacks, shared memory) that was
        used lately.
      @ show_free_areas mm/page_alloc.c
      Active_anon; pages; 2.6.24 < 2.6.28.6 - 2.6.29 > 2.6.32.2
        Memory without a file on disk behind it that was used lately. Later kernels write
        it in lower case.
      @ show_free_areas mm/show_mem.c
      inactive_anon; pages; 2.6.24 < 2.6.28.6 - 7.1.5
        Memory without a file on disk behind it that was not used for a while: first to be
        swapped out, if there is swap.
      isolated_anon; pages; 2.6.29 < 2.6.32.2 - 7.1.5
        Memory without a file behind it that reclaim or compaction has taken off its list
        at this moment.
      active_file; pages; 2.6.24 < 2.6.28.6 - 7.1.5
        Page cache (contents of files) that was used lately.
      inactive_file; pages; 2.6.24 < 2.6.28.6 - 7.1.5
        Page cache that was not used for a while: first to be dropped.
      isolated_file; pages; 2.6.29 < 2.6.32.2 - 7.1.5
        Page cache that reclaim or compaction has taken off its list at this moment.
      unevictable; pages; 2.6.24 < 2.6.28.6 - 7.1.5
        Memory that reclaim may not touch, such as what mlock pinned.
      dirty; pages; 2.6.18 - 7.1.5
        Page cache that was changed and has to be written to disk before it can be
        dropped.
      writeback; pages; 2.6.18 - 7.1.5
        Pages on their way to the disk at this moment.
      @ show_free_areas mm/page_alloc.c
      unstable; pages; 2.6.18 - 5.4.18 > 5.8.1
        Pages sent to an NFS server that has not said yet that it keeps them safely.
      @ show_free_areas mm/show_mem.c
      free; pages; 2.6.18 - 7.1.5
        Free memory of all zones together. In the zone lines the same word counts kB.
      @ show_free_areas mm/page_alloc.c
      slab; pages; 2.6.18 - 2.6.29 > 2.6.32.2
        The kernel's own objects, such as cached file names and open files.
      @ show_free_areas mm/show_mem.c
      slab_reclaimable; pages; 2.6.29 < 2.6.32.2 - 7.1.5
        The kernel's own objects that can be given back, such as cached file names.
      slab_unreclaimable; pages; 2.6.29 < 2.6.32.2 - 7.1.5
        The kernel's own objects that cannot be given back, such as open files and network
        buffers.
      mapped; pages; 2.6.18 - 7.1.5
        Page cache that processes have mapped into their address space, such as program
        code.
      shmem; pages; 2.6.29 < 2.6.32.2 - 7.1.5
        Shared memory and tmpfs: counted as page cache, but only swap can hold it.
      pagetables; pages; 2.6.18 - 7.1.5
        Memory that holds the page tables of processes.
      sec_pagetables; pages; 6.0.19 < 6.1-rc7 - 7.1.5
        Page tables that are not those of a process: of virtual machines (KVM) and of
        devices (IOMMU).
      bounce; pages; 2.6.18 < 2.6.24 - 7.1.5
        Copies for devices that cannot reach the memory itself. From 6.18 on always 0.
      kernel_misc_reclaimable; pages; 5.14-rc5 < 5.17-rc5 - 7.1.5
        Kernel memory outside of the slabs that can be given back when memory is short.
      free_pcp; pages; 3.19.8 < 4.2.8 - 7.1.5
        Free pages that the processors keep at hand, each for itself.
      free_cma; pages; 3.6.5 < 3.10.4 - 7.1.5
        Free pages in areas kept for devices (CMA); only movable pages may borrow them,
        and they are part of free.
      @ show_free_areas mm/page_alloc.c
      Free pages; kB; 2.6.18 - 2.6.18 > 2.6.24; freeKb
        Free memory of all zones together.
      HighMem; kB; 2.6.18 - 2.6.18 > 2.6.24; freeHighMemKb
        The part of the free memory that lies in high memory, which a 32-bit kernel does
        not keep mapped.
      # NODE
      @ show_free_areas mm/show_mem.c
      Node; none; 4.4.11 < 4.9.80 - 7.1.5; node
        The number of a memory node: memory that is equally near to some of the
        processors. Most machines have one, node 0.
      active_anon; kB; 4.4.11 < 4.9.80 - 7.1.5
        Memory of this node without a file on disk behind it (heaps, stacks, shared
        memory) that was used lately.
      inactive_anon; kB; 4.4.11 < 4.9.80 - 7.1.5
        Memory of this node without a file on disk behind it that was not used for a
        while: first to be swapped out, if there is swap.
      active_file; kB; 4.4.11 < 4.9.80 - 7.1.5
        Page cache on this node that was used lately.
      inactive_file; kB; 4.4.11 < 4.9.80 - 7.1.5
        Page cache on this node that was not used for a while: first to be dropped.
      unevictable; kB; 4.4.11 < 4.9.80 - 7.1.5
        Memory of this node that reclaim may not touch, such as what mlock pinned.
      isolated(anon); kB; 4.4.11 < 4.9.80 - 7.1.5
        Memory without a file behind it that reclaim or compaction has taken off this
        node's lists at this moment.
      isolated(file); kB; 4.4.11 < 4.9.80 - 7.1.5
        Page cache that reclaim or compaction has taken off this node's lists at this
        moment.
      mapped; kB; 4.4.11 < 4.9.80 - 7.1.5
        Page cache on this node that processes have mapped into their address space.
      dirty; kB; 4.4.11 < 4.9.80 - 7.1.5
        Page cache on this node that has to be written to disk before it can be dropped.
      writeback; kB; 4.4.11 < 4.9.80 - 7.1.5
        Memory of this node that is on its way to the disk at this moment.
      shmem; kB; 4.4.11 < 4.9.80 - 7.1.5
        Shared memory and tmpfs on this node: counted as page cache, but only swap can
        hold it.
      shmem_thp; kB; 4.4.11 < 4.9.80 - 7.1.5
        The part of the shared memory that consists of transparent huge pages.
      shmem_pmdmapped; kB; 4.4.11 < 4.9.80 - 7.1.5
        The part of the shared memory that processes have mapped as whole huge pages.
      anon_thp; kB; 4.4.11 < 4.9.80 - 7.1.5
        The part of the memory without a file behind it that consists of transparent huge
        pages.
      writeback_tmp; kB; 4.4.11 < 4.9.80 - 6.14 > 6.18.4
        Temporary copies of pages that a file system in user space (FUSE) is writing.
      @ show_free_areas mm/page_alloc.c
      unstable; kB; 4.4.11 < 4.9.80 - 5.4.18 > 5.8.1
        Memory sent to an NFS server that has not said yet that it keeps it safely.
      @ show_free_areas mm/show_mem.c
      kernel_stack; kB; 5.8.1 < 5.10.7 - 7.1.5
        Kernel stacks on this node: one for each thread of the machine.
      shadow_call_stack; kB; 5.8.1 < 5.10.7 - 7.1.5
        Second stacks that protect the return addresses of kernel functions (arm64 and
        riscv, if built so).
      pagetables; kB; 5.10.7 < 5.14-rc5 - 7.1.5
        Memory of this node that holds the page tables of processes.
      sec_pagetables; kB; 6.0.19 < 6.1-rc7 - 7.1.5
        Page tables on this node that are not those of a process: of virtual machines
        (KVM) and of devices (IOMMU).
      @ show_free_areas mm/page_alloc.c
      pages_scanned; pages; 4.4.11 < 4.9.80 - 4.9.80 > 4.12
        How many pages reclaim has looked at since it last got one back: a plain number
        among the kB. Many of them and nothing freed makes the node all_unreclaimable.
      @ show_free_areas mm/show_mem.c
      all_unreclaimable?; none; 4.4.11 < 4.9.80 - 7.1.5
        Yes when reclaim has given up on this node: it tried again and again and got
        nothing.
      Balloon; kB; 6.14 < 6.18.4 - 7.1.5
        Memory that a balloon driver has taken to give it back to the host of this virtual
        machine.
      gpu_active; kB; 6.19 < 7.1.5 - 7.1.5
        Memory of this node that belongs to objects of graphics processors.
      gpu_reclaim; kB; 6.19 < 7.1.5 - 7.1.5
        Memory in the pools of graphics drivers that they can give back when memory is
        short.
      """;
  }
}
