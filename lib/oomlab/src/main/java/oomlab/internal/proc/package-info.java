/**
 * Readers of {@code /proc} with an injected root, and the sampler that records a process's memory
 * while it runs.
 *
 * <p>Start with {@link oomlab.internal.proc.Recording}.
 */
@NullMarked
package oomlab.internal.proc;

import org.jspecify.annotations.NullMarked;
