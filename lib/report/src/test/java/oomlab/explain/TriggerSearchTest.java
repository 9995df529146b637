package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.explain.Explanation.TriggerProcess;
import oomlab.report.OomReport;
import org.junit.jupiter.api.Test;

class TriggerSearchTest {
  private static TriggerProcess trigger(int thread, String... rows) {
    return Logs.explain(
            Logs.trigger(0), Logs.cpu("6.1.0", thread), Logs.table(rows), Logs.kill(500, "hog"))
        .trigger();
  }

  private static String row(int pid, String name) {
    return Logs.row(pid, 0, 1000, 8192, 0, 0, name);
  }

  @Test
  void isCertainOfAPidInTheTable() {
    TriggerProcess trigger = trigger(500, row(500, "hog"), row(600, "hog"));
    assertThat(trigger.certain()).isTrue();
    assertThat(trigger.process().orElseThrow().pid()).isEqualTo(500);
  }

  @Test
  void takesTheOnlyNamesakeAsLikely() {
    TriggerProcess trigger = trigger(503, row(500, "hog"), row(600, "other"));
    assertThat(trigger.certain()).isFalse();
    assertThat(trigger.process().orElseThrow().pid()).isEqualTo(500);
    assertThat(trigger.why()).contains("likely, not certain");
  }

  @Test
  void takesTheNextNamesakeBelowTheThread() {
    TriggerProcess trigger = trigger(503, row(400, "hog"), row(500, "hog"), row(600, "hog"));
    assertThat(trigger.process().orElseThrow().pid()).isEqualTo(500);
    assertThat(trigger(300, row(400, "hog"), row(500, "hog")).process()).isEmpty();
  }

  @Test
  void findsNobodyByAnotherName() {
    TriggerProcess trigger = trigger(503, row(500, "other"));
    assertThat(trigger.process()).isEmpty();
    assertThat(trigger.why()).contains("kernel thread");
  }

  @Test
  void knowsThatSomebodyCalledByHandBefore43() {
    TriggerProcess trigger =
        Logs.explain(
                "sh invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0",
                "CPU: 0 PID: 7 Comm: sh Not tainted 3.10.0 #1",
                "Call Trace:",
                " [<ffffffff81387b5e>] moom_callback+0x2e/0x30",
                Logs.oldTable(Logs.oldRow(7, 0, 1, 1, 0, 0, "sh")),
                Logs.scoredKill(7, "sh", 1, 7))
            .trigger();
    assertThat(trigger.process()).isEmpty();
    assertThat(trigger.why()).contains("by hand");
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(Logs.explain(Logs.kill(5, "hog")).trigger().why()).contains("No one is named");
    assertThat(Logs.explain(Logs.trigger(0), Logs.kill(5, "hog")).trigger().why())
        .contains("no pid");
    assertThat(
            Logs.explain(Logs.trigger(0), Logs.cpu("6.1.0", 5), Logs.kill(5, "hog"))
                .trigger()
                .why())
        .contains("no task table");
    assertThat(List.of(Logs.only("v4.20-x86_64-global").trigger().certain()))
        .containsExactly(false);
  }

  @Test
  void tellsNamesakesApartByTheUidOfTheTrigger() {
    OomReport report =
        Logs.report(
            Logs.trigger(0),
            "CPU: 0 UID: 7 PID: 503 Comm: hog Not tainted 6.12.0 #1",
            Logs.table(
                Logs.row(400, 7, 1000, 8192, 0, 0, "hog"),
                Logs.row(500, 0, 1000, 8192, 0, 0, "hog")),
            Logs.kill(500, "hog"));
    TriggerProcess trigger = TriggerSearch.of(report);
    assertThat(trigger.process().orElseThrow().pid()).isEqualTo(400);
    assertThat(trigger.certain()).isFalse();
  }

  @Test
  void needsNobodyAfterSysrqSince43() {
    TriggerProcess trigger =
        Logs.explain(
                "hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0",
                Logs.cpu("6.1.0", 500),
                Logs.table(row(500, "hog")),
                Logs.kill(500, "hog"))
            .trigger();
    assertThat(trigger.process()).isEmpty();
    assertThat(trigger.certain()).isTrue();
    assertThat(trigger.why()).contains("by hand (sysrq-f)");
  }
}
