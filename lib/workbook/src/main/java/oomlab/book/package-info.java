/**
 * The book: finds or gets Jupyter, lists kernelspecs, has the notebooks executed and the pages
 * written. Uses nothing of the experiment.
 *
 * <p>Start with {@link oomlab.book.Book}.
 */
@NullMarked
package oomlab.book;

import org.jspecify.annotations.NullMarked;
