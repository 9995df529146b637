/**
 * JSON of reports and runs, as the command contract has it. Jupyter's own files, which have nothing
 * to do with that contract, are {@code oomlab.book}'s.
 *
 * <p>Start with {@link oomlab.json.Json} for any value and {@link oomlab.json.ReportJson} for a
 * report.
 */
@NullMarked
package oomlab.json;

import org.jspecify.annotations.NullMarked;
