package oomlab.proc;

/**
 * What a recording could and could not see.
 *
 * @param intervalNanos the interval that was asked for
 * @param p50Nanos median time between two samples
 * @param p99Nanos 99th percentile of the time between two samples
 * @param maxNanos longest time between two samples
 * @param cpuNanos CPU time that the sampler itself used
 * @param wallNanos time from the first to the last sample
 * @param growthBytesPerSecond fastest growth seen between samples
 * @param blindBytes the largest growth that fits into a gap between samples: longest gap times
 *     fastest growth
 * @param dying whether the last samples were of a process that was already being torn down, and are
 *     left out of the series
 */
public record Sight(
    long intervalNanos,
    long p50Nanos,
    long p99Nanos,
    long maxNanos,
    long cpuNanos,
    long wallNanos,
    double growthBytesPerSecond,
    long blindBytes,
    boolean dying) {}
