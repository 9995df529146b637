package oomlab.guest;

import java.util.List;

/**
 * How the victim allocates, and how it is sampled.
 *
 * @param threads threads that allocate
 * @param chunkBytes bytes that a thread maps at a time
 * @param mode {@code -m} of oom.c
 * @param sampleMicros microseconds between two samples
 * @param limitMicros the victim is killed after this time, in microseconds
 * @param program a program of the user's in the guest with its arguments, which is the victim then;
 *     empty for oom.c
 */
public record Workload(
    int threads,
    long chunkBytes,
    String mode,
    long sampleMicros,
    long limitMicros,
    List<String> program) {
  /** Copies the words. */
  public Workload {
    program = List.copyOf(program);
  }
}
