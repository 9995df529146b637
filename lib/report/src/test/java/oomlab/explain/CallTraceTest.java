package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the call trace tells of what the memory was for. */
class CallTraceTest {
  private static CallTrace trace(String... functions) {
    List<String> lines = new ArrayList<>(List.of("Call Trace:", " <TASK>"));
    for (String function : functions) {
      lines.add(" " + function);
    }
    return CallTrace.of(
        Logs.report(Logs.trigger(0), Logs.cpu("6.1.0", 5), lines, Logs.kill(5, "hog")));
  }

  private static String purpose(String functions) {
    return trace(
            ("dump_stack_lvl dump_header oom_kill_process.cold out_of_memory __alloc_pages "
                    + functions)
                .replaceAll("(\\S+)", "$1+0x12/0x340")
                .split(" "))
        .purpose()
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "__folio_alloc do_anonymous_page __handle_mm_fault, a page fault in its own memory (do_anon",
    "__folio_alloc __handle_mm_fault handle_mm_fault, a page fault (__handle_mm_fault)",
    "__folio_alloc do_huge_pmd_anonymous_page __handle_mm_fault, a huge page of its own memory (",
    "__folio_alloc wp_page_copy __handle_mm_fault, its own copy of a page that was shared",
    "folio_alloc_swap do_swap_page __handle_mm_fault, a page to be read back from swap (do_swap_",
    "__filemap_get_folio filemap_fault __do_fault, a page fault in a mapped file: a page to be",
    "shmem_alloc_folio shmem_get_folio_gfp shmem_fault __do_fault, a page fault in shared memory",
    "shmem_alloc_folio shmem_get_folio_gfp shmem_write_begin generic_perform_write, a write to a tm",
    "__filemap_get_folio ext4_da_write_begin generic_perform_write, a write to a file (generic_pe",
    "page_cache_ra_unbounded filemap_get_pages filemap_read vfs_read, the reading of a file (filem",
    "pte_alloc_one __pte_alloc do_anonymous_page, page tables (pte_alloc_one)",
    "dup_task_struct copy_process kernel_clone, a new process or thread (copy_process)",
    "pipe_write vfs_write ksys_write, data in a pipe (pipe_write)",
    "kmalloc_reserve __alloc_skb tcp_sendmsg_locked, the network (__alloc_skb)",
    "alloc_slab_page allocate_slab kmem_cache_alloc getname_flags do_sys_openat2, the kernel itself (g",
  })
  void namesWhatTheMemoryWasFor(String functions, String purpose) {
    assertThat(purpose(functions)).startsWith(purpose);
  }

  @Test
  void namesTheModuleThatAsked() {
    assertThat(
            trace(
                    "out_of_memory+0x1/0x2",
                    "__alloc_pages+0x1/0x2",
                    "os_alloc_mem+0x95/0xb0 [nvidia]",
                    "_nv001+0x1/0x2 [nvidia]")
                .purpose())
        .contains("the kernel itself (os_alloc_mem of the module nvidia)");
  }

  @Test
  void passesOverWhatMayBeLeftOnTheStack() {
    assertThat(
            trace(
                    "? filemap_fault+0x1/0x2",
                    "out_of_memory+0x1/0x2",
                    "__alloc_pages+0x1/0x2",
                    "do_anonymous_page+0x1/0x2")
                .purpose())
        .contains("a page fault in its own memory (do_anonymous_page)");
    assertThat(trace("? out_of_memory+0x1/0x2", "? filemap_fault+0x1/0x2").purpose())
        .as("a kernel without frame pointers")
        .get()
        .asString()
        .endsWith("(filemap_fault)");
  }

  @Test
  void readsTheFormOfArm() {
    assertThat(
            trace(
                    "[<c0012345>] (out_of_memory) from [<c0076543>] (__alloc_pages_nodemask+0x8/0x9)",
                    "[<c0076543>] (do_wp_page) from [<c0076544>] (handle_mm_fault+0x8/0x9)")
                .purpose())
        .get()
        .asString()
        .endsWith("(do_wp_page)");
  }

  @Test
  void saysNothingOfATraceThatDoesNotTell() {
    assertThat(trace().purpose()).isEmpty();
    assertThat(trace("out_of_memory+0x1/0x2", "entry_SYSCALL_64+0x1/0x2").purpose()).isEmpty();
    assertThat(trace("[<ffffffff814d55f3>] ? 0xffffffff814d55f3").purpose()).isEmpty();
  }
}
