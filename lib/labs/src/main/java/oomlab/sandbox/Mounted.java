package oomlab.sandbox;

import java.nio.file.Path;

/**
 * A file or folder of the host that a process sees in its own folder and cannot change.
 *
 * @param host where it is
 * @param inside where the process sees it, relative to its folder
 */
public record Mounted(Path host, Path inside) {
  /** Refuses a place outside of the process's folder. */
  public Mounted {
    Path normal = inside.normalize();
    if (inside.isAbsolute() || normal.startsWith("..") || normal.toString().isEmpty()) {
      throw new IllegalArgumentException(inside + " does not lie in the process's folder");
    }
    host = host.toAbsolutePath().normalize();
    inside = normal;
  }
}
