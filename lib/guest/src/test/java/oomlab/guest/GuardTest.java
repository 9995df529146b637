package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import oomlab.Group;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
  private static final String TERM =
      "sending SIGTERM to process 126 uid 0 \"oom\": badness 1174, VmRSS 99 MiB";
  private static final String PRESSURE =
      "Killed /lab.slice/victim due to memory pressure for /lab.slice being 43.55% > 40.00% for > 1s"
          + " with reclaim activity";

  @Test
  void believesEarlyoomOnlyAboutTheVictimAndItsSignal() {
    assertThat(Guard.EARLYOOM.kills(TERM, 126, 15)).isTrue();
    assertThat(Guard.EARLYOOM.kills(TERM, 126, 9)).isFalse();
    assertThat(Guard.EARLYOOM.kills(TERM, 12, 15)).isFalse();
    assertThat(Guard.EARLYOOM.kills("sending SIGTERM when mem <= 10.00%", 126, 15)).isFalse();
    assertThat(Guard.EARLYOOM.kills(TERM.replace("TERM", "KILL"), 126, 9)).isTrue();
    assertThat(Guard.NONE.kills(TERM, 126, 15)).isFalse();
  }

  @Test
  void believesSystemdOomdOnlyAboutTheVictimsCgroup() {
    assertThat(Guard.SYSTEMD_OOMD.kills(PRESSURE, 124, 9)).isTrue();
    assertThat(Guard.SYSTEMD_OOMD.kills(PRESSURE, 124, 15)).isFalse();
    assertThat(Guard.SYSTEMD_OOMD.kills(PRESSURE.replace("victim", "decoy1"), 124, 9)).isFalse();
    assertThat(Guard.SYSTEMD_OOMD.kills("Considered 1 cgroups for killing", 124, 9)).isFalse();
  }

  @Test
  void saysWhereSystemdOomdCannotRun() {
    Scenario watched = Scenario.plain().guard(Guard.SYSTEMD_OOMD);
    assertThatThrownBy(() -> Guest.arm32().scenario(watched)).hasMessageContaining("use x86_64");
    assertThatThrownBy(() -> watched.group(new Group(2, 64 << 20, false)))
        .hasMessageContaining("leave out the memory cgroup");
  }

  @Test
  void readsWhatAProgramNeeds() throws Exception {
    Elf.Needs needs = Elf.needs(Path.of("/proc/self/exe"));
    assertThat(needs.libraries()).anyMatch(name -> name.startsWith("libc.so"));
    assertThat(needs.interpreter()).get().asString().contains("ld-");
  }

  @Test
  void aScriptNeedsNoLibrary(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("x"), "#!/bin/sh\n" + "# text\n".repeat(20));
    assertThat(Elf.needs(script).libraries()).isEmpty();
  }
}
