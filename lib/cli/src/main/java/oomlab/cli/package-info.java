/**
 * The commands of {@code ./oomlab}, thin: options and words for a terminal around what the other
 * modules do; the only importer of picocli. May use every module.
 *
 * <p>Start with {@link oomlab.cli.Main}.
 */
@NullMarked
package oomlab.cli;

import org.jspecify.annotations.NullMarked;
