/**
 * The edge to the C library, through JNA: spawn, wait, signals; and the shell that cleans up after
 * this JVM. Beside the child nothing else in the project calls a native function, and of the
 * project it uses only {@link oomlab.WaitStatus}.
 *
 * <p>Start with {@link oomlab.internal.posix.ChildProcess}.
 */
@NullMarked
package oomlab.internal.posix;

import org.jspecify.annotations.NullMarked;
