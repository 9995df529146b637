/**
 * The built-in Java kernel for Jupyter: JShell behind the protocol library. Knows nothing of the
 * rest of the project.
 */
@NullMarked
package oomlab.kernel;

import org.jspecify.annotations.NullMarked;
