package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import oomlab.WaitStatus;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an isolated process cannot do, seen from inside. */
@Timeout(120)
class IsolationIT {
  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void filesOfTheMachineAreNotThere(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Path secret = Files.writeString(box.folder.resolve("secret"), "hidden test");
      Box.Said said =
          box.run(
              Box.LIMITS,
              "cat %s; ls %s; cat /etc/passwd; ls /root /home /var /sys"
                  .formatted(secret, Path.of("").toAbsolutePath()));
      assertThat(said.output()).doesNotContain("hidden test", "pom.xml", "root:");
      assertThat(said.output().lines()).hasSize(7).allMatch(line -> line.contains("No such file"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void nothingButItsFoldersCanBeWritten(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      String script =
          """
          for f in /x /etc/x /usr/x /usr/bin/x /dev/x /dev/shm/x %s/x; do
            (: >$f) 2>/dev/null && echo wrote $f
          done
          : >here && : >/tmp/there && echo wrote its own
          : >%s/beside || : # in its own /tmp, if anywhere
          """;
      Box.Said said = box.run(Box.LIMITS, script.formatted(box.seen, box.folder));
      assertThat(said.output()).startsWith("wrote its own\n");
      assertThat(box.seen).isEmptyDirectory();
      assertThat(box.folder.resolve("beside")).doesNotExist();
      assertThat(Path.of("/tmp/there")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void hasNoRightsAndSeesNoOtherProcess(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Box.Said said =
          box.run(
              Box.LIMITS,
              "grep -E '^(Cap(Eff|Prm|Bnd|Amb)|NoNewPrivs|Uid)' /proc/self/status; ls /proc");
      assertThat(said.output())
          .contains("CapEff:\t0000000000000000", "CapPrm:\t0000000000000000")
          .contains("CapBnd:\t0000000000000000", "CapAmb:\t0000000000000000", "NoNewPrivs:\t1");
      assertThat(said.output().lines().filter(line -> line.matches("\\d+"))).hasSizeLessThan(6);
      if (box.sandbox.nobody()) {
        assertThat(said.output()).contains("Uid:\t65534\t65534\t65534\t65534");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void whatItWritesIsStartedOnlyWhereTheStatementSaysSo(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Box.Said said = box.run(Box.LIMITS, "cp /usr/bin/true own && ./own");
      boolean told = box.sandbox.statement().contains("it can start programs that it writes");
      assertThat(said.ending().status()).isEqualTo(new WaitStatus.Exited(told ? 0 : 126));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void javaReachesASocketFileAndNoPort(String isolation) throws Exception {
    try (Box box = Box.of(isolation);
        ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path socket = box.seen.resolve("s");
      ServerSocketChannel bound = server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path classes =
          Path.of(Inside.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path copy = Box.open(Files.createDirectories(box.seen.resolve("oomlab/sandbox")));
      Box.open(box.seen.resolve("oomlab"));
      Files.copy(classes.resolve("oomlab/sandbox/Inside.class"), copy.resolve("Inside.class"));
      Box.Said said =
          box.run(
              Box.LIMITS,
              SandboxIT.java(),
              "-XX:-UsePerfData",
              "-Xmx32m",
              "-cp",
              box.seen.toString(),
              Inside.class.getName(),
              "" + port.getLocalPort(),
              socket.toString());
      assertThat(said.output()).isEqualTo("port refused\nsocket file took 17\n");
      assertThat(said.ending().status()).isEqualTo(new WaitStatus.Exited(0));
      try (SocketChannel client = bound.accept()) {
        ByteBuffer heard = ByteBuffer.allocate(100);
        assertThat(client.read(heard)).isEqualTo(17);
        assertThat(new String(heard.array(), 0, 17, StandardCharsets.UTF_8))
            .isEqualTo("hello from inside");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void javaUsesAnArchiveOfClasses(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Path archive = box.seen.resolve("jdk.jsa");
      Process dump =
          new ProcessBuilder(
                  SandboxIT.java(), "-Xshare:dump", "-Xmx128m", "-XX:SharedArchiveFile=" + archive)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(dump.waitFor()).isZero();
      Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
      Box.Said said =
          box.run(
              Box.LIMITS,
              SandboxIT.java(),
              "-Xshare:on",
              "-XX:SharedArchiveFile=" + archive,
              "-Xmx128m",
              "-version");
      assertThat(said.ending().status()).isEqualTo(new WaitStatus.Exited(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare"})
  void namesWithBlanksAndQuotesDoNoHarm(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Path strange = Box.open(Files.createDirectory(box.folder.resolve("a b'c\\040\"$(x)")));
      Path work = Box.open(Files.createDirectory(strange.resolve("w")));
      Path file = Files.writeString(strange.resolve("f g"), "given");
      SandboxCommand cell =
          new SandboxCommand(
              List.of("/bin/sh", "-c", "pwd; cat 'h i'; cat \"$1\"", "sh", file.toString()),
              Map.of("A", "b c\nd'"),
              work,
              List.of(file),
              List.of(new ReadOnlyMount(file, Path.of("h i"))),
              Box.LIMITS);
      try (SandboxedProcess process = box.sandbox.start(cell)) {
        assertThat(Box.end(process).output()).isEqualTo(work + "\ngivengiven");
      }
    }
  }
}
