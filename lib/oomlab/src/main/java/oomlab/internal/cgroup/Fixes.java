package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says why a place is not usable and what to do about it.
 *
 * @param uid effective user id of this process
 * @param systemd whether systemd runs this machine
 * @param userManager whether this user has a systemd manager of his own
 * @param memoryEnabled false if the kernel was booted with the memory controller off
 */
record Fixes(long uid, boolean systemd, boolean userManager, boolean memoryEnabled) {
  private static final String SUDO = later("run it as root: sudo ./oomlab ...");
  private static final String BOOT = later("boot with cgroup_enable=memory");
  private static final String BOOTED_OFF =
      later("the kernel was booted with the memory controller off");

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
    return memoryEnabled
        ? place(
            1,
            Path.of("/sys/fs/cgroup"),
            words("no cgroup hierarchy with a memory controller is mounted"),
            words("as root: mount -t cgroup2 none /sys/fs/cgroup"))
        : place(1, Path.of("/sys/fs/cgroup"), words(BOOTED_OFF), words(BOOT));
  }

  /**
   * Returns why a kill in a memory cgroup would stop, or might stop, the whole machine; empty if it
   * is safe, or the kernel has no such setting.
   *
   * <p>With {@code vm.panic_on_oom} at 1 the kernel panics only if the machine itself is out of
   * memory; at 2 it does so for a memory cgroup as well (check_panic_on_oom in mm/oom_kill.c).
   */
  static Optional<Place> panic(Mount mount, Path root) {
    try {
      return CgroupFiles.text(root.resolve("proc/sys/vm/panic_on_oom"))
          .filter("2"::equals)
          .map(
              two ->
                  place(
                      mount.version(),
                      mount.directory(),
                      words(
                          "vm.panic_on_oom is 2, so a kill even in a memory cgroup would panic the"
                              + " machine"),
                      "sudo sysctl vm.panic_on_oom=1"));
    } catch (IOException e) {
      return Optional.of(
          place(
              mount.version(),
              mount.directory(),
              words("/proc/sys/vm/panic_on_oom cannot be read, so a kill might panic the machine"),
              words("let this user read /proc/sys/vm/panic_on_oom")));
    }
  }

  Place readOnly(int version, Path directory) {
    return place(
        version,
        directory,
        words("%s is mounted read-only, as in most containers", directory),
        words("start the container with --privileged, or run outside of it"));
  }

  Place denied(int version, Path directory) {
    return place(
        version,
        directory,
        words("user %d may not make groups in %s or move processes into it", uid, directory),
        version == 2 && userManager ? Place.SCOPE : words(SUDO));
  }

  Place noLimitFile(int version, Path directory, Path file) {
    return place(
        version,
        directory,
        words(
            "a group made in %s has no writable %s: the memory controller is not on there",
            directory, file.getFileName()),
        words(memoryEnabled ? SUDO : BOOT));
  }

  Place notDelegated(Path directory) {
    return memoryEnabled
        ? place(
            2,
            directory,
            words("the memory controller is not among cgroup.controllers of %s", directory),
            userManager
                ? Place.SCOPE
                : uid == 0
                    ? words(
                        "use the v1 hierarchy if the controller is there, or write +memory to"
                            + " cgroup.subtree_control of each group above")
                    : words(SUDO))
        : place(2, directory, words(BOOTED_OFF), words(BOOT));
  }

  Place hasProcesses(Path directory, int members) {
    return place(
        2,
        directory,
        words(
            "%s has %d processes of its own, so its children cannot be limited (no internal processes)",
            directory, members),
        userManager
            ? Place.SCOPE
            : systemd
                ? "systemd-run --scope -p Delegate=yes ./oomlab ..."
                : words(
                    "as root: mkdir %1$s/init && xargs -n1 sh -c 'echo $0 > %1$s/init/cgroup.procs' < %1$s/cgroup.procs",
                    directory));
  }

  Place refused(int version, Path directory, String why) {
    return place(version, directory, words("the kernel refused a group: %s", why), words(SUDO));
  }

  private static Place place(int version, Path directory, String reason, String fix) {
    return new Place(version, directory, false, reason, fix);
  }
}
