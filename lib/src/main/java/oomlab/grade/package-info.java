/**
 * Grades submissions of an assignment as nbgrader does, and keeps what came of it.
 *
 * <p>Start with {@link oomlab.grade.Grader}.
 */
@NullMarked
package oomlab.grade;

import org.jspecify.annotations.NullMarked;
