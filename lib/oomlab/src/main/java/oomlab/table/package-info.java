/**
 * Tablesaw tables of reports and runs; the only importer of Tablesaw beside the notebook's output.
 *
 * <p>A column that the kernel did not print is not there; a cell that it did not print is missing.
 * Start with {@link oomlab.table.Tables}.
 */
@NullMarked
package oomlab.table;

import org.jspecify.annotations.NullMarked;
