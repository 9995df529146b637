/**
 * JSON of reports and runs, as the command contract has it; the only importer of the JSON library.
 *
 * <p>Start with {@link oomlab.json.Json} for any value and {@link oomlab.json.ReportJson} for a
 * report.
 */
@NullMarked
package oomlab.json;

import org.jspecify.annotations.NullMarked;
