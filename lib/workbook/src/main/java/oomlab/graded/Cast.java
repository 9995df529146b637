package oomlab.graded;

import java.util.List;

/**
 * Who is in a variant: the rows of its table, its victim by the rule of its kernel, and how much
 * larger than the recorded one its machine or group is.
 *
 * @param actors in the order of the table
 * @param victim the one with the most points; no other is near
 * @param trigger the one that asks
 * @param grownAnonPages resident pages of all rows, beyond the recorded ones
 * @param grownTablePages their page tables, beyond the recorded ones
 * @param grownSwapPages their swapped pages, and so the size of swap, beyond the recorded ones
 * @param score the victim's points in thousandths of all pages
 */
record Cast(
    List<Actor> actors,
    Actor victim,
    Actor trigger,
    long grownAnonPages,
    long grownTablePages,
    long grownSwapPages,
    long score) {

  /** Makes the list unmodifiable. */
  Cast {
    actors = List.copyOf(actors);
  }
}
