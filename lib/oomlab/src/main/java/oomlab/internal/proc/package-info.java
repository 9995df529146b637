/**
 * Readers of {@code /proc} with an injected root, and the sampler that records a process's memory
 * while it runs. Of the project it uses only {@link oomlab.Recording}.
 *
 * <p>Start with {@link oomlab.internal.proc.Sampler}.
 */
@NullMarked
package oomlab.internal.proc;

import org.jspecify.annotations.NullMarked;
