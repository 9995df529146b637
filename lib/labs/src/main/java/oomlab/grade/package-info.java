/**
 * Scores, the gradebook and the feedback of a graded lab: nbgrader's rules for what a cell's
 * outputs are worth, one result file a submission, tables for a class, points that a person gives,
 * and pages for students. Runs no code of a student.
 *
 * <p>Start with {@link oomlab.grade.Scoring}, {@link oomlab.grade.GradeStore} and {@link
 * oomlab.grade.Gradebook}. Scores follow nbgrader 0.9.5's {@code utils.py} and {@code
 * preprocessors/}; only {@link oomlab.grade.GradeStore} and {@link oomlab.grade.Feedback} touch
 * files. {@link oomlab.grade.Regrading} grades a part of a class once more, {@link
 * oomlab.grade.MarkServer} is where a person marks, and {@link oomlab.grade.Likeness} compares.
 */
@NullMarked
package oomlab.grade;

import org.jspecify.annotations.NullMarked;
