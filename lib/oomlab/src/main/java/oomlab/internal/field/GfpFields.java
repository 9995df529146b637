package oomlab.internal.field;

/**
 * The names in the gfp mask of the first line; the kernel takes them from
 * include/trace/events/mmflags.h.
 */
final class GfpFields {
  private GfpFields() {}

  static String table() {
    return """
      # GFP
      @ dump_header mm/oom_kill.c
      GFP_KERNEL; none; 4.4.11 < 4.9.80 - 7.1.5
        The kernel asks for itself and may wait, write to disk and reclaim to get it.
      GFP_KERNEL_ACCOUNT; none; 4.4.11 < 4.9.80 - 7.1.5
        Like GFP_KERNEL, and the memory is charged to the memory cgroup of the task that
        asked.
      GFP_USER; none; 4.4.11 < 4.9.80 - 7.1.5
        Memory for a process that the kernel or a device must reach directly; it stays
        within the task's cpuset.
      GFP_HIGHUSER; none; 4.4.11 < 4.9.80 - 7.1.5
        Memory for a process, from any zone, that the kernel need not reach directly; it
        cannot be moved later.
      GFP_HIGHUSER_MOVABLE; none; 4.4.11 < 4.9.80 - 7.1.5
        Memory for a process, from any zone, that the kernel may move later: what a page
        fault usually asks for.
      GFP_TRANSHUGE; none; 4.4.11 < 4.9.80 - 7.1.5
        A transparent huge page, and the asking task itself may reclaim and compact memory
        to get it.
      GFP_TRANSHUGE_LIGHT; none; 4.4.11 < 4.9.80 - 7.1.5
        A transparent huge page, but only if one is at hand: nobody waits, reclaims or
        compacts for it.
      GFP_TEMPORARY; none; 4.4.11 < 4.9.80 - 4.12 > 4.15.18
        Like GFP_KERNEL, for memory that is soon given back; it is kept beside other
        kernel memory that can be reclaimed.
      GFP_NOFS; none; 4.4.11 < 4.9.80 - 7.1.5
        The kernel may wait and write to disk, but may not call a file system to get
        memory, for it may hold that file system's locks.
      GFP_NOIO; none; 4.4.11 < 4.9.80 - 7.1.5
        The kernel may wait, but may not start any disk I/O to get memory, for the I/O
        itself may need this memory.
      GFP_ATOMIC; none; 4.4.11 < 4.9.80 - 7.1.5
        The asker cannot wait and may use part of the emergency reserve.
      GFP_NOWAIT; none; 4.4.11 < 4.9.80 - 7.1.5
        The asker cannot wait and has another way out: if nothing is free, the request
        just fails.
      GFP_DMA; none; 4.4.11 < 4.9.80 - 7.1.5
        Only the lowest zone will do, for devices that reach little memory (the first 16
        MB on x86).
      GFP_DMA32; none; 4.4.11 < 4.9.80 - 7.1.5
        Only memory below 4 GB will do, for devices with 32 address bits.
      __GFP_DMA; none; 6.12 < 6.14 - 7.1.5
        The bit behind GFP_DMA: the memory must come from the lowest zone.
      __GFP_DMA32; none; 6.12 < 6.14 - 7.1.5
        The bit behind GFP_DMA32: the memory must lie below 4 GB.
      __GFP_HIGHMEM; none; 4.4.11 < 4.9.80 - 7.1.5
        High memory will do: memory that a 32-bit kernel does not keep mapped for itself.
      __GFP_MOVABLE; none; 4.4.11 < 4.9.80 - 7.1.5
        The kernel may move these pages later, or reclaim them.
      __GFP_RECLAIMABLE; none; 4.4.11 < 4.9.80 - 7.1.5
        Kernel memory that shrinkers can take back, such as cached file names; it is kept
        together in its own blocks.
      __GFP_HIGH; none; 4.4.11 < 4.9.80 - 7.1.5
        The request is important and may go below the min watermark, into part of the
        reserve.
      __GFP_ATOMIC; none; 4.4.11 < 4.9.80 - 6.1-rc7 > 6.4.6
        The asker cannot wait and is urgent: it may use more of the reserve than others.
      __GFP_IO; none; 4.4.11 < 4.9.80 - 7.1.5
        Disk I/O may be started to get the memory.
      __GFP_FS; none; 4.4.11 < 4.9.80 - 7.1.5
        File systems may be called to get the memory.
      __GFP_WRITE; none; 4.4.11 < 4.9.80 - 7.1.5
        The asker is going to make the page dirty, so such pages are spread over the
        zones.
      __GFP_DIRECT_RECLAIM; none; 4.4.11 < 4.9.80 - 7.1.5
        The asking task itself may reclaim memory, and so may have to wait.
      __GFP_KSWAPD_RECLAIM; none; 4.4.11 < 4.9.80 - 7.1.5
        The background thread kswapd may be woken to reclaim memory.
      __GFP_RECLAIM; none; 4.4.11 < 4.9.80 - 7.1.5
        Both ways of reclaim are allowed: by the asking task and by kswapd.
      __GFP_REPEAT; none; 4.4.11 < 4.9.80 - 4.12 > 4.15.18
        Try harder than usual before giving up; the request may still fail. Later
        __GFP_RETRY_MAYFAIL.
      __GFP_RETRY_MAYFAIL; none; 4.12 < 4.15.18 - 7.1.5
        Try again as long as reclaim gets anywhere, then fail instead of calling the OOM
        killer.
      __GFP_NOFAIL; none; 4.4.11 < 4.9.80 - 7.1.5
        The request must not fail: the kernel tries for ever.
      __GFP_NORETRY; none; 4.4.11 < 4.9.80 - 7.1.5
        Try only once, lightly, and fail instead of calling the OOM killer.
      __GFP_NOWARN; none; 4.4.11 < 4.9.80 - 7.1.5
        Do not write a warning to the log if the request fails.
      __GFP_COMP; none; 4.4.11 < 4.9.80 - 7.1.5
        If it is several pages, handle them as one compound page.
      __GFP_ZERO; none; 4.4.11 < 4.9.80 - 7.1.5
        The memory has to be filled with zeros first.
      __GFP_COLD; none; 4.4.11 < 4.9.80 - 4.12 > 4.15.18
        Pages that are in no processor's cache are welcome, as a device is going to fill
        them.
      __GFP_MEMALLOC; none; 4.4.11 < 4.9.80 - 7.1.5
        The whole reserve may be used, because this request helps to free memory.
      __GFP_NOMEMALLOC; none; 4.4.11 < 4.9.80 - 7.1.5
        The reserve must not be touched, whoever asks.
      __GFP_HARDWALL; none; 4.4.11 < 4.9.80 - 7.1.5
        The request has to stay within the nodes of the task's cpuset.
      __GFP_THISNODE; none; 4.4.11 < 4.9.80 - 7.1.5
        The memory must come from the named node: no other node will do.
      __GFP_ACCOUNT; none; 4.4.11 < 4.9.80 - 7.1.5
        The memory is charged to the memory cgroup of the task that asked.
      __GFP_NOTRACK; none; 4.4.11 < 4.9.80 - 4.12 > 4.15.18
        A memory checker for kernel developers (kmemcheck) does not watch these pages.
      __GFP_OTHER_NODE; none; 4.4.11 < 4.9.80 - 4.9.80 > 4.12
        The request is made on behalf of another node, and is counted there.
      __GFP_NOLOCKDEP; none; 6.12 < 6.14 - 7.1.5
        A lock checker for kernel developers (lockdep) does not look at this request.
      __GFP_ZEROTAGS; none; 5.14-rc5 < 5.17-rc5 - 7.1.5
        The memory tags of the hardware are cleared together with the memory (arm64 memory
        tagging).
      __GFP_SKIP_ZERO; none; 5.17-rc5 < 5.19 - 7.1.5
        Do not fill the memory with zeros, even if the machine is set to do so always
        (arm64 memory tagging).
      __GFP_SKIP_KASAN; none; 6.1-rc7 < 6.4.6 - 7.1.5
        A memory checker for kernel developers (KASAN) leaves these pages alone.
      __GFP_SKIP_KASAN_POISON; none; 5.14-rc5 < 5.17-rc5 - 6.1-rc7 > 6.4.6
        A memory checker for kernel developers (KASAN) does not mark these pages when they
        are freed.
      __GFP_SKIP_KASAN_UNPOISON; none; 5.17-rc5 < 5.19 - 6.1-rc7 > 6.4.6
        A memory checker for kernel developers (KASAN) does not mark these pages when they
        are handed out.
      __GFP_NO_OBJ_EXT; none; 6.12 < 6.14 - 7.1.5
        The slab allocator keeps no extra record for these objects, because this very
        request is for such records.
      __GFP_WAIT; none; 2.6.18 - 4.2.8 > 4.4.11
        The asker may wait, so reclaim is allowed. Up to 4.3 the kernel printed the number
        only; the name is decoded from it.
      @ out_of_memory mm/oom_kill.c
      __GFP_NO_GROW; none; 2.6.18 - 2.6.18 > 2.6.24
        The slab allocator must not get new pages. The kernel printed the number only; the
        name is decoded from it.
      @ dump_header mm/oom_kill.c
      __GFP_NO_KSWAPD; none; 2.6.37 < 3.0.27 - 4.2.8 > 4.4.11
        The background thread kswapd is not woken for this request. The kernel printed the
        number only; the name is decoded from it.
      __GFP_NOACCOUNT; none; 3.19.8 < 4.2.8 - 4.4.11 > 4.9.80
        The memory is not charged to a memory cgroup. The kernel printed the number only;
        the name is decoded from it.
      """;
  }
}
