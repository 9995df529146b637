/**
 * Runs the tests of a graded notebook outside of the process that runs the student's code. Tests
 * are compiled against the assignment's own solutions; a call of a method that the student was to
 * write goes to the student's process, and a plain value comes back.
 *
 * <p>What cannot be sent as a value makes a test one that runs in the student's process.
 */
@NullMarked
package oomlab.trusted;

import org.jspecify.annotations.NullMarked;
