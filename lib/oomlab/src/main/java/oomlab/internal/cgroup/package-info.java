/** Memory cgroups, v1 and v2 behind one contract, and the search for one that may be used. */
@NullMarked
package oomlab.internal.cgroup;

import org.jspecify.annotations.NullMarked;
