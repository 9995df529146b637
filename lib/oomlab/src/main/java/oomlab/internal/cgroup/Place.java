package oomlab.internal.cgroup;

import java.nio.file.Path;

/**
 * A place in the cgroup tree where a memory cgroup might be made.
 *
 * @param version 1 or 2
 * @param directory where the new group would be made
 * @param usable whether it was seen to work
 * @param reason why it is or is not usable, in a sentence
 * @param fix what to do about it, as a command where there is one; empty if usable
 */
public record Place(int version, Path directory, boolean usable, String reason, String fix) {
  /** What a user with a systemd manager of his own can do. */
  static final String SCOPE = "systemd-run --user --scope -p Delegate=yes ./oomlab ...";

  /** Whether there would be a usable place in a scope of the user's systemd manager. */
  public boolean needsScope() {
    return fix.equals(SCOPE);
  }
}
