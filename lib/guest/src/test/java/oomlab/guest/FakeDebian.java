package oomlab.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oomlab.Guest.Board;

/** A machine in a folder: sources, and an apt, dpkg and compiler that know three packages. */
public final class FakeDebian {
  static final String IMAGE = "linux-image-6.1.0-1-x";

  static final String NEWER = "linux-image-6.12.10+deb13-armmp";

  /** What apt-get does for download, with the folder of this machine. */
  static final String DOWNLOAD = "cp '%s'/deb/$4_1%%3a1.0_x.deb .";

  final Path root;

  /** Its whole PATH. */
  public final Path bin;

  final Path etc;

  /** Makes it, with all that guests need. */
  public FakeDebian(Path root) throws IOException {
    this.root = root;
    bin = Files.createDirectories(root.resolve("bin"));
    etc = Files.createDirectories(root.resolve("etc"));
    write("etc/os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
    write(
        "etc/apt/sources.list.d/debian.sources",
        "Types: deb\nURIs: http://deb.example/debian\nSuites: bookworm\nComponents: main\n");
    kernel(IMAGE, "vexpress-v2p-ca9.dtb");
    kernel(NEWER, "vexpress-v2p-ca9.dtb");
    write("tree/busybox-static/bin/busybox", "busybox");
    program(
        "apt-cache",
        "case \"$3 $4\" in pkgnames*) printf '%s\\n' "
            + NEWER.replace("12.10", "12.9")
            + " "
            + NEWER
            + " "
            + NEWER
            + "-lpae linux-image-6.16.1-armmp linux-image-armmp ;;"
            + " *armmp|*amd64) case $4 in linux-image-6*) exit 0 ;; esac;"
            + " echo \"  Depends: "
            + IMAGE
            + "\"; echo '  Depends: linux-base' ;; esac");
    aptGet("exit 0", DOWNLOAD.formatted(root));
    program("dpkg-deb", "exec tar -c -C \"$(cat \"$2\")\" .");
    program("tar", "exec tar \"$@\"");
    Files.createSymbolicLink(bin.resolve("sha256sum"), Path.of("/usr/bin/sha256sum"));
    program("make", "for f in oom probe; do cat Makefile $f.c > $f; chmod +x $f; done");
    for (Board board : Board.values()) {
      program(Platform.of(board).emulator(), "exit 0");
      program(Platform.of(board).compiler(), "echo /lib/libc.a");
    }
    for (String name : List.of(IMAGE, NEWER, "busybox-static")) {
      write("deb/" + name + "_1%3a1.0_x.deb", root.resolve("tree").resolve(name).toString());
    }
  }

  /** Makes the usual kernel's package with such a device tree. */
  void kernel(String deviceTree) throws IOException {
    kernel(IMAGE, deviceTree);
  }

  private void kernel(String name, String deviceTree) throws IOException {
    String tree = "tree/" + name + "/";
    write(tree + "boot/vmlinuz-6.1.0-1-x", name);
    write(tree + "usr/lib/linux-image-6.1.0-1-x/" + deviceTree, "device tree");
    String modules = tree + "lib/modules/6.1.0-1-x/";
    write(modules + "modules.builtin", "kernel/lib/built-in-lib.ko\n");
    write(modules + "kernel/virtio_mmio.ko", "\0depends=virtio_ring\0");
    write(modules + "kernel/virtio_pci.ko", "\0depends=virtio_ring\0");
    write(modules + "kernel/virtio_blk.ko", "\0depends=blk-helper,virtio_ring\0name=x\0");
    write(modules + "kernel/virtio_ring.ko", "\0depends=built-in-lib\0");
    write(modules + "kernel/blk_helper.ko", "\0depends=\0");
    write(modules + "kernel/e1000.ko", "\0depends=\0");
  }

  /** Makes an apt-get out of what it does for update and for download. */
  void aptGet(String update, String download) throws IOException {
    program("apt-get", "case \"$3\" in update) " + update + " ;; *) " + download + " ;; esac");
  }

  /** Makes a program out of a shell script. */
  public void program(String name, String body) throws IOException {
    Path file = bin.resolve(name);
    String log = "echo " + name + " \"$@\" >> '" + root + "/log'\n";
    Files.writeString(file, "#!/bin/sh\n" + log + "PATH=/usr/bin:/bin\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns what was run since the last call, without the questions of where the library is. */
  List<String> log() throws IOException {
    Path log = root.resolve("log");
    List<String> lines =
        Files.exists(log)
            ? Files.readAllLines(log).stream().filter(line -> !line.contains("libc.a")).toList()
            : List.of();
    Files.deleteIfExists(log);
    return lines;
  }

  HostPrograms tools() {
    return HostPrograms.on(Map.of("PATH", bin.toString()));
  }

  /** Returns what guests need here. */
  public RequiredPrograms needs() {
    return new RequiredPrograms(tools(), etc, false);
  }

  Path cache() {
    return root.resolve("xdg/oomlab/guests");
  }

  /** Returns the store of a user here. */
  public GuestStore store() {
    return store("int main(void);");
  }

  GuestStore store(String source) {
    return store(new GuestPrograms(Map.of("Makefile", "all:\n", "oom.c", source, "probe.c", "p")));
  }

  GuestStore store(GuestPrograms program) {
    return new GuestStore(cache(), tools(), etc, program);
  }

  /** Returns the files of the cache, without the lock. */
  List<String> cached() throws IOException {
    if (!Files.exists(cache())) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(cache())) {
      return all.filter(Files::isRegularFile)
          .map(file -> cache().relativize(file).toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    }
  }

  void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
