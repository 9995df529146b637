/**
 * The two machines of the book as QEMU guests: what they are made of, how they boot, and what comes
 * out of them. Knows nothing of charts, notebooks or runs.
 */
@NullMarked
package oomlab.guest;

import org.jspecify.annotations.NullMarked;
