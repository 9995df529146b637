/**
 * The process that allocates until it is killed, in a small JVM of its own, and how that JVM is
 * started quickly. Of the project it needs only {@link oomlab.Touch}, so its class path stays
 * small.
 *
 * <p>Start with {@link oomlab.internal.child.ChildMain}, which runs in the child, and {@link
 * oomlab.internal.child.ChildCommand}, which starts it.
 */
@NullMarked
package oomlab.internal.child;

import org.jspecify.annotations.NullMarked;
