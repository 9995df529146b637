/**
 * Parses the text of an OOM-killer report into records. Pure functions: no input or output, no
 * third-party import, of the project only {@code internal.text}.
 *
 * <p>Start with {@link oomlab.report.OomReports#parse}.
 */
@NullMarked
package oomlab.report;

import org.jspecify.annotations.NullMarked;
