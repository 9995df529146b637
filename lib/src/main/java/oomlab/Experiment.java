package oomlab;

import java.time.Duration;
import oomlab.child.Touch;

/**
 * What to run: a child process that allocates memory, in so many threads, until it is killed inside
 * a limit.
 *
 * @param limitBytes limit of the memory cgroup
 * @param threads threads that allocate at the same time
 * @param chunkBytes bytes that a thread maps at a time
 * @param touch how mapped addresses become memory
 * @param swap whether the child may be swapped out
 * @param sampleInterval time between two samples of its memory
 * @param timeLimit after this the child is killed by us, and the verdict says so
 */
public record Experiment(
    long limitBytes,
    int threads,
    long chunkBytes,
    Touch touch,
    boolean swap,
    Duration sampleInterval,
    Duration timeLimit) {

  /**
   * Returns the experiment of the chapter: 256 MiB, a thread for each online CPU, chunks of 10 MiB,
   * one byte a page.
   */
  public static Experiment standard() {
    return new Experiment(
        256L << 20,
        Runtime.getRuntime().availableProcessors(),
        10L << 20,
        Touch.PAGE,
        false,
        Duration.ofMillis(1),
        Duration.ofMinutes(1));
  }
}
