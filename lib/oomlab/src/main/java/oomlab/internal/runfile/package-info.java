/**
 * Saved runs: {@link oomlab.internal.runfile.RunJson} writes and reads one as JSON, whose names are
 * an interface for other programs; {@link oomlab.internal.runfile.Json} any value.
 */
@NullMarked
package oomlab.internal.runfile;

import org.jspecify.annotations.NullMarked;
