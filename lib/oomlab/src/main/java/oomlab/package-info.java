/**
 * The library: runs a process out of memory inside a limit, watches it, and takes the kernel's
 * report. Useful without Jupyter; what is not in {@code oomlab.internal} is for users.
 *
 * <p>Start with {@link oomlab.Experiment} (what to run), {@link oomlab.Run} (what happened) and
 * {@link oomlab.Verdict} (how the victim ended).
 */
@NullMarked
package oomlab;

import org.jspecify.annotations.NullMarked;
