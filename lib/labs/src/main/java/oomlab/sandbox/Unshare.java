package oomlab.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Isolation by util-linux: {@code unshare} and a script that mounts the {@link FileSystemView} and
 * makes it the root ({@code man 1 unshare}, {@code man 8 pivot_root}).
 */
record Unshare(String unshare, String setpriv, boolean root) implements Isolation {
  private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom");
  private static final String TAB = ".tab";
  private static final String OLD = ".old";

  /**
   * Process 1 stays what it is and waits: becoming nobody would undo its signal of death. It does
   * not print how its command was killed, as a shell likes to; {@link SandboxCommandLine} opens
   * standard error.
   */
  static final String RUN = "\"$@\" 2>/dev/null || exit $?\nexit 0";

  @Override
  public boolean isolated() {
    return true;
  }

  @Override
  public List<String> wrap(Path work, FileSystemView view, List<String> argv) {
    List<String> namespaces =
        List.of("--mount", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child=SIGKILL");
    return Arguments.join(
        List.of(unshare),
        root ? List.of() : List.of("--user", "--map-root-user"),
        namespaces,
        List.of("--", "/bin/sh", "-c", script(work, view), "sh"),
        List.of(setpriv),
        Isolation.withoutRights(root, true),
        List.of("--"),
        argv);
  }

  @Override
  public String label() {
    return "unshare";
  }

  @Override
  public boolean noexec() {
    return true;
  }

  /** The script: process 1 of the namespace, root in there, which runs its arguments and waits. */
  private static String script(Path work, FileSystemView view) {
    // The new root is put up over the work folder: a place that is there on every machine.
    return Stream.of(
            "set -eu",
            "mount -t tmpfs -o size=1m,mode=755,nosuid,nodev,noexec oomlab " + quote(work),
            "cd " + quote(work),
            points(view.system(), List.of("proc", "dev", OLD)),
            DEVICES.stream().map(name -> ": >dev/" + name).collect(Collectors.joining("\n")),
            view.links().stream()
                .map(link -> "ln -s " + quote(link.target()) + " " + below(link.path()))
                .collect(Collectors.joining("\n")),
            mounts(first(work, view)),
            points(view.given(), List.of()),
            mounts(binds(work, view.given())),
            "rm " + TAB,
            "pivot_root . " + OLD,
            "cd /",
            "umount -l " + OLD,
            "rmdir " + OLD,
            "mount -o remount,bind,ro /",
            "cd " + quote(work),
            RUN)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** Makes what is mounted on. */
  private static String points(Collection<FileSystemView.Bind> binds, List<String> more) {
    List<String> folders = new ArrayList<>(more);
    FileSystemView.parents(binds.stream().map(FileSystemView.Bind::path).toList())
        .forEach(parent -> folders.add(below(parent)));
    List<String> files = new ArrayList<>();
    for (FileSystemView.Bind bind : binds) {
      if (bind.folder()) {
        folders.add(below(bind.path()));
      } else {
        files.add(": >" + below(bind.path()));
      }
    }
    return Stream.concat(
            folders.isEmpty() ? Stream.empty() : Stream.of("mkdir -p " + String.join(" ", folders)),
            files.stream())
        .collect(Collectors.joining("\n"));
  }

  private static List<String> first(Path work, FileSystemView view) {
    List<String> lines = new ArrayList<>(binds(work, view.system()));
    lines.add(line("proc", work.resolve("proc"), "proc", "nosuid,nodev,noexec"));
    for (String device : DEVICES) {
      Path node = Path.of("/dev", device);
      lines.add(line(node.toString(), under(work, node), "none", "bind,ro,nosuid,noexec"));
    }
    for (Path scratch : view.scratch()) {
      String options =
          "size=%d,nr_inodes=%d,mode=1777,nosuid,nodev,noexec,X-mount.mkdir"
              .formatted(view.scratchBytes(), Math.max(100, view.scratchBytes() >> 12));
      lines.add(line("tmpfs", under(work, scratch), "tmpfs", options));
    }
    return lines;
  }

  private static List<String> binds(Path work, List<FileSystemView.Bind> binds) {
    return binds.stream()
        .map(
            bind ->
                line(
                    bind.host().toString(),
                    under(work, bind.path()),
                    "none",
                    "bind,ro,nosuid,nodev"))
        .toList();
  }

  // One mount(8) for all: a table of its own, in the form of fstab(5).
  private static String mounts(List<String> lines) {
    return lines.isEmpty()
        ? ""
        : "printf '%%s\\n' %s >%s\nmount -a -T %s"
            .formatted(
                lines.stream().map(Unshare::quoted).collect(Collectors.joining(" ")), TAB, TAB);
  }

  private static String line(String source, Path target, String type, String options) {
    return "%s %s %s %s 0 0".formatted(escape(source), escape(target.toString()), type, options);
  }

  private static Path under(Path newRoot, Path path) {
    return newRoot.resolve(Path.of("/").relativize(path));
  }

  private static String below(Path path) {
    return quote(Path.of("/").relativize(path));
  }

  private static String escape(String text) {
    return text.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }

  private static String quote(Path path) {
    return quoted(path.toString());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
