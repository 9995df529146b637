/** The commands of {@code ./oomlab}, thin. Start with {@link oomlab.cli.Main}. */
@NullMarked
package oomlab.cli;

import org.jspecify.annotations.NullMarked;
