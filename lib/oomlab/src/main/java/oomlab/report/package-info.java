/**
 * Reads the text of an oom-killer report into records: pure functions, no input or output, no
 * third-party import.
 *
 * <p>Start with {@link oomlab.report.OomReports#parse}.
 */
@NullMarked
package oomlab.report;

import org.jspecify.annotations.NullMarked;
