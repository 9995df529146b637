/**
 * The two machines of the book as QEMU guests: what they are made of, how they boot, and what is
 * observed in them. May use the library and its internals; knows nothing of notebooks, which find
 * guests through {@link oomlab.Experiment}'s runners.
 *
 * <p>Start with {@link oomlab.guest.Guests} and {@link oomlab.guest.GuestSession}; {@link
 * oomlab.guest.GuestStore} makes the files that a guest boots from.
 */
@NullMarked
package oomlab.guest;

import org.jspecify.annotations.NullMarked;
