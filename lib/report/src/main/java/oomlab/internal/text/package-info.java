/**
 * Words: names, numbers, and what is said to a reader in which language. Reads nothing but its own
 * catalogs.
 */
@NullMarked
package oomlab.internal.text;

import org.jspecify.annotations.NullMarked;
