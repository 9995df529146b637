/**
 * Readers of {@code /proc} with an injected root, and the sampler that records a process's memory
 * while it runs.
 *
 * <p>Start with {@link oomlab.proc.Recording}.
 */
@NullMarked
package oomlab.proc;

import org.jspecify.annotations.NullMarked;
