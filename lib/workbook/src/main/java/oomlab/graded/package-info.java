/**
 * What graded notebooks are made of: reports that differ for each student, and the requirements of
 * their tests. May use reports, their explanation and the exercises' parameters; reads nothing but
 * its own resources.
 *
 * <p>Start with {@link oomlab.graded.Variant}.
 */
@NullMarked
package oomlab.graded;

import org.jspecify.annotations.NullMarked;
