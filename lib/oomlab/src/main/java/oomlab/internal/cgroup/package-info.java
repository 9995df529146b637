/**
 * Memory cgroups, v1 and v2 behind one contract, and the search for one that may be used. The file
 * system's root is an argument, so that tests can hand in a directory.
 *
 * <p>Start with {@link oomlab.internal.cgroup.MemoryCgroups} for the search and {@link
 * oomlab.internal.cgroup.MemoryCgroup} for a group.
 */
@NullMarked
package oomlab.internal.cgroup;

import org.jspecify.annotations.NullMarked;
