package oomlab.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a guest boots from, in the user's cache.
 *
 * @param kernel the kernel image
 * @param deviceTree the board's device tree, where it needs one
 * @param modules kernel modules of a virtio disk, in the order in which they load; empty where the
 *     kernel is somebody's own
 * @param busybox static busybox of the guest's architecture
 * @param oom the book's program, static
 * @param probe the program that samples the victim in the guest, static
 * @param guard files of the scenario's guard, by their paths in the guest; empty without one
 */
record BootFiles(
    Path kernel,
    Optional<Path> deviceTree,
    List<Path> modules,
    Path busybox,
    Path oom,
    Path probe,
    Map<String, Path> guard) {
  /** Copies what it holds. */
  BootFiles {
    modules = List.copyOf(modules);
    guard = Map.copyOf(guard);
  }

  BootFiles withoutModules() {
    return new BootFiles(kernel, deviceTree, List.of(), busybox, oom, probe, guard);
  }
}
