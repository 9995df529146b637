package oomlab.explain;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.report.LineKind;
import oomlab.report.OomReport;

/**
 * Reads from the call trace what the memory was for: the innermost function that tells it, beyond
 * those of the allocators. Function names as in mm/, fs/ and kernel/ from 2.6.22 to 6.18.
 */
final class CallTrace {
  /** What functions are called for whose names begin so. */
  private record Purpose(String what, List<String> functions) {
    Purpose(String what, String... functions) {
      this(what, List.of(functions));
    }

    boolean of(Frame frame) {
      return functions.stream().anyMatch(frame.function()::startsWith);
    }
  }

  private static final List<Purpose> PURPOSES =
      List.of(
          new Purpose(
              later("a page fault in its own memory"), "do_anonymous_page", "alloc_anon_folio"),
          new Purpose(later("a huge page of its own memory"), "do_huge_pmd_", "__do_huge_pmd_"),
          new Purpose(
              later("its own copy of a page that was shared until now"),
              "do_wp_page",
              "wp_page_copy",
              "do_cow_fault"),
          new Purpose(
              later("a page to be read back from swap"), "do_swap_page", "swapin_readahead"),
          new Purpose(
              later("a page fault in a mapped file: a page to be read from disk"),
              "filemap_fault",
              "filemap_nopage"),
          new Purpose(
              later("a page fault in shared memory or in a file of a tmpfs"),
              "shmem_fault",
              "shmem_nopage"),
          new Purpose(
              later("a write to a tmpfs, where files are memory"),
              "shmem_write_begin",
              "shmem_file_write",
              "shmem_fallocate"),
          new Purpose(
              later("a write to a file"),
              "generic_perform_write",
              "generic_file_buffered_write",
              "iomap_file_buffered_write"),
          new Purpose(
              later("the reading of a file"),
              "filemap_read",
              "generic_file_read",
              "generic_file_buffered_read",
              "do_generic_file_read"),
          new Purpose(
              later("page tables"), "pte_alloc", "__pte_alloc", "__pmd_alloc", "__pud_alloc"),
          new Purpose(
              later("a new process or thread"),
              "copy_process",
              "kernel_clone",
              "_do_fork",
              "do_fork"),
          new Purpose(
              later("a program to be started"),
              "load_elf_binary",
              "do_execve",
              "bprm_execve",
              "copy_str"),
          new Purpose(later("data in a pipe"), "pipe_write", "anon_pipe_write"),
          new Purpose(
              later("the network"), "__alloc_skb", "sock_alloc_send", "sk_page_frag", "tcp_"),
          new Purpose(later("the memory of a virtual machine"), "kvm_", "tdp_", "hva_to_pfn"),
          new Purpose(later("a BPF program that called the OOM killer"), "bpf_out_of_memory"),
          new Purpose(later("a balloon driver"), "fill_balloon", "balloon_"),
          new Purpose(later("swap that is compressed in memory"), "zram_", "zswap_", "zs_malloc"),
          new Purpose(later("graphics memory"), "ttm_", "drm_", "i915_", "amdgpu_", "radeon_"),
          new Purpose(
              later("a page fault"),
              "handle_mm_fault",
              "__handle_mm_fault",
              "handle_pte_fault",
              "mm_fault_error",
              "do_page_fault",
              "__do_page_fault",
              "do_user_addr_fault"));

  /** What stands between out_of_memory and whoever wanted the memory. */
  private static final Pattern ALLOCATOR =
      Pattern.compile(
          "(?:dump_|show_|unwind_|warn_alloc|oom_|out_of_memory|panic|__?alloc_pages|alloc_pages"
              + "|alloc_slab|alloc_page|allocate_slab|new_slab|_*slab_alloc|kmem_|_*kmalloc|_*kvmalloc"
              + "|_*vmalloc|__get_free|get_zeroed|cache_alloc|cache_grow|fallback_alloc|kzalloc|krealloc"
              + "|try_charge|charge_memcg|_*mem_cgroup|_*memcg|obj_cgroup|_*folio_alloc|vma_alloc"
              + "|_*filemap_|pagecache_get|_*page_cache|_*add_to_page_cache|pagefault_out|mm_fault_error"
              + "|find_or_create_page|grab_cache_page|alloc_inode|new_inode).*");

  /** The way in from user space: it tells nothing. */
  private static final Pattern ENTRY =
      Pattern.compile("(?:sysenter|syscall|system_call|entry_|do_syscall|ret_|asm_|el0).*");

  // "[<c0123>] (out_of_memory) from", "? do_x+0x1/0x2 [module]".
  private static final Pattern FRAME =
      Pattern.compile(
          "(\\? )?\\(?\\.?([A-Za-z_][\\w.]*)(?:\\+0x[^ )]*)?\\)?(?: from .*|(?: \\[([\\w-]+)\\])?.*)");
  private static final Pattern ADDRESS = Pattern.compile("^(?:\\[<?[0-9a-f]+>?\\]\\s*)+");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{8,16}(?: .*)?");

  private record Frame(String function, Optional<String> module) {
    @Override
    public String toString() {
      return module.map(m -> words("%s of the module %s", function, m)).orElse(function);
    }
  }

  private final List<Frame> frames;

  private CallTrace(List<Frame> frames) {
    this.frames = frames;
  }

  static CallTrace of(OomReport report) {
    List<Matcher> all =
        report.lines().stream()
            .filter(line -> line.kind() == LineKind.STACK)
            .map(line -> ADDRESS.matcher(line.text().strip()).replaceFirst(""))
            .filter(text -> !HEX.matcher(text).matches() && !text.contains(":"))
            .map(FRAME::matcher)
            .filter(Matcher::matches)
            .toList();
    // "?" marks what may be left over on the stack; old kernels without frame pointers mark all.
    List<Matcher> sure = all.stream().filter(frame -> frame.group(1) == null).toList();
    return new CallTrace(
        (sure.size() > 2 ? sure : all)
            .stream()
                .map(
                    f ->
                        new Frame(
                            f.group(2).replaceFirst("\\..*", ""), Optional.ofNullable(f.group(3))))
                .toList());
  }

  /** Whether a function of this name, or one that begins so, is in it. */
  boolean has(String function) {
    return frames.stream().anyMatch(f -> f.function().startsWith(function));
  }

  /** Returns what the memory was for, with the function that shows it. */
  Optional<String> purpose() {
    return frames.stream()
        .flatMap(CallTrace::purpose)
        .findFirst()
        .or(
            () ->
                frames.stream()
                    .dropWhile(f -> !f.function().startsWith("out_of_memory"))
                    .dropWhile(f -> ALLOCATOR.matcher(f.function()).matches())
                    .findFirst()
                    .filter(f -> !ENTRY.matcher(f.function()).matches())
                    .map(f -> words("the kernel itself (%s)", f)));
  }

  private static Stream<String> purpose(Frame frame) {
    return PURPOSES.stream()
        .filter(p -> p.of(frame))
        .map(p -> words("%s (%s)", words(p.what()), frame));
  }
}
