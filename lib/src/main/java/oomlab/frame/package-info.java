/** Tablesaw tables of reports and runs; the only importer of Tablesaw. */
@NullMarked
package oomlab.frame;

import org.jspecify.annotations.NullMarked;
