/**
 * The edge to the C library, through JNA: spawn, wait, signals. Nothing else in the project calls a
 * native function of the system.
 *
 * <p>Start with {@link oomlab.internal.posix.WaitStatus}.
 */
@NullMarked
package oomlab.internal.posix;

import org.jspecify.annotations.NullMarked;
