/**
 * What graded notebooks are made of: reports that are another one for each reader, and the
 * requirements of their tests. Reads nothing but its own resources.
 *
 * <p>Start with {@link oomlab.graded.Variant}.
 */
@NullMarked
package oomlab.graded;

import org.jspecify.annotations.NullMarked;
