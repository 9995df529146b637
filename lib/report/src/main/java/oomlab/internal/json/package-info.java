/**
 * JSON of reports and explanations, whose names are an interface for other programs; written
 * without reflection, which a browser does not have.
 *
 * <p>Start with {@link oomlab.internal.json.ReportJson}.
 */
@NullMarked
package oomlab.internal.json;

import org.jspecify.annotations.NullMarked;
