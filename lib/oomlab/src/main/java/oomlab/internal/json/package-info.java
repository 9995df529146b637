/**
 * JSON of reports, explanations and runs, whose names are an interface for other programs.
 *
 * <p>Start with {@link oomlab.internal.json.Json} for any value and {@link
 * oomlab.internal.json.ReportJson} for a report.
 */
@NullMarked
package oomlab.internal.json;

import org.jspecify.annotations.NullMarked;
