package oomlab.graded;

import java.util.List;

/**
 * A variant's task table, its victim by the rule of its kernel, and how much larger than the
 * recorded one its machine or group is.
 *
 * @param tasks in the order of the table
 * @param victim the task with the most points; no other is near
 * @param trigger the task whose allocation invoked the OOM killer
 * @param grownAnonPages resident pages of all rows, beyond the recorded ones
 * @param grownTablePages their page tables, beyond the recorded ones
 * @param grownSwapPages their swapped pages, and so the size of swap, beyond the recorded ones
 * @param score the victim's points in thousandths of all pages
 */
record VariantTaskTable(
    List<VariantTask> tasks,
    VariantTask victim,
    VariantTask trigger,
    long grownAnonPages,
    long grownTablePages,
    long grownSwapPages,
    long score) {

  /** Makes the list unmodifiable. */
  VariantTaskTable {
    tasks = List.copyOf(tasks);
  }
}
