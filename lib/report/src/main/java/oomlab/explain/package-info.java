/**
 * Explains a report: recomputes the kernel's decision and checks it against what was printed, says
 * why there was no memory and where it went, and what would have changed it. Pure functions over
 * {@link oomlab.report.OomReport}, and no other package of the project.
 *
 * <p>Start with {@link oomlab.explain.Explanation#of}.
 */
@NullMarked
package oomlab.explain;

import org.jspecify.annotations.NullMarked;
