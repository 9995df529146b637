/**
 * Where a student's code runs while it is graded: a process of its own, with limits, and cut off
 * from the rest of the machine as far as the machine allows.
 *
 * <p>Start with {@link oomlab.sandbox.Sandbox}.
 */
@NullMarked
package oomlab.sandbox;

import org.jspecify.annotations.NullMarked;
