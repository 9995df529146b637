/**
 * Every field that a kernel prints in an oom-killer report, documented in one place: its name, unit
 * and meaning, the kernel function and file that print it, and what our JSON and tables call it.
 * Pure like {@code oomlab.report}, and knows nothing of it: names are strings.
 *
 * <p>The fields stand in {@code fields.txt}, which is edited by hand. Start with {@link
 * oomlab.field.Fields#named}.
 */
@NullMarked
package oomlab.field;

import org.jspecify.annotations.NullMarked;
