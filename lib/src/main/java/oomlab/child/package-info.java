/**
 * The process that allocates until it is killed: its own small JVM.
 *
 * <p>Start with {@link oomlab.child.Touch}.
 */
@NullMarked
package oomlab.child;

import org.jspecify.annotations.NullMarked;
