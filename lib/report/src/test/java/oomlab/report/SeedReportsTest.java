package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Task;
import org.junit.jupiter.api.Test;

/**
 * The two reports that the chapter begins with; every number here was read off the paper by eye.
 */
class SeedReportsTest {
  private static final OomReport ARM = only("v4.0-arm32-global");
  private static final OomReport X86 = only("v4.20-x86_64-global");

  private static OomReport only(String name) {
    List<OomReport> reports = OomReports.parse(Goldens.text(name, Goldens.LOG));
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  @Test
  void readsEveryRowOfBothTables() {
    assertThat(X86.tasks()).hasSize(54);
    assertThat(ARM.tasks()).hasSize(3);
    assertThat(X86.unread()).isEmpty();
    assertThat(ARM.unread()).isEmpty();
    assertThat(X86.problems()).isEmpty();
    assertThat(ARM.problems()).isEmpty();
  }

  @Test
  void keepsTheProgramsOwnTerminalLinesOutOfTheReport() {
    assertThat(ARM.firstLine()).isEqualTo(9);
    assertThat(ARM.lastLine()).isEqualTo(64);
    assertThat(ARM.lines()).noneMatch(l -> l.text().contains("victim signalled"));
  }

  @Test
  void readsTheRowOfTheVictim() {
    Task task = X86.task(6435).orElseThrow();
    assertThat(task.uid()).hasValue(1000);
    assertThat(task.tgid()).hasValue(6435);
    assertThat(task.totalVmPages()).hasValue(2123406);
    assertThat(task.rssPages()).hasValue(1412546);
    assertThat(task.pgtablesBytes()).hasValue(15409152);
    assertThat(task.swapents()).hasValue(498959);
    assertThat(task.oomScoreAdj()).hasValue(0);
    assertThat(task.nrPtes()).isEmpty();
    Task arm = ARM.task(782).orElseThrow();
    assertThat(arm.rssPages()).hasValue(16153);
    assertThat(arm.nrPtes()).hasValue(40);
    assertThat(arm.nrPmds()).hasValue(0);
    assertThat(arm.pgtablesBytes()).isEmpty();
  }

  @Test
  void keepsBracketsInNames() {
    assertThat(X86.tasks()).filteredOn(t -> t.name().equals("(sd-pam)")).hasSize(2);
  }

  @Test
  void readsTheKillWithTheScoreOfItsChoice() {
    Kill kill = X86.kill().orElseThrow();
    assertThat(kill.pid()).isEqualTo(6435);
    assertThat(kill.chosenPid()).hasValue(6435);
    assertThat(kill.score()).hasValue(957);
    assertThat(kill.anonRssKb()).hasValue(5650184);
    assertThat(kill.micros()).hasValue(81399968458L);
    assertThat(ARM.kill().orElseThrow().score()).hasValue(716);
    assertThat(ARM.kill().orElseThrow().shmemRssKb()).isEmpty();
    assertThat(X86.outcome().reaped()).hasSize(1);
    assertThat(X86.outcome().reaped().get(0).micros()).hasValue(81400193300L);
  }

  @Test
  void tellsTriggerFromVictim() {
    assertThat(X86.trigger().orElseThrow().pid()).hasValue(6436);
    assertThat(ARM.trigger().orElseThrow().pid()).hasValue(783);
    assertThat(ARM.trigger().orElseThrow().cpu()).hasValue(1);
  }

  @Test
  void decodesTheMaskWhereTheKernelPrintedNoNames() {
    assertThat(ARM.trigger().orElseThrow().gfpFlags()).containsExactly("GFP_HIGHUSER_MOVABLE");
    assertThat(ARM.trigger().orElseThrow().gfpFlagsSource()).hasValue("decoded");
    assertThat(X86.trigger().orElseThrow().gfpFlags())
        .containsExactly("GFP_HIGHUSER_MOVABLE", "__GFP_ZERO");
    assertThat(X86.trigger().orElseThrow().gfpFlagsSource()).hasValue("log");
  }

  @Test
  void readsZonesBuddyListsAndSwap() {
    assertThat(X86.zones())
        .extracting(OomReport.Zone::zone)
        .containsExactly("DMA", "DMA32", "Normal");
    assertThat(X86.zones().get(1).lowmemReservePages())
        .containsExactly(0L, 0L, 2239L, 2239L, 2239L);
    assertThat(X86.buddy().get(1).totalKb()).hasValue(47348);
    assertThat(X86.buddy().get(1).blocks()).hasSize(11);
    assertThat(X86.buddy().get(1).blocks().get(0)).isEqualTo(new OomReport.Block(4, 25, "UM"));
    assertThat(X86.swap().orElseThrow().totalKb()).hasValue(2097148);
    assertThat(X86.nodes().get(0).allUnreclaimable()).isEqualTo(Optional.of(true));
    assertThat(ARM.zones().get(0).field("freeKb")).hasValue(1132);
    assertThat(ARM.zones().get(0).field("pagesScanned")).hasValue(28);
    assertThat(ARM.buddy().get(0).totalKb()).hasValue(1160);
    assertThat(ARM.zones().get(0).node()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void readsTotalsOfBothForms() {
    assertThat(X86.ramPages()).isEqualTo(OptionalLong.of(1523342));
    assertThat(X86.reservedPages()).isEqualTo(OptionalLong.of(46911));
    assertThat(ARM.ramPages()).isEqualTo(OptionalLong.of(25600));
    assertThat(ARM.reservedPages()).isEqualTo(OptionalLong.of(3750));
    assertThat(ARM.memInfo()).containsEntry("archFreePages", 354L).containsEntry("freePages", 283L);
    assertThat(X86.memInfo())
        .containsEntry("isolatedAnonPages", 32L)
        .containsEntry("freePages", 23001L);
  }

  @Test
  void knowsThatTheWholeMachineWasOutOfMemory() {
    assertThat(X86.scope()).isEqualTo(Scope.GLOBAL);
    assertThat(ARM.scope()).isEqualTo(Scope.GLOBAL);
    assertThat(X86.pageBytes()).isEqualTo(4096);
  }
}
