package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says why a place is not usable and what to do about it.
 *
 * @param uid effective user id of this process
 * @param systemd whether systemd runs this machine
 * @param userManager whether this user has a systemd manager of his own
 * @param memoryEnabled false if the kernel was booted with the memory controller off
 */
record Fixes(long uid, boolean systemd, boolean userManager, boolean memoryEnabled) {
  private static final String SUDO = "run it as root: sudo ./oomlab ...";
  private static final String SCOPE = "systemd-run --user --scope -p Delegate=yes ./oomlab ...";

  static Fixes read(Path root) throws IOException {
    long uid = 0;
    for (String line : CgroupFiles.lines(root.resolve("proc/self/status"))) {
      if (line.startsWith("Uid:")) {
        uid = Long.parseLong(line.split("\\s+", -1)[2]); // real, effective, saved, filesystem
      }
    }
    boolean enabled = true;
    for (String line : CgroupFiles.lines(root.resolve("proc/cgroups"))) {
      if (line.startsWith("memory\t")) {
        enabled = line.endsWith("1");
      }
    }
    return new Fixes(
        uid,
        Files.isDirectory(root.resolve("run/systemd/system")),
        Files.isDirectory(root.resolve("run/user/" + uid + "/systemd")),
        enabled);
  }

  Place noMemoryController() {
    return new Place(
        1,
        Path.of("/sys/fs/cgroup"),
        false,
        memoryEnabled
            ? "no cgroup hierarchy with a memory controller is mounted"
            : "the kernel was booted with the memory controller off",
        memoryEnabled
            ? "as root: mount -t cgroup2 none /sys/fs/cgroup"
            : "boot with cgroup_enable=memory");
  }

  Place readOnly(int version, Path directory) {
    return place(
        version,
        directory,
        directory + " is mounted read-only, as in most containers",
        "start the container with --privileged, or run outside of it");
  }

  Place denied(int version, Path directory) {
    return place(
        version,
        directory,
        "user %d may not make groups in %s or move processes into it".formatted(uid, directory),
        version == 2 && userManager ? SCOPE : SUDO);
  }

  Place noLimitFile(int version, Path directory, Path file) {
    return place(
        version,
        directory,
        "a group made in %s has no writable %s: the memory controller is not on there"
            .formatted(directory, file.getFileName()),
        memoryEnabled ? SUDO : "boot with cgroup_enable=memory");
  }

  Place notDelegated(Path directory) {
    if (!memoryEnabled) {
      return place(
          2,
          directory,
          "the kernel was booted with the memory controller off",
          "boot with cgroup_enable=memory");
    }
    return place(
        2,
        directory,
        "the memory controller is not among cgroup.controllers of %s".formatted(directory),
        userManager
            ? SCOPE
            : uid == 0
                ? "use the v1 hierarchy if the controller is there, or write +memory to"
                    + " cgroup.subtree_control of each group above"
                : SUDO);
  }

  Place hasProcesses(Path directory, int members) {
    return place(
        2,
        directory,
        "%s has %d processes of its own, so its children cannot be limited (no internal processes)"
            .formatted(directory, members),
        userManager
            ? SCOPE
            : systemd
                ? "systemd-run --scope -p Delegate=yes ./oomlab ..."
                : "as root: mkdir %1$s/init && xargs -n1 sh -c 'echo $0 > %1$s/init/cgroup.procs' < %1$s/cgroup.procs"
                    .formatted(directory));
  }

  Place refused(int version, Path directory, String why) {
    return place(version, directory, "the kernel refused a group: " + why, SUDO);
  }

  private static Place place(int version, Path directory, String reason, String fix) {
    return new Place(version, directory, false, reason, fix);
  }
}
