/**
 * Every field that a kernel prints in an oom-killer report, documented in one place: its name, unit
 * and meaning, and the kernel function and file that print it. Pure like {@code oomlab.report}, and
 * knows nothing of it: names are strings.
 *
 * <p>The tables are compiled in, for a resource file would need input and output to read it. Start
 * with {@link oomlab.internal.field.Fields#named}.
 */
@NullMarked
package oomlab.internal.field;

import org.jspecify.annotations.NullMarked;
