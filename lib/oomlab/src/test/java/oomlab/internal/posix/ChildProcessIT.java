package oomlab.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildProcessIT {
  private static ChildProcess sh(String script) throws IOException {
    return ChildProcess.spawn(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"));
  }

  private static Optional<WaitStatus> end(ChildProcess child) throws Exception {
    return child.await(Duration.ofSeconds(20));
  }

  private static String text(ChildProcess child) throws Exception {
    return new String(child.stdout().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void tellsExit137FromSigkill() throws Exception {
    try (ChildProcess exits = sh("exit 137");
        ChildProcess dies = sh("kill -9 $$")) {
      assertThat(end(exits)).contains(new WaitStatus.Exited(137));
      assertThat(end(dies)).contains(new WaitStatus.Signaled(9, false));
    }
  }

  @Test
  void carriesTheThreeStandardStreams() throws Exception {
    try (ChildProcess child = sh("read line; echo \"got $line\"; echo oops >&2; exit 3")) {
      child.stdin().write("gö\n".getBytes(StandardCharsets.UTF_8));
      assertThat(child.stdout().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("got gö\n");
      assertThat(child.stderr().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("oops\n");
      assertThat(end(child)).contains(new WaitStatus.Exited(3));
    }
  }

  @Test
  void childInheritsNoOtherDescriptor() throws Exception {
    try (ChildProcess child = sh("ls /proc/$$/fd")) {
      assertThat(text(child).lines().toList()).containsExactlyInAnyOrder("0", "1", "2");
    }
  }

  @Test
  void childSeesEndOfFileWhenStdinIsClosed() throws Exception {
    try (ChildProcess child = sh("read line || exit 5")) {
      assertThat(child.await(Duration.ofMillis(20))).isEmpty();
      child.stdin().close();
      assertThat(end(child)).contains(new WaitStatus.Exited(5));
    }
  }

  @Test
  void childHasASessionOfItsOwnAndNoBlockedOrIgnoredSignals() throws Exception {
    try (ChildProcess child =
        sh("cut -d' ' -f6 /proc/$$/stat; grep -E 'SigBlk|SigIgn' /proc/self/status")) {
      List<String> lines = text(child).lines().toList();
      assertThat(lines.get(0)).isEqualTo(Integer.toString(child.pid()));
      assertThat(lines.get(1)).matches("SigBlk:\\s0+");
      // glibc leaves its own two signals, 32 and 33, ignored: nothing can send them by mistake.
      long ignored = Long.parseUnsignedLong(lines.get(2).substring(8).strip(), 16);
      assertThat(ignored & 0x7fff_ffffL).isZero();
    }
  }

  @Test
  void closeKillsAndReaps() throws Exception {
    ChildProcess child = sh("exec sleep 600");
    child.close();
    assertThat(child.status()).contains(new WaitStatus.Signaled(9, false));
    assertThat(java.nio.file.Path.of("/proc/" + child.pid())).doesNotExist();
    child.close();
    child.signal(Signal.SIGKILL);
  }

  @Test
  void interruptEndsTheWaitAndLeavesTheChild() throws Exception {
    try (ChildProcess child = sh("exec sleep 600")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> child.await(Duration.ofSeconds(20)))
          .isInstanceOf(InterruptedException.class);
      assertThat(child.status()).isEmpty();
    }
  }

  @Test
  void saysWhichProgramIsMissing() {
    assertThatThrownBy(() -> ChildProcess.spawn(List.of("/no/such/program"), Map.of()))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("cannot start /no/such/program: ENOENT, no such file");
  }
}
