package oomlab;

/**
 * A thread of the victim announced that it is about to map a chunk.
 *
 * @param nanos when the line arrived: nanoseconds since the run's start
 * @param thread the thread's {@code pthread_t} in hexadecimal
 * @param bytes size of the chunk
 */
public record Allocation(long nanos, String thread, long bytes) {}
