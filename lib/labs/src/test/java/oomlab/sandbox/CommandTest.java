package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command lines, on a small machine in a temporary folder. */
class CommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          256 << 20, 64, 1000, 2 << 20, 1 << 20, Duration.ofMillis(1500), Duration.ofSeconds(9));

  private static final SandboxCommand CELL =
      new SandboxCommand(
          List.of("/usr/bin/java", "-version"),
          Map.of("B", "2", "A", "1 1"),
          Path.of("/grade/work"),
          List.of(Path.of("/grade/socket"), Path.of("/usr/lib/jvm")),
          List.of(new ReadOnlyMount(Path.of("/hand in/run"), Path.of("runs/a"))),
          LIMITS);

  private static final List<String> COMMAND = List.of("student");

  @BeforeEach
  void makeMachine() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
    Files.createDirectories(root.resolve("etc/java-17-openjdk"));
    Files.createFile(root.resolve("etc/ld.so.cache"));
    Files.createFile(root.resolve("etc/passwd"));
  }

  private FileSystemView view() throws IOException {
    return FileSystemView.of(root, CELL);
  }

  @Test
  void viewHasTheSystemAndWhatIsGivenAndNothingElse() throws IOException {
    FileSystemView view = view();
    assertThat(view.links())
        .containsExactly(new FileSystemView.Link(Path.of("usr/bin"), Path.of("/bin")));
    assertThat(FileSystemView.paths(view.system()))
        .containsExactly(
            Path.of("/usr"), Path.of("/etc/java-17-openjdk"), Path.of("/etc/ld.so.cache"));
    assertThat(view.scratch()).containsExactly(Path.of("/tmp"), Path.of("/grade/work"));
    assertThat(view.scratchBytes()).isEqualTo(1 << 20);
    // The JDK is in /usr already.
    assertThat(FileSystemView.paths(view.given()))
        .containsExactly(Path.of("/grade/socket"), Path.of("/grade/work/runs/a"));
  }

  @Test
  void bubblewrapAsRoot() throws IOException {
    assertThat(
            new Bubblewrap("/usr/bin/bwrap", "/usr/bin/setpriv", true)
                .wrap(CELL.work(), view(), COMMAND))
        .containsExactlyElementsOf(
            words(
                "/usr/bin/bwrap --die-with-parent --unshare-ipc --unshare-pid --unshare-net"
                    + " --unshare-uts --unshare-cgroup-try --as-pid-1 --cap-drop ALL"
                    + " --cap-add CAP_SETUID --cap-add CAP_SETGID --cap-add CAP_SETPCAP",
                view(
                    "/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups"
                        + " --no-new-privs --bounding-set=-all --inh-caps=-all -- student")));
  }

  @Test
  void bubblewrapAsAUser() throws IOException {
    assertThat(
            new Bubblewrap("/usr/bin/bwrap", "/usr/bin/setpriv", false)
                .wrap(CELL.work(), view(), COMMAND))
        .containsExactlyElementsOf(
            words(
                "/usr/bin/bwrap --die-with-parent --unshare-ipc --unshare-pid --unshare-net"
                    + " --unshare-uts --unshare-cgroup-try --as-pid-1 --unshare-user"
                    + " --disable-userns",
                view(
                    "/usr/bin/setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --"
                        + " student")));
  }

  private List<String> view(String after) {
    List<String> mounts =
        List.of(
            ("--symlink usr/bin /bin --perms 0755 --dir /etc --ro-bind ROOT/usr /usr"
                    + " --ro-bind ROOT/etc/java-17-openjdk /etc/java-17-openjdk"
                    + " --ro-bind ROOT/etc/ld.so.cache /etc/ld.so.cache --proc /proc --dev /dev"
                    + " --remount-ro /dev --perms 1777 --size 1048576 --tmpfs /tmp"
                    + " --perms 0755 --dir /grade --perms 1777 --size 1048576"
                    + " --tmpfs /grade/work --perms 0755 --dir /grade/work/runs"
                    + " --ro-bind /grade/socket /grade/socket --ro-bind")
                .replace("ROOT", root.toString())
                .split(" ", -1));
    return Arguments.join(
        mounts,
        List.of("/hand in/run", "/grade/work/runs/a"),
        List.of("--chdir", "/grade/work", "--remount-ro", "/", "--"),
        List.of("/bin/sh", "-c", "\"$@\" 2>/dev/null || exit $?\nexit 0", "sh"),
        List.of(after.split(" ", -1)));
  }

  private static List<String> words(String start, List<String> rest) {
    return Arguments.join(List.of(start.split(" ", -1)), rest);
  }

  @Test
  void unshareAsRoot() throws IOException {
    List<String> command =
        new Unshare("/usr/bin/unshare", "/usr/bin/setpriv", true)
            .wrap(CELL.work(), view(), COMMAND);
    assertThat(command.subList(0, 11))
        .containsExactly(
            "/usr/bin/unshare",
            "--mount",
            "--net",
            "--ipc",
            "--uts",
            "--pid",
            "--fork",
            "--kill-child=SIGKILL",
            "--",
            "/bin/sh",
            "-c");
    assertThat(command.get(11)).isEqualTo(SCRIPT.replace("ROOT", root.toString()).strip());
    assertThat(command.get(12)).isEqualTo("sh");
    assertThat(command).endsWith("--inh-caps=-all", "--", "student");
  }

  @Test
  void unshareAsAUserTakesAUserNamespaceAndChangesNoUser() throws IOException {
    assertThat(
            new Unshare("/usr/bin/unshare", "/usr/bin/setpriv", false)
                .wrap(CELL.work(), view(), COMMAND))
        .startsWith("/usr/bin/unshare", "--user", "--map-root-user", "--mount")
        .doesNotContain("--reuid=65534");
  }

  private static final String SCRIPT =
      """
      set -eu
      mount -t tmpfs -o size=1m,mode=755,nosuid,nodev,noexec oomlab '/grade/work'
      cd '/grade/work'
      mkdir -p proc dev .old 'etc' 'usr' 'etc/java-17-openjdk'
      : >'etc/ld.so.cache'
      : >dev/null
      : >dev/zero
      : >dev/full
      : >dev/random
      : >dev/urandom
      ln -s 'usr/bin' 'bin'
      printf '%s\\n' 'ROOT/usr /grade/work/usr none bind,ro,nosuid,nodev 0 0' \
      'ROOT/etc/java-17-openjdk /grade/work/etc/java-17-openjdk none bind,ro,nosuid,nodev 0 0' \
      'ROOT/etc/ld.so.cache /grade/work/etc/ld.so.cache none bind,ro,nosuid,nodev 0 0' \
      'proc /grade/work/proc proc nosuid,nodev,noexec 0 0' \
      '/dev/null /grade/work/dev/null none bind,ro,nosuid,noexec 0 0' \
      '/dev/zero /grade/work/dev/zero none bind,ro,nosuid,noexec 0 0' \
      '/dev/full /grade/work/dev/full none bind,ro,nosuid,noexec 0 0' \
      '/dev/random /grade/work/dev/random none bind,ro,nosuid,noexec 0 0' \
      '/dev/urandom /grade/work/dev/urandom none bind,ro,nosuid,noexec 0 0' \
      'tmpfs /grade/work/tmp tmpfs size=1048576,nr_inodes=256,mode=1777,nosuid,nodev,noexec,X-mount.mkdir 0 0' \
      'tmpfs /grade/work/grade/work tmpfs size=1048576,nr_inodes=256,mode=1777,nosuid,nodev,noexec,X-mount.mkdir 0 0' >.tab
      mount -a -T .tab
      mkdir -p 'grade' 'grade/work' 'grade/work/runs'
      : >'grade/socket'
      : >'grade/work/runs/a'
      printf '%s\\n' '/grade/socket /grade/work/grade/socket none bind,ro,nosuid,nodev 0 0' \
      '/hand\\040in/run /grade/work/grade/work/runs/a none bind,ro,nosuid,nodev 0 0' >.tab
      mount -a -T .tab
      rm .tab
      pivot_root . .old
      cd /
      umount -l .old
      rmdir .old
      mount -o remount,bind,ro /
      cd '/grade/work'
      "$@" 2>/dev/null || exit $?
      exit 0
      """;

  @Test
  void shellOfAUserLeavesTheBoundingSetThatOnlyRootMayChange() throws IOException {
    List<String> command =
        SandboxCommandLine.of(
            new NoIsolation(), Optional.of("setpriv"), false, OptionalLong.empty(), CELL, view());
    assertThat(command)
        .startsWith(
            "setpriv", "--no-new-privs", "--inh-caps=-all", "--pdeathsig=KILL", "--", "/bin/sh");
  }

  @Test
  void shellSetsLimitsAndWaitsBeforeAnythingElse() throws IOException {
    List<String> command =
        SandboxCommandLine.of(
            new NoIsolation(),
            Optional.of("/usr/bin/setpriv"),
            true,
            OptionalLong.of(70),
            CELL,
            view());
    assertThat(command)
        .containsExactly(
            "/usr/bin/setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--no-new-privs",
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--pdeathsig=KILL",
            "--",
            "/bin/sh",
            "-c",
            """
            ulimit -c 0 && ulimit -f 2 && ulimit -t 4
            ulimit -n 4096 2>/dev/null
            ulimit -u 70 2>/dev/null || ulimit -p 70
            echo ready
            read -r word || exit 125
            exec "$@" </dev/null"""
                .stripIndent(),
            "sh",
            "/bin/sh",
            "-c",
            "cd \"$1\" && shift && exec \"$@\"",
            "sh",
            "/grade/work",
            "/bin/sh",
            "-c",
            "exec 2>&1; echo started; exec \"$@\"",
            "sh",
            "/usr/bin/env",
            "-i",
            "A=1 1",
            "B=2",
            "/usr/bin/java",
            "-version");
  }

  @Test
  void shellOfAnIsolatedProcessKeepsItsRightsForTheIsolation() throws IOException {
    Isolation isolation = new Unshare("/usr/bin/unshare", "/usr/bin/setpriv", true);
    List<String> command =
        SandboxCommandLine.of(
            isolation, Optional.of("/usr/bin/setpriv"), true, OptionalLong.empty(), CELL, view());
    assertThat(command)
        .startsWith("/usr/bin/setpriv", "--pdeathsig=KILL", "--", "/bin/sh", "-c")
        .endsWith("/usr/bin/java", "-version");
    assertThat(command.get(5)).doesNotContain("ulimit -u");
    assertThat(command.indexOf("--reuid=65534"))
        .isGreaterThan(command.indexOf("--kill-child=SIGKILL"));
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> new ReadOnlyMount(Path.of("/x"), Path.of("../y")))
        .hasMessage("../y does not lie in the process's folder");
    assertThatThrownBy(() -> new ReadOnlyMount(Path.of("/x"), Path.of("/y")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new SandboxCommand(
                    COMMAND,
                    Map.of(),
                    Path.of("/grade/work"),
                    List.of(Path.of("/grade")),
                    List.of(),
                    LIMITS))
        .hasMessage("/grade cannot be read-only: it holds the process's folder /grade/work");
    assertThatThrownBy(
            () ->
                new SandboxLimits(
                    1, 0, 1, 1 << 20, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessage("a limit of 0 for processes lets nothing start");
  }
}
