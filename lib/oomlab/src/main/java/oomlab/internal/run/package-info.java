/**
 * Runs an experiment on this machine: a verified memory cgroup, the child in it, the sampler, the
 * kernel's log, and from these the verdict with its evidence. Uses the other internal packages;
 * {@link oomlab.Experiment} is the facade above it.
 *
 * <p>Start with {@link oomlab.internal.run.HostRunner}.
 */
@NullMarked
package oomlab.internal.run;

import org.jspecify.annotations.NullMarked;
