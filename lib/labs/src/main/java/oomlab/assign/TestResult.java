package oomlab.assign;

/**
 * How a test went that a student can see.
 *
 * @param gradeId the test cell
 * @param passed whether it gave all its points
 * @param why what it said, one line; empty if it passed
 */
public record TestResult(String gradeId, boolean passed, String why) {}
