package oomlab.explain;

import static oomlab.explain.Wording.kb;

import oomlab.internal.text.Words;

/** Something that could have been otherwise when memory ran out. */
public sealed interface Change {

  /** Returns it in words, such as {@code oom_score_adj of 712 is 500}. */
  String words();

  /**
   * Another oom_score_adj of a process.
   *
   * @param pid a process of the task table
   * @param oomScoreAdj -1000 (never) to 1000
   */
  record Adj(int pid, int oomScoreAdj) implements Change {
    /** Checks the range. */
    public Adj {
      if (oomScoreAdj < -1000 || oomScoreAdj > 1000) {
        throw new IllegalArgumentException(
            Words.words("an oom_score_adj goes from -1000 to 1000, not %d", oomScoreAdj));
      }
    }

    @Override
    public String words() {
      return Words.words("oom_score_adj of process %d is %d", pid, oomScoreAdj);
    }
  }

  /**
   * Another limit of the memory cgroup whose limit struck.
   *
   * @param limitKb the limit in kB
   */
  record Limit(long limitKb) implements Change {
    /** Checks the range. */
    public Limit {
      if (limitKb <= 0) {
        throw new IllegalArgumentException(Words.words("a limit must be above zero"));
      }
    }

    @Override
    public String words() {
      return Words.words("the group's limit is %s", kb(limitKb));
    }
  }

  /**
   * Another amount of swap space.
   *
   * @param totalKb all of it in kB, 0 for none
   */
  record Swap(long totalKb) implements Change {
    /** Checks the range. */
    public Swap {
      if (totalKb < 0) {
        throw new IllegalArgumentException(Words.words("swap space cannot be below zero"));
      }
    }

    @Override
    public String words() {
      return totalKb == 0
          ? Words.words("there is no swap")
          : Words.words("there is %s of swap", kb(totalKb));
    }
  }

  /**
   * A process that is not there.
   *
   * @param pid a process of the task table
   */
  record Remove(int pid) implements Change {
    @Override
    public String words() {
      return Words.words("process %d is not there", pid);
    }
  }

  /** {@code vm.oom_kill_allocating_task} is 1: the trigger is killed. */
  record KillAllocatingTask() implements Change {
    @Override
    public String words() {
      return Words.words("vm.oom_kill_allocating_task is 1");
    }
  }

  /** {@code memory.oom.group} of the group whose limit struck is 1: it dies as a whole. */
  record KillGroup() implements Change {
    @Override
    public String words() {
      return Words.words("memory.oom.group is 1");
    }
  }
}
