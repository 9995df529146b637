/**
 * JSON of reports and runs, as the command contract has it; the only importer of the JSON library.
 */
@NullMarked
package oomlab.json;

import org.jspecify.annotations.NullMarked;
