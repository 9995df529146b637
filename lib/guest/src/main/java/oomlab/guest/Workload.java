package oomlab.guest;

/**
 * How the victim allocates, and how it is sampled.
 *
 * @param threads threads that allocate
 * @param chunkBytes bytes that a thread maps at a time
 * @param mode {@code -m} of oom.c
 * @param sampleMicros microseconds between two samples
 * @param limitMicros the victim is killed after this time, in microseconds
 */
public record Workload(
    int threads, long chunkBytes, String mode, long sampleMicros, long limitMicros) {}
