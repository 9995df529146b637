/** What stands in for {@code java.util.logging} in the victim. */
@NullMarked
package oomlab.internal;

import org.jspecify.annotations.NullMarked;
