package oomlab.internal.field;

/** The first line of a report, the cpuset line, and the line about the processor. */
final class TriggerFields {
  private TriggerFields() {}

  static String table() {
    return """
      # TRIGGER
      @ dump_header mm/oom_kill.c
      invoked oom-killer; none; 2.6.18 < 2.6.24 - 7.1.5; comm
        The task whose request for memory could not be met, by its name. It is the one
        that asked, not the one that gets killed.
      gfp_mask; none; 2.6.18 - 7.1.5; gfpMask gfpFlags
        How the memory was asked for, as bits: which zones may serve it, and what the
        kernel may do to get it. Kernels that print names put them in brackets after the
        number.
      order; none; 2.6.18 - 7.1.5; order
        How many pages in a row were asked for, as a power of two: 0 is one page, 3 is
        eight. -1 is no request at all but a kill asked for by hand (sysrq-f).
      @ oom_kill_process mm/oom_kill.c
      oomkilladj; none; 2.6.18 < 2.6.24 - 2.6.29 > 2.6.32.2
        The asking task's adjustment, from -17 (never kill) to 15, set through
        /proc/PID/oom_adj. The later names are oom_adj and oom_score_adj.
      @ dump_header mm/oom_kill.c
      oom_adj; none; 2.6.29 < 2.6.32.2 - 3.6.5 > 3.10.4
        The asking task's older adjustment, from -17 (never kill) to 15, set through
        /proc/PID/oom_adj.
      oom_score_adj; per mille; 2.6.35.3 < 2.6.37 - 7.1.5; oomScoreAdj
        How much more (up to 1000) or less (down to -1000: never) likely the asking task
        is to be chosen, set through /proc/PID/oom_score_adj.
      nodemask; none; 4.4.11 < 4.9.80 - 4.19 > 5.0.1
        The memory nodes that the request was bound to; (null) when it was bound to none.
        From 5.0 on it stands in the summary line.
      # CPUSET
      @ cpuset_print_current_mems_allowed kernel/cgroup/cpuset.c
      cpuset; none; 2.6.28.6 < 2.6.29 - 4.19 > 5.0.1
        The name of the cpuset of the asking task; / is the root, without a restriction of
        its own. From 5.0 on it stands in the summary line.
      mems_allowed; none; 2.6.28.6 < 2.6.29 - 4.19 > 5.0.1; memsAllowed
        The memory nodes that the cpuset lets the asking task use.
      # CPU
      @ dump_stack_print_info lib/dump_stack.c
      CPU; none; 3.6.5 < 3.10.4 - 7.1.5; cpu
        The processor on which the asking task ran.
      UID; none; 6.8.1 < 6.12 - 7.1.5
        The user whose rights the asking task has (its effective user id).
      PID; none; 3.6.5 < 3.10.4 - 7.1.5; pid
        The asking thread, by the kernel's number: for a thread other than the first it is
        not the number that user space calls the process.
      Comm; none; 3.6.5 < 3.10.4 - 7.1.5; comm
        The asking task's name, at most 15 bytes. After it follow whether the kernel is
        tainted, its version and its build.
      Tainted; none; 3.6.5 < 3.10.4 - 7.1.5; taint
        Whether something has happened to the kernel that its developers want to know
        about, a letter each: P is a module that is not free, W an earlier warning, O a
        module from outside.
      Hardware name; none; 3.6.5 < 3.10.4 - 7.1.5; hardware
        The machine, as its firmware or device tree calls it.
      @ dump_stack arch/x86/kernel/dumpstack.c
      Pid; none; 2.6.18 < 2.6.24 - 3.6.5 > 3.10.4; pid
        The asking thread, as older kernels write it, with its name after it.
      """;
  }
}
