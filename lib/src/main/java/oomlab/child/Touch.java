package oomlab.child;

/** How a thread turns mapped addresses into memory. */
public enum Touch {
  /** Writes one byte in every page: one page fault a page. The reference program's way. */
  PAGE,
  /** Writes every byte: the same faults, and the cost of filling caches and memory. */
  BYTE,
  /**
   * {@code MAP_POPULATE}: the kernel fills the mapping inside {@code mmap(2)}, without a fault for
   * each page.
   */
  POPULATE,
  /**
   * {@code MADV_POPULATE_WRITE} (Linux 5.14): the same after the mapping, and it reports failure.
   */
  MADVISE,
  /**
   * Transparent huge pages by {@code MADV_HUGEPAGE}: one fault fills 2 MiB on x86-64, if the kernel
   * has such a block.
   */
  HUGE,
  /** {@code mlock(2)}: populates and pins; refused with ENOMEM over RLIMIT_MEMLOCK. */
  MLOCK,
  /**
   * A private mapping of a file: page cache that reclaim can write back or drop until it is written
   * to.
   */
  FILE,
  /** Shared memory: counted as shmem, not anon, and kept until the last user goes. */
  SHARED
}
