package oomlab.explain;

/**
 * Something that the numbers of a report show, and what an administrator does about it.
 *
 * @param what what they show, with the number, in a sentence or two
 * @param advice what to do, in a sentence that names the setting; empty where there is nothing
 */
record Observation(String what, String advice) {}
