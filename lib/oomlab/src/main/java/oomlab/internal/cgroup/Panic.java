package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Why a kill in a memory cgroup would stop, or might stop, the whole machine.
 *
 * <p>With {@code vm.panic_on_oom} at 1 the kernel panics only if the machine itself is out of
 * memory; at 2 it does so for a memory cgroup as well (check_panic_on_oom in mm/oom_kill.c).
 */
record Panic(String reason, String fix) {
  private static final String SETTING = "proc/sys/vm/panic_on_oom";

  /** Returns the threat; empty if a kill in a group is safe, or the kernel has no such setting. */
  static Optional<Panic> threat(Path root) {
    try {
      return CgroupFiles.text(root.resolve(SETTING)).filter("2"::equals).isPresent()
          ? Optional.of(
              new Panic(
                  "vm.panic_on_oom is 2, so a kill even in a memory cgroup would panic the machine",
                  "sudo sysctl vm.panic_on_oom=1"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new Panic(
              "/%s cannot be read, so a kill might panic the machine".formatted(SETTING),
              "let this user read /" + SETTING));
    }
  }

  Place at(Mount mount) {
    return new Place(mount.version(), mount.directory(), false, reason, fix);
  }
}
