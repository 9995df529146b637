package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.Guest;
import org.junit.jupiter.api.Test;

class BootWatchTest {
  private final KernelConsole console = new KernelConsole();
  private BootWatch watch = new BootWatch(Guest.arm32(), false);

  private Optional<String> at(long millis, long cpuMillis) {
    return watch.standstill(console, millis, () -> OptionalLong.of(cpuMillis));
  }

  private void prints(String line, long millis, long cpuMillis) {
    console.accept(line);
    assertThat(at(millis, cpuMillis)).isEmpty();
  }

  @Test
  void aKernelThatUnpacksItselfMayBeQuiet() {
    assertThat(at(0, 0)).isEmpty();
    assertThat(at(6_000, 6_000)).isEmpty();
    assertThat(at(11_000, 10_000)).isPresent();
  }

  @Test
  void aKernelThatSpinsBetweenTwoLinesStandsStill() {
    prints("[    0.000000] Booting Linux", 2_000, 1_900);
    assertThat(at(6_900, 6_800)).isEmpty();
    assertThat(at(7_000, 6_900))
        .hasValue(
            "the guest's kernel stands still: no line on its console in 5 s, in which QEMU took"
                + " 5.0 s of processor time");
  }

  @Test
  void aKernelThatWaitsForEverStandsStill() {
    prints("[    0.000000] Booting Linux", 2_000, 1_900);
    assertThat(at(7_000, 1_950)).isPresent();
  }

  @Test
  void aBootThatGetsLittleOfTheProcessorGoesOn() {
    prints("[    0.000000] Booting Linux", 2_000, 400);
    assertThat(at(20_000, 3_000)).isEmpty();
    prints("[    0.100000] CPU1: thread -1", 21_000, 3_100);
    assertThat(at(25_000, 7_900)).isEmpty();
  }

  @Test
  void theFirstProgramMayBeQuiet() {
    prints("[    3.000000] Run /oomlab/init as init process", 2_000, 1_900);
    assertThat(at(30_000, 29_000)).isEmpty();
  }

  @Test
  void somebodysOwnKernelMaySayLittleButNotNothing() {
    watch = new BootWatch(Guest.arm32().kernel(Path.of("zImage")), false);
    assertThat(at(0, 0)).isEmpty();
    assertThat(at(59_000, 59_000)).isEmpty();
    assertThat(at(60_000, 60_000))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("the kernel printed nothing on ttyAMA0 in 60 s"));
  }

  @Test
  void kvmIsGivenUpSoon() {
    watch = new BootWatch(Guest.x86(), true);
    assertThat(at(0, 0)).isEmpty();
    assertThat(at(5_000, 2_000)).isPresent();
  }
}
