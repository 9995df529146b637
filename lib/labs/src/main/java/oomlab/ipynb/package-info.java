/**
 * Notebooks in Jupyter's format (nbformat 4) with nbgrader's cell metadata (schema 3): read
 * strictly and within limits, changed by copies, written as nbformat writes them. No I/O, and no
 * knowledge of the rest of the project.
 *
 * <p>Start with {@link oomlab.ipynb.Notebook}. The source of the formats is nbformat's {@code v4}
 * and nbgrader 0.9.5's {@code nbgraderformat/v3.py}, {@code utils.py}.
 */
@NullMarked
package oomlab.ipynb;

import org.jspecify.annotations.NullMarked;
