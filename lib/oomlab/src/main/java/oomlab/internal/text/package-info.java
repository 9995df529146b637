/** Pure functions on words: no input or output, nothing else of the project. */
@NullMarked
package oomlab.internal.text;

import org.jspecify.annotations.NullMarked;
