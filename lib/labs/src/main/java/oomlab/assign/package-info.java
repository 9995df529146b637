/**
 * Makes an assignment's student version out of its source notebook, step by step as nbgrader's
 * {@code generate_assignment} does, says beforehand what in the source is likely to go wrong, and
 * tells a student what is missing before it is handed in.
 *
 * <p>Start with {@link oomlab.assign.Release}. The source of the steps is nbgrader 0.9.5, {@code
 * converters/generate_assignment.py} and {@code preprocessors/}.
 */
@NullMarked
package oomlab.assign;

import org.jspecify.annotations.NullMarked;
