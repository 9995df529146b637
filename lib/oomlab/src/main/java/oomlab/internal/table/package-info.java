/** Makes Tablesaw tables of lists of records, for the library's tables and those of the book. */
@NullMarked
package oomlab.internal.table;

import org.jspecify.annotations.NullMarked;
