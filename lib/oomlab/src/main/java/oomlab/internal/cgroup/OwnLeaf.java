package oomlab.internal.cgroup;

import java.nio.file.Path;

/** The group that a process moves itself into to free its own one for children. */
final class OwnLeaf {
  static final String NAME = "oomlab-self";

  private OwnLeaf() {}

  static boolean is(Path group) {
    return NAME.equals(String.valueOf(group.getFileName())) && group.getParent() != null;
  }

  static Path parent(Path leaf) {
    Path parent = leaf.getParent();
    return parent == null ? leaf : parent;
  }
}
