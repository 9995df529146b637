/**
 * Self-checks: questions whose right answers, typical wrong answers, hints and solutions are
 * computed from the reader's own runs and reports, and the seeded world that exercises take their
 * parameters from. Pure functions; what they show is {@code oomlab.notebook}'s business.
 *
 * <p>Start with {@link oomlab.check.Question}; each chapter has a class of questions, and {@link
 * oomlab.check.Questions} knows them all.
 */
@NullMarked
package oomlab.check;

import org.jspecify.annotations.NullMarked;
