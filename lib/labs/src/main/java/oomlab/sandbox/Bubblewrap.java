package oomlab.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Isolation by bubblewrap ({@code man 1 bwrap}): as root with the kernel's namespaces directly,
 * otherwise through a user namespace.
 */
record Bubblewrap(String bwrap, String setpriv, boolean root) implements Isolation {
  // Process 1, as in Unshare. Bubblewrap has one of its own, but leaves that one unreaped.
  private static final List<String> FIRST = List.of("/bin/sh", "-c", Unshare.RUN, "sh");

  @Override
  public boolean isolated() {
    return true;
  }

  @Override
  public List<String> wrap(Path work, FileSystemView view, List<String> argv) {
    BubblewrapArguments list = new BubblewrapArguments();
    list.add(bwrap, "--die-with-parent", "--unshare-ipc", "--unshare-pid", "--unshare-net");
    list.add("--unshare-uts", "--unshare-cgroup-try", "--as-pid-1");
    if (root) {
      // What it takes to become nobody, and nothing else.
      list.add("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID");
      list.add("--cap-add", "CAP_SETPCAP");
    } else {
      list.add("--unshare-user", "--disable-userns");
    }
    view.links().forEach(link -> list.add("--symlink", "" + link.target(), "" + link.path()));
    list.binds(view.system());
    list.add("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev");
    for (Path scratch : view.scratch()) {
      list.folders(List.of(scratch));
      list.made.add(scratch);
      list.add("--perms", "1777", "--size", "" + view.scratchBytes(), "--tmpfs", "" + scratch);
    }
    list.binds(view.given());
    list.add("--chdir", "" + work, "--remount-ro", "/", "--");
    return Arguments.join(
        list.all,
        FIRST,
        List.of(setpriv),
        Isolation.withoutRights(root, true),
        List.of("--"),
        argv);
  }

  @Override
  public String label() {
    return "bubblewrap";
  }

  @Override
  public boolean noexec() {
    return false;
  }

  /** Folders that bubblewrap makes by itself are for their owner only, so each is named. */
  private static final class BubblewrapArguments {
    private final List<String> all = new ArrayList<>();
    private final Set<Path> made = new HashSet<>();

    void add(String... arguments) {
      all.addAll(List.of(arguments));
    }

    void folders(List<Path> paths) {
      for (Path folder : FileSystemView.parents(paths)) {
        if (made.add(folder)) {
          add("--perms", "0755", "--dir", folder.toString());
        }
      }
    }

    void binds(List<FileSystemView.Bind> binds) {
      folders(FileSystemView.paths(binds));
      for (FileSystemView.Bind bind : binds) {
        add("--ro-bind", bind.host().toString(), bind.path().toString());
        made.add(bind.path());
      }
    }
  }
}
