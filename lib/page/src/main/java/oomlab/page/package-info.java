/**
 * One page that reads and explains reports in a browser, without a server and without the network.
 *
 * <p>It uses the library's reports and explanations, which are compiled to JavaScript. Start with
 * {@link oomlab.page.PageHtml}, which puts the page together, and {@link oomlab.page.PageReader},
 * which the page's script calls.
 */
@NullMarked
package oomlab.page;

import org.jspecify.annotations.NullMarked;
