/**
 * The edge to the C library, through JNA: spawn, wait, signals; and the shell that cleans up after
 * this JVM. Beside the child nothing else in the project calls a native function, and it uses no
 * other package of it.
 *
 * <p>Start with {@link oomlab.internal.posix.ChildProcess} and {@link
 * oomlab.internal.posix.WaitStatus}.
 */
@NullMarked
package oomlab.internal.posix;

import org.jspecify.annotations.NullMarked;
