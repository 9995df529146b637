/**
 * The process that allocates until it is killed: its own small JVM.
 *
 * <p>Start with {@link oomlab.Touch}.
 */
@NullMarked
package oomlab.internal.child;

import org.jspecify.annotations.NullMarked;
