/**
 * Makes the book: finds or installs Jupyter, lists kernelspecs, has nbclient execute the notebooks
 * and nbconvert write the pages. Uses nothing of the experiment, only other programs.
 *
 * <p>Start with {@link oomlab.book.Book}.
 */
@NullMarked
package oomlab.book;

import org.jspecify.annotations.NullMarked;
