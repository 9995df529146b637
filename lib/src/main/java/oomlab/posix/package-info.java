/**
 * The edge to the C library, through JNA: spawn, wait, signals. Nothing else in the project calls a
 * native function of the system.
 *
 * <p>Start with {@link oomlab.posix.WaitStatus}.
 */
@NullMarked
package oomlab.posix;

import org.jspecify.annotations.NullMarked;
