/**
 * What a notebook's cells call, and what shows their results on whichever Java kernel runs them:
 * HTML and text of runs, reports, tables and self-checks, predictions and the choice of where a run
 * comes from. May use the library, guests, questions and hand-ins; kernels only by reflection.
 *
 * <p>Start with {@link oomlab.notebook.Lab} for the calls, {@link oomlab.notebook.Views} for what
 * is shown and {@link oomlab.notebook.Frontend} for where.
 */
@NullMarked
package oomlab.notebook;

import org.jspecify.annotations.NullMarked;
