package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelConsoleTest {
  private final KernelConsole console = new KernelConsole();

  @Test
  void recordsBeginAtTheGivenTime() {
    List.of(
            "[    1.000000] booting",
            "a program's line",
            "[    2.500000] oom invoked oom-killer",
            "[    2.500001] Mem-Info:")
        .forEach(console::accept);
    assertThat(console.records(2_000_000))
        .extracting(r -> r.sequence() + " " + r.micros() + " " + r.text())
        .containsExactly("0 2500000 oom invoked oom-killer", "1 2500001 Mem-Info:");
  }

  @Test
  void lineThatBeginsInsideAnotherIsARecordOfItsOwn() {
    console.accept("a program[    2.500000] Mem-Info:[    2.500001] active_anon:1");
    assertThat(console.records(0))
        .extracting(r -> r.micros() + " " + r.text())
        .containsExactly("2500000 Mem-Info:", "2500001 active_anon:1");
  }

  @Test
  void theReleaseStandsInTheBanner() {
    assertThat(console.release()).isEmpty();
    console.accept("Booting Linux on physical CPU 0x0");
    console.accept("[    0.000000] Linux version 4.0.0+ (student@course) (gcc version 12) #1 SMP");
    console.accept("[    9.000000] a module for Linux version 3.2 (built elsewhere)");
    assertThat(console.release()).contains("4.0.0+");
  }

  @Test
  void aPanicIsFoundWithOrWithoutTimes() {
    assertThat(console.panic()).isEmpty();
    console.accept("[    3.1] no time like that");
    console.accept("[    3.100000] Kernel panic - not syncing: Out of memory: x");
    assertThat(console.panic()).contains("Kernel panic - not syncing: Out of memory: x");
    KernelConsole bare = new KernelConsole();
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
    KernelConsole stopped = new KernelConsole();
    stopped.accept("[    3.300000] ---[ end Kernel panic - not syncing: x ]---");
    assertThat(stopped.panicOver()).isTrue();
  }

  @Test
  void theTailLeavesBlankLinesOut() {
    List.of("a", "", "b", " ", "c").forEach(console::accept);
    assertThat(console.tail(2)).containsExactly("b", "c");
  }
}
