/**
 * JSON of reports and runs, as the command contract has it. Jupyter's own files, which have nothing
 * to do with that contract, are {@code oomlab.book}'s.
 *
 * <p>Start with {@link oomlab.internal.json.Json} for any value and {@link
 * oomlab.internal.json.ReportJson} for a report.
 */
@NullMarked
package oomlab.internal.json;

import org.jspecify.annotations.NullMarked;
