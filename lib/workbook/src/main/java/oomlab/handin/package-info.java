/**
 * Truth of a hand-in: whether a saved run fits itself and the student's seed, and whether two
 * students handed in the same one. Pure functions over a {@link oomlab.Run}; only {@link
 * oomlab.handin.HandIns} reads a folder, through {@link oomlab.Run#loadHandedIn}.
 *
 * <p>It deters and does not prove. A run is a set of text files on the student's own machine, and
 * nothing in it is signed by anybody: what is written there, a student can write. The checks hold
 * everything that is said twice against each other: limit and threads against the seed, the curve
 * against the kernel's report, the report against the verdict, every pid, clock and counter against
 * its copies. So an edit by hand is found unless all copies are edited alike, and a run of somebody
 * else by its parameters or by {@link oomlab.handin.Copies}. Not found: a run that somebody else
 * made with this student's name; edits smaller than what the kernel's own counters leave open (some
 * MiB between curve and report); and a forger who writes all files by a program that knows these
 * checks. Making the run takes half a second, which is the cheaper way.
 *
 * <p>A finding is a reason to ask, with the numbers that do not fit. Start with {@link
 * oomlab.handin.HandIn}; each check is a class that says what it relies on.
 */
@NullMarked
package oomlab.handin;

import org.jspecify.annotations.NullMarked;
