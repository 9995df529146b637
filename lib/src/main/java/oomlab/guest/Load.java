package oomlab.guest;

/**
 * What the victim does.
 *
 * @param threads threads that allocate
 * @param chunkBytes bytes that a thread maps at a time
 * @param mode {@code -m} of oom.c
 * @param sampleMicros microseconds between two samples
 */
public record Load(int threads, long chunkBytes, String mode, long sampleMicros) {}
