package oomlab;

/**
 * How a thread turns mapped addresses into memory. Every chunk is a mapping of its own, readable
 * and writable, that is never given back ({@code man 2 mmap}).
 *
 * <p>What the kernel refuses ends the child with one sentence and the error number as its status.
 */
public enum Touch {
  /**
   * Writes the first byte of every page of a private anonymous mapping: the kernel finds and zeroes
   * a page in one page fault each. The reference program's way. Where transparent huge pages are
   * {@code always} on, one fault may fill 2 MiB (Documentation/admin-guide/mm/transhuge.rst).
   */
  PAGE,
  /**
   * Writes every byte, in blocks of 1 MiB ({@code man 3 memset}): the same faults as {@link #PAGE},
   * and the cost of passing all of the memory through the caches.
   */
  BYTE,
  /**
   * Maps with {@code MAP_POPULATE}: the kernel fills the mapping inside {@code mmap}, without a
   * fault for each page. No byte is written by us, and {@code mmap} succeeds even if not all of it
   * could be filled ({@code man 2 mmap}).
   */
  POPULATE,
  /**
   * Maps, then asks with {@code MADV_POPULATE_WRITE}: the kernel fills the mapping inside {@code
   * madvise} as if every page were written to, and reports failure, unlike {@link #POPULATE}
   * ({@code man 2 madvise}). Before Linux 5.14: EINVAL.
   */
  MADVISE,
  /**
   * Asks for transparent huge pages: maps 2 MiB more than the chunk, gives back what lies before
   * the first and after the last byte of a chunk that begins at a multiple of 2 MiB, marks it
   * {@code MADV_HUGEPAGE}, and fills it with {@code MADV_POPULATE_WRITE}; before Linux 5.14 by
   * writing a byte a page.
   *
   * <p>The kernel then takes blocks of 2 MiB on x86-64 where it has free ones, small pages
   * elsewhere, for the rest of a chunk that is no multiple, and everywhere if huge pages are {@code
   * never} used. A kernel built without them answers EINVAL ({@code man 2 madvise},
   * Documentation/admin-guide/mm/transhuge.rst).
   */
  HUGE,
  /**
   * Maps, then calls {@code mlock}: the kernel fills the mapping and keeps it in RAM, out of reach
   * of swap and reclaim. Over RLIMIT_MEMLOCK, without CAP_IPC_LOCK, it answers ENOMEM; at a limit
   * of 0, EPERM ({@code man 2 mlock}).
   */
  MLOCK,
  /**
   * Maps a file privately, reads a byte of every page, then writes one.
   *
   * <p>The file has the size of one chunk, no blocks and no name any more, and every chunk of every
   * thread maps the same bytes of it. So reading puts at most one chunk into the page cache, where
   * reclaim may drop it, and counts it as RssFile in each mapping (as RssShmem if the folder is a
   * tmpfs). Writing gives the mapping a copy of the page: anonymous memory from then on, counted as
   * RssAnon, and never written back to the file ({@code man 2 mmap}, MAP_PRIVATE; do_wp_page in
   * mm/memory.c). It is this that runs out.
   */
  FILE,
  /**
   * Writes the first byte of every page of a shared anonymous mapping: a page fault each, as {@link
   * #PAGE}, but the pages belong to an unnamed tmpfs file (shmem_zero_setup in mm/shmem.c). They
   * count as RssShmem and as the group's {@code shmem}, and the OOM reaper leaves them alone: they
   * go when the process has gone (__oom_reap_task_mm in mm/oom_kill.c).
   */
  SHARED
}
