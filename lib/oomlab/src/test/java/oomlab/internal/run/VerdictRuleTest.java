package oomlab.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.Verdict;
import oomlab.WaitStatus;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.run.DeathEvidence.ProgramEnd;
import oomlab.report.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictRuleTest {
  private static final int PID = 100;
  private static final String GROUP = "oomlab-1-2-3";
  private static final WaitStatus SIGKILL = new WaitStatus.Signaled(9, false);
  private static final OptionalLong UNREADABLE = OptionalLong.empty();

  /** What the kernel log shows. */
  private enum Log {
    OURS,
    OTHER_IN_GROUP,
    OTHER_ELSEWHERE,
    SILENT,
    HOLES,
    UNREADABLE
  }

  static Stream<Arguments> table() {
    return Stream.of(
        // status, counter grew by, log shows, alone in the group -> kind, sources of evidence
        arguments(SIGKILL, some(1), Log.OURS, true, "oom-killed", "kernel-log cgroup"),
        arguments(SIGKILL, some(2), Log.OURS, false, "oom-killed", "kernel-log cgroup"),
        arguments(SIGKILL, UNREADABLE, Log.OURS, true, "oom-killed", "kernel-log"),
        arguments(SIGKILL, some(0), Log.OURS, true, "oom-killed", "kernel-log"),
        arguments(SIGKILL, some(1), Log.UNREADABLE, true, "oom-killed", "cgroup"),
        arguments(SIGKILL, some(1), Log.SILENT, true, "oom-killed", "cgroup"),
        arguments(SIGKILL, some(1), Log.HOLES, true, "oom-killed", "cgroup"),
        arguments(SIGKILL, some(1), Log.OTHER_ELSEWHERE, true, "oom-killed", "cgroup"),
        arguments(SIGKILL, some(1), Log.OTHER_IN_GROUP, true, "signaled", "wait-status kernel-log"),
        arguments(
            SIGKILL, some(1), Log.OTHER_IN_GROUP, false, "signaled", "wait-status kernel-log"),
        arguments(SIGKILL, some(2), Log.OTHER_IN_GROUP, true, "oom-killed", "cgroup"),
        arguments(SIGKILL, some(2), Log.OTHER_IN_GROUP, false, "unknown", ""),
        arguments(SIGKILL, some(1), Log.UNREADABLE, false, "unknown", ""),
        arguments(SIGKILL, some(1), Log.SILENT, false, "unknown", ""),
        arguments(SIGKILL, some(0), Log.SILENT, true, "signaled", "wait-status cgroup kernel-log"),
        arguments(SIGKILL, some(0), Log.UNREADABLE, true, "signaled", "wait-status cgroup"),
        arguments(SIGKILL, some(0), Log.HOLES, true, "signaled", "wait-status cgroup"),
        arguments(
            SIGKILL,
            some(0),
            Log.OTHER_ELSEWHERE,
            true,
            "signaled",
            "wait-status cgroup kernel-log"),
        arguments(SIGKILL, UNREADABLE, Log.SILENT, true, "signaled", "wait-status kernel-log"),
        arguments(SIGKILL, UNREADABLE, Log.HOLES, true, "unknown", ""),
        arguments(SIGKILL, UNREADABLE, Log.UNREADABLE, true, "unknown", ""),
        arguments(
            new WaitStatus.Signaled(15, false),
            some(0),
            Log.SILENT,
            true,
            "signaled",
            "wait-status"),
        arguments(
            new WaitStatus.Signaled(11, true),
            some(1),
            Log.OTHER_IN_GROUP,
            false,
            "signaled",
            "wait-status"),
        arguments(new WaitStatus.Exited(137), some(0), Log.SILENT, true, "exited", ""),
        arguments(new WaitStatus.Exited(12), some(0), Log.UNREADABLE, true, "exited", ""),
        arguments(new WaitStatus.Exited(0), UNREADABLE, Log.UNREADABLE, true, "exited", ""));
  }

  @ParameterizedTest
  @MethodSource("table")
  void concludesWhatTheCluesAllow(
      WaitStatus status,
      OptionalLong groupKills,
      Log log,
      boolean alone,
      String kind,
      String sources) {
    Verdict verdict = VerdictRule.decide(clues(status, groupKills, log, alone, Optional.empty()));
    assertThat(verdict.kind()).isEqualTo(kind);
    assertThat(String.join(" ", sources(verdict))).isEqualTo(sources);
    assertThat(verdict.toString()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("ownKill")
  void ourOwnKillIsNamedButDoesNotHideTheKernels(Log log, OptionalLong kills, String kind) {
    Verdict verdict =
        VerdictRule.decide(
            clues(
                SIGKILL,
                kills,
                log,
                true,
                Optional.of(new Verdict.TimeOver(Duration.ofSeconds(1)))));
    assertThat(verdict.kind()).isEqualTo(kind);
    if (kind.equals("signaled")) {
      assertThat(verdict.toString()).contains("the time limit of 1.0 s was over");
    }
  }

  static Stream<Arguments> ownKill() {
    return Stream.of(
        arguments(Log.SILENT, some(0), "signaled"),
        arguments(Log.UNREADABLE, UNREADABLE, "signaled"),
        arguments(Log.OURS, some(1), "oom-killed"));
  }

  static Stream<Arguments> guards() {
    WaitStatus term = new WaitStatus.Signaled(15, false);
    return Stream.of(
        arguments(term, some(0), Log.SILENT, "guard-killed", "guard-log wait-status kernel-log"),
        arguments(term, some(0), Log.HOLES, "guard-killed", "guard-log wait-status"),
        arguments(SIGKILL, some(0), Log.SILENT, "guard-killed", "guard-log wait-status kernel-log"),
        // The kernel killed as well: whose signal came first, nobody can tell.
        arguments(SIGKILL, some(1), Log.OURS, "oom-killed", "kernel-log cgroup guard-log"),
        // Its counter moved, but for somebody else.
        arguments(SIGKILL, some(1), Log.SILENT, "guard-killed", "guard-log wait-status kernel-log"),
        arguments(new WaitStatus.Exited(0), some(0), Log.SILENT, "exited", ""));
  }

  @ParameterizedTest
  @MethodSource("guards")
  void aGuardsOwnLineTellsItsKillFromTheKernels(
      WaitStatus status, OptionalLong kills, Log log, String kind, String sources) {
    Verdict verdict =
        VerdictRule.decide(
            clues(
                status,
                kills,
                log,
                true,
                Optional.empty(),
                Optional.of(new Verdict.GuardLine("earlyoom", 1_500, "sending SIGTERM"))));
    assertThat(verdict.kind()).isEqualTo(kind);
    assertThat(String.join(" ", sources(verdict))).isEqualTo(sources);
    if (kind.equals("guard-killed")) {
      assertThat(verdict.toString()).contains("earlyoom at 1.500 s: sending SIGTERM");
    }
  }

  @Test
  void killOfAChildIsNotWhyTheCommandEnded() {
    String deep = "/a/" + GROUP + "/deep";
    Verdict verdict =
        program(
            new WaitStatus.Exited(1),
            List.of(kill(7, deep), kill(8, "/a/other")),
            new ProgramEnd(Optional.empty(), Optional.empty(), List.of(deep, "/a/other")));
    assertThat(verdict)
        .hasToString(
            "exited with 1: the OOM killer killed process 7 (x) of cgroup "
                + deep
                + ", not process 100; the kernel killed all of memory cgroup "
                + deep
                + ", which has memory.oom.group set; the oom_kill counter of memory cgroup "
                + GROUP
                + " grew by 1");
  }

  @Test
  void groupThatIsKilledAsAWholeNamesAll() {
    String group = "/a/" + GROUP;
    Verdict verdict =
        program(
            SIGKILL,
            List.of(kill(7, group), kill(PID, group)),
            new ProgramEnd(Optional.empty(), Optional.empty(), List.of(group)));
    assertThat(verdict.kind()).isEqualTo("oom-killed");
    assertThat(verdict.evidence())
        .contains(new Verdict.GroupKilledWhole(group), new Verdict.OtherKilled(7, PID, "x", ""));
  }

  @Test
  void whatAProgramWroteIsTold() {
    Verdict.MemoryRefused refused = new Verdict.MemoryRefused("std::bad_alloc", "what(): x");
    Verdict verdict =
        program(
            new WaitStatus.Signaled(6, false),
            List.of(),
            new ProgramEnd(Optional.of(new Verdict.NotStarted()), Optional.of(refused), List.of()));
    assertThat(verdict.kind()).isEqualTo("signaled");
    assertThat(sources(verdict)).containsExactly("wait-status", "oomlab", "program", "cgroup");
  }

  private static Verdict program(WaitStatus status, List<KillRecord> kills, ProgramEnd end) {
    return VerdictRule.decide(
        new DeathEvidence(
            PID,
            status,
            GROUP,
            false,
            some(1),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            kills,
            Optional.empty(),
            Optional.empty(),
            Optional.of(end)));
  }

  private static OptionalLong some(long value) {
    return OptionalLong.of(value);
  }

  private static DeathEvidence clues(
      WaitStatus status,
      OptionalLong kills,
      Log log,
      boolean alone,
      Optional<Verdict.TimeOver> ended) {
    return clues(status, kills, log, alone, ended, Optional.empty());
  }

  private static DeathEvidence clues(
      WaitStatus status,
      OptionalLong kills,
      Log log,
      boolean alone,
      Optional<Verdict.TimeOver> ended,
      Optional<Verdict.GuardLine> guard) {
    return new DeathEvidence(
        PID,
        status,
        GROUP,
        alone,
        kills,
        OptionalLong.empty(),
        log == Log.UNREADABLE ? Optional.of("not allowed") : Optional.empty(),
        log == Log.HOLES ? Optional.of("3 records were lost") : Optional.empty(),
        switch (log) {
          case OURS -> List.of(kill(PID, "/a/" + GROUP));
          case OTHER_IN_GROUP -> List.of(kill(7, "/a/" + GROUP));
          case OTHER_ELSEWHERE -> List.of(kill(7, "/a/" + GROUP + "4"));
          default -> List.of();
        },
        ended,
        guard);
  }

  private static KillRecord kill(int pid, String group) {
    LogRecord record = new LogRecord(1, 2, 3, "Killed process " + pid + " (x)");
    return new KillRecord(record, pid, Optional.of(group));
  }

  private static List<String> sources(Verdict verdict) {
    return verdict.evidence().stream().map(Verdict.Evidence::source).toList();
  }
}
