package oomlab.guest;

/**
 * What the victim does.
 *
 * @param threads threads that allocate
 * @param chunkBytes bytes that a thread maps at a time
 * @param mode {@code -m} of oom.c
 * @param sampleMicros microseconds between two samples
 * @param limitMicros the victim is killed after this time, in microseconds
 */
public record Load(
    int threads, long chunkBytes, String mode, long sampleMicros, long limitMicros) {}
