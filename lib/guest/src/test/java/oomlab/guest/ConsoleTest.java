package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final Console console = new Console();

  @Test
  void recordsBeginAtTheGivenTime() {
    List.of(
            "[    1.000000] booting\r",
            "a program's line",
            "[    2.500000] oom invoked oom-killer",
            "[    2.500001] Mem-Info:")
        .forEach(console::accept);
    assertThat(console.records(2_000_000))
        .extracting(r -> r.sequence() + " " + r.micros() + " " + r.text())
        .containsExactly("0 2500000 oom invoked oom-killer", "1 2500001 Mem-Info:");
  }

  @Test
  void aPanicIsFoundWithOrWithoutTimes() {
    assertThat(console.panic()).isEmpty();
    console.accept("[    3.1] no time like that");
    console.accept("[    3.100000] Kernel panic - not syncing: Out of memory: x");
    assertThat(console.panic()).contains("Kernel panic - not syncing: Out of memory: x");
    Console bare = new Console();
    bare.accept("Kernel panic - not syncing: y");
    assertThat(bare.panic()).contains("Kernel panic - not syncing: y");
  }

  @Test
  void aPanicIsOverWhenTheKernelRebootsOrStops() {
    console.accept("[    3.100000] Kernel panic - not syncing: Out of memory: x");
    console.accept("[    3.200000] CPU: 0 PID: 1 Comm: oom");
    assertThat(console.panicOver()).isFalse();
    console.accept("[    3.300000] Rebooting in 1 seconds..");
    assertThat(console.panicOver()).isTrue();
    Console stopped = new Console();
    stopped.accept("[    3.300000] ---[ end Kernel panic - not syncing: x ]---");
    assertThat(stopped.panicOver()).isTrue();
  }

  @Test
  void theTailLeavesBlankLinesOut() {
    List.of("a", "", "b", " ", "c").forEach(console::accept);
    assertThat(console.tail(2)).containsExactly("b", "c");
  }
}
