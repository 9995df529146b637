/** What makes results look good in a notebook, on whichever Java kernel runs the cell. */
@NullMarked
package oomlab.notebook;

import org.jspecify.annotations.NullMarked;
