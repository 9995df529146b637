package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import oomlab.Run;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class RunTablesTest {
  private static final Path DATA = Path.of("notebooks/data");

  @Test
  void outcomesSayWhoGotWhatAndByWhoseLimit() {
    List<String> names =
        List.of(
            "limit-promised",
            "limit-refused",
            "limit-never",
            "limit-address",
            "limit-locked",
            "limit-group",
            "limit-group-v1",
            "limit-high",
            "limit-together",
            "limit-protected",
            "first-kill",
            "early-earlyoom");
    Run[] runs = names.stream().map(name -> Run.load(DATA.resolve(name))).toArray(Run[]::new);
    Table outcomes = RunTables.outcomes(names, runs);
    assertThat(outcomes.stringColumn("who_gets_what").asList())
        .containsExactly(
            "oom: SIGKILL",
            "the caller: ENOMEM",
            "the caller: ENOMEM",
            "the caller: ENOMEM",
            "the caller: ENOMEM",
            "oom: SIGKILL",
            "oom: SIGKILL",
            "the group: delays",
            "oom, helper: SIGKILL",
            "everybody: a panic",
            "oom: SIGKILL",
            "the victim: SIGTERM");
    assertThat(outcomes.stringColumn("when").asList().subList(0, 5))
        .containsExactly("at a touch", "at mmap", "at mmap", "at mmap", "at mlock");
    assertThat(outcomes.stringColumn("who_decides").asList())
        .containsExactly(
            "machine: RAM, swap",
            "machine: RAM, swap",
            "machine: CommitLimit",
            "process: RLIMIT_AS",
            "process: RLIMIT_MEMLOCK",
            "group: memory.max",
            "group: memory.limit_in_bytes",
            "group: memory.high",
            "group: memory.max",
            "machine: RAM, swap",
            "group: memory.limit_in_bytes",
            "program: earlyoom");
    assertThat(outcomes.doubleColumn("promised_mib").asList().subList(0, 3))
        .containsExactly(240.0, 0.0, 27.0);
  }

  @Test
  void outcomesNeedASettingForEachRun() {
    Run run = Run.load(DATA.resolve("first-kill"));
    assertThatThrownBy(() -> RunTables.outcomes(List.of("a", "b"), run))
        .hasMessage("2 settings for 1 runs; give one for each");
  }

  @Test
  void endingsSayWhoKilledAndWithWhatSignal() {
    Table endings =
        RunTables.endings(
            Run.load(DATA.resolve("first-kill")), Run.load(DATA.resolve("early-earlyoom")));
    assertThat(endings.stringColumn("killer").asList()).containsExactly("the kernel", "earlyoom");
    assertThat(endings.intColumn("signal").asList()).containsExactly(9, 15);
  }
}
