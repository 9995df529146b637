package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A mounted cgroup hierarchy, from {@code /proc/self/mountinfo} ({@code man 5 proc_pid_mountinfo}).
 *
 * @param controller the controller that it was looked for
 * @param version 1 for the hierarchy with v1's controller, 2 for the unified one
 * @param treeRoot the group that is mounted; not {@code /} in many containers
 * @param directory where it is mounted
 * @param readOnly whether no group can be made in it
 */
public record Mount(
    String controller, int version, String treeRoot, Path directory, boolean readOnly) {
  /** Returns the v1 hierarchies that have a controller, and the unified one. */
  public static List<Mount> read(Path root, String controller) throws IOException {
    List<Mount> mounts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : CgroupFiles.lines(root.resolve("proc/self/mountinfo"))) {
      List<String> f = List.of(line.split(" ", -1));
      int dash = f.indexOf("-"); // optional fields stand before it, in any number
      if (dash < 6 || f.size() < dash + 4) {
        continue;
      }
      String type = f.get(dash + 1);
      boolean controlled = List.of(f.get(dash + 3).split(",", -1)).contains(controller);
      // The same tree may be mounted again elsewhere, such as for a chroot: the first one will do.
      boolean wanted = type.equals("cgroup2") || (type.equals("cgroup") && controlled);
      if (wanted && seen.add(type + " " + f.get(2) + " " + f.get(3))) {
        mounts.add(
            new Mount(
                controller,
                type.equals("cgroup2") ? 2 : 1,
                unescape(f.get(3)),
                inside(root, unescape(f.get(4))),
                List.of(f.get(5).split(",", -1)).contains("ro")));
      }
    }
    return mounts;
  }

  /** The directory of the group that this process is in; the mount's own if it is not below it. */
  public Path own(Path root) throws IOException {
    for (String line : CgroupFiles.lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      boolean mine =
          parts.length == 3
              && (version == 2
                  ? parts[0].equals("0")
                  : List.of(parts[1].split(",", -1)).contains(controller));
      if (mine && (treeRoot.equals("/") || (parts[2] + "/").startsWith(treeRoot + "/"))) {
        String below = treeRoot.equals("/") ? parts[2] : parts[2].substring(treeRoot.length());
        // Outside of a cgroup namespace's root the path begins with "/..": nothing to see there.
        return below.startsWith("/..") ? directory : inside(directory, below);
      }
    }
    return directory;
  }

  private static Path inside(Path root, String absolute) {
    return root.resolve(absolute.replaceFirst("^/+", "")).normalize();
  }

  private static String unescape(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
