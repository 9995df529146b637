package oomlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentTest {
  private static final Experiment STANDARD = Experiment.standard();

  @Test
  void eachSettingChangesNothingElse() {
    assertThat(STANDARD.limit("128M"))
        .usingRecursiveComparison()
        .ignoringFields("limitBytes")
        .isEqualTo(STANDARD);
    Experiment all =
        STANDARD
            .limit("128M")
            .threads(3)
            .chunk("1M")
            .touch(Touch.HUGE)
            .swap(true)
            .sampleEvery(Duration.ofMillis(2))
            .timeLimit(Duration.ofSeconds(5));
    assertThat(all)
        .isEqualTo(
            new Experiment(
                128L << 20,
                3,
                1L << 20,
                Touch.HUGE,
                true,
                Duration.ofMillis(2),
                Duration.ofSeconds(5),
                Optional.empty()));
    assertThat(all).hasToString("limit 128 MiB, 3 threads, chunks of 1 MiB, touch huge, with swap");
  }

  @Test
  void programIsShownAsOneWouldTypeIt() {
    assertThat(Experiment.command("sh", "-c", "exit 3").limit("1M"))
        .hasToString("limit 1 MiB, without swap: sh -c 'exit 3'");
  }

  @Test
  void bookHasItsChunks() {
    assertThat(Experiment.book().chunkBytes()).isEqualTo(1L << 30);
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        refused(() -> STANDARD.limit("1M"), "a limit of 1 MiB is too small", "needs at least"),
        refused(() -> Experiment.command(), "no program is named", "give one"),
        refused(() -> Experiment.command("a").limit("1"), "a limit of 1 bytes", "4 KiB"),
        refused(() -> Experiment.command("a").threads(2), "say nothing about \"a\"", "brings"),
        refused(() -> Experiment.command("a", "b\0"), "a zero byte", "no program"),
        refused(() -> Experiment.source(Path.of("a.py")), "a.py is no source", ".java or a .c"),
        refused(() -> STANDARD.limit("lots"), "\"lots\" is no size", "256M"),
        refused(() -> STANDARD.threads(0), "0 threads make no sense", "give 1 to"),
        refused(() -> STANDARD.threads(5000), "5000 threads make no sense", "give 1 to"),
        refused(() -> STANDARD.chunk("1"), "a chunk of 1 bytes makes no sense", "give 4 KiB"),
        refused(
            () -> STANDARD.sampleEvery(Duration.ZERO), "every 0.000 ms makes no sense", "give 0.1"),
        refused(() -> STANDARD.timeLimit(Duration.ofSeconds(-1)), "makes no sense", "up to a day"));
  }

  private static Arguments refused(ThrowingCallable call, String what, String instead) {
    return Arguments.of(call, what, instead);
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsRefusedWithWhatWouldMakeSense(ThrowingCallable call, String what, String instead) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(instead);
  }
}
