package oomlab.internal.field;

/** The task table and what is said about the victim. */
final class VictimFields {
  private VictimFields() {}

  static String table() {
    return """
      # TASKS
      @ dump_tasks mm/oom_kill.c
      pid; none; 2.6.24 < 2.6.28.6 - 7.1.5
        The process, or a thread of it that still has its memory. Up to 2.6.35 it is
        always the first thread.
      uid; none; 2.6.24 < 2.6.28.6 - 7.1.5
        The user that it runs as (the real user id).
      tgid; none; 2.6.24 < 2.6.28.6 - 7.1.5
        The thread group: what user space calls the process.
      total_vm; pages; 2.6.24 < 2.6.28.6 - 7.1.5
        Addresses that the process has mapped: most of them may never have become memory.
      rss; pages; 2.6.24 < 2.6.28.6 - 7.1.5
        Memory that the process holds, in pages, not in kB: of its own, of files and
        shared. This counts in the choice.
      rss_anon; pages; 6.6.17 < 6.8.1 - 7.1.5
        The part of rss without a file behind it (heaps, stacks): mostly what a kill gives
        back.
      rss_file; pages; 6.6.17 < 6.8.1 - 7.1.5
        The part of rss that is page cache, such as program code.
      rss_shmem; pages; 6.6.17 < 6.8.1 - 7.1.5
        The part of rss that is shared memory or tmpfs.
      nr_ptes; count; 3.4.65 < 3.6.5 - 4.12 > 4.15.18
        The process's page tables of the lowest level; each is one page. They count in the
        choice.
      nr_pmds; count; 3.19.8 < 4.2.8 - 4.12 > 4.15.18
        The process's page tables of the level above; each is one page. They count in the
        choice.
      pgtables_bytes; bytes; 4.12 < 4.15.18 - 7.1.5
        Memory for the process's page tables: in bytes, although the heading says that all
        values are pages. It counts in the choice.
      swapents; pages; 3.4.65 < 3.6.5 - 7.1.5
        Pages of the process that are swapped out. They count in the choice as well.
      cpu; none; 2.6.24 < 2.6.28.6 - 3.4.65 > 3.6.5
        The processor that the task ran on last.
      oom_adj; none; 2.6.24 < 2.6.28.6 - 3.4.65 > 3.6.5
        The older adjustment, from -17 (never kill) to 15, set through /proc/PID/oom_adj.
      oom_score_adj; per mille; 2.6.35.3 < 2.6.37 - 7.1.5
        How much more (up to 1000) or less (down to -1000: never) likely the process is to
        be chosen: each 1 is a thousandth of all memory that counts.
      name; none; 2.6.24 < 2.6.28.6 - 7.1.5
        What the task calls itself: at most 15 bytes, and any bytes, blanks and brackets
        included.
      # CHOICE
      @ oom_kill_process mm/oom_kill.c
      Kill process; none; 2.6.18 - 5.0.1 > 5.2.1; chosen_pid chosenPid
        The process with the most points. It may be a child of it that is killed in its
        place.
      (comm); none; 2.6.18 - 5.0.1 > 5.2.1; chosen_comm chosenComm
        The name of the chosen process.
      score; per mille; 2.6.18 - 5.0.1 > 5.2.1
        From 2.6.36 on, its share of all memory that it could have used, in thousandths,
        the adjustment included. Before that, points by another rule, with no unit.
      # KILL
      @ out_of_memory mm/oom_kill.c
      Memory cgroup out of memory; none; 2.6.24 < 2.6.28.6 - 7.1.5; memcg message
        The kill is because of the limit of a control group, not because the machine has
        no memory left.
      @ mem_cgroup_print_oom_group mm/memcontrol.c
      memory.oom.group; none; 4.15.18 < 4.19 - 7.1.5; group_kill groupKill
        The control group is to live or die as a whole (its file memory.oom.group says 1),
        so every process in it is killed.
      @ __oom_kill_process mm/oom_kill.c
      Killed process; none; 2.6.18 - 7.1.5; pid
        The process that got SIGKILL.
      (name); none; 2.6.18 - 7.1.5; comm
        The name of the killed process, at most 15 bytes.
      @ __oom_kill_task mm/oom_kill.c
      vsz; kB; 2.6.32.2 < 2.6.35.3 - 2.6.35.3 > 2.6.37
        Addresses that the killed process had mapped. Later kernels call it total-vm.
      @ __oom_kill_process mm/oom_kill.c
      total-vm; kB; 2.6.35.3 < 2.6.37 - 7.1.5; total_vm
        Addresses that the killed process had mapped: most of them may never have become
        memory.
      anon-rss; kB; 2.6.32.2 < 2.6.35.3 - 7.1.5; anon_rss
        Memory of the killed process without a file behind it (heaps, stacks): this is
        most of what the kill gives back.
      file-rss; kB; 2.6.32.2 < 2.6.35.3 - 7.1.5; file_rss
        Page cache that the killed process had mapped: others may use it as well.
      shmem-rss; kB; 4.4.11 < 4.9.80 - 7.1.5; shmem_rss
        Shared memory of the killed process: it stays while anyone else uses it, or while
        it is a file in tmpfs.
      UID; none; 5.3.1 < 5.4.18 - 7.1.5; uid
        The user that the killed process ran as.
      pgtables; kB; 5.3.1 < 5.4.18 - 7.1.5
        Memory for the page tables of the killed process.
      oom_score_adj; per mille; 5.3.1 < 5.4.18 - 7.1.5
        The adjustment of the killed process, from -1000 to 1000.
      # SUMMARY
      @ dump_oom_victim mm/oom_kill.c
      constraint; none; 4.19 < 5.0.1 - 7.1.5
        What limited the request: nothing (CONSTRAINT_NONE: the whole machine), a cpuset,
        a memory policy, or a control group. 5.0 to 5.2 say CONSTRAINT_NONE for a control
        group too.
      nodemask; none; 4.19 < 5.0.1 - 7.1.5
        The memory nodes that the request was bound to; (null) when it was bound to none.
      @ cpuset_print_current_mems_allowed kernel/cgroup/cpuset.c
      cpuset; none; 4.19 < 5.0.1 - 7.1.5
        The name of the cpuset of the asking task; / is the root, without a restriction of
        its own.
      mems_allowed; none; 4.19 < 5.0.1 - 7.1.5; memsAllowed
        The memory nodes that the cpuset lets the asking task use.
      @ mem_cgroup_print_oom_context mm/memcontrol.c
      oom_memcg; none; 4.19 < 5.0.1 - 7.1.5; oomMemcg
        The control group whose limit was reached.
      global_oom; none; 4.19 < 5.0.1 - 7.1.5
        No control group's limit: the machine, or the nodes that the request may use, had
        no memory left.
      task_memcg; none; 4.19 < 5.0.1 - 7.1.5; taskMemcg
        The control group that the victim belongs to.
      @ dump_oom_victim mm/oom_kill.c
      task; none; 4.19 < 5.0.1 - 7.1.5
        The name of the victim, at most 15 bytes.
      pid; none; 4.19 < 5.0.1 - 7.1.5
        The process that is going to be killed.
      uid; none; 4.19 < 5.0.1 - 7.1.5
        The user that the victim runs as.
      # REAPER
      @ oom_reap_task_mm mm/oom_kill.c
      reaped process; none; 4.4.11 < 4.9.80 - 7.1.5; pid comm
        The victim whose memory a kernel thread took back without waiting for it to exit.
      @ oom_reap_task mm/oom_kill.c
      unable to reap pid; none; 4.4.11 < 4.9.80 - 7.1.5
        The victim whose memory the kernel thread could not take back, because someone
        held its locks all the time.
      @ oom_reap_task_mm mm/oom_kill.c
      anon-rss; kB; 4.4.11 < 4.9.80 - 7.1.5; anon_rss
        Memory of the victim without a file behind it that is still there: 0 when the
        reaper got all of it.
      file-rss; kB; 4.4.11 < 4.9.80 - 7.1.5; file_rss
        Page cache that the victim still has mapped.
      shmem-rss; kB; 4.4.11 < 4.9.80 - 7.1.5; shmem_rss
        Shared memory that the victim still has mapped: the reaper leaves it alone.
      """;
  }
}
