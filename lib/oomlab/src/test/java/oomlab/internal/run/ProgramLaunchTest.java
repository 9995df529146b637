package oomlab.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import oomlab.internal.run.ProgramLaunch.LauncherEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramLaunchTest {
  @Test
  void programGetsTheEnvironmentThatTheLauncherFound() {
    Map<String, String> launched =
        Map.of(
            "OOMLAB_CHANGED", "TMPDIR JAVA_HOME",
            "OOMLAB_USER_TMPDIR", "/var/tmp",
            "TMPDIR", "/x/.oomlab/tmp",
            "JAVA_HOME", "/x/jdk",
            "HOME", "/home/reader");
    assertThat(LauncherEnvironment.undone(launched))
        .containsExactly(Map.entry("HOME", "/home/reader"), Map.entry("TMPDIR", "/var/tmp"));
    Map<String, String> plain = Map.of("TMPDIR", "/var/tmp");
    assertThat(LauncherEnvironment.undone(plain)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space|OutOfMemoryError",
        "terminate called after throwing an instance of 'std::bad_alloc'|std::bad_alloc",
        "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 1 GiB|Python's MemoryError",
        "MemoryError|Python's MemoryError",
        "memory allocation of 1073741824 bytes failed|Rust",
        "malloc: Cannot allocate memory|ENOMEM",
        "fatal error: runtime: out of memory|memory refused",
        "FATAL ERROR: Reached heap limit - JavaScript heap out of memory|JavaScript"
      })
  void lineOfRefusedMemoryIsKnown(String line, String meaning) {
    assertThat(RefusalWords.in(line))
        .hasValueSatisfying(
            refused -> {
              assertThat(refused.what()).contains(meaning).doesNotContain(": ");
              assertThat(refused.line()).isEqualTo(line);
            });
  }

  @ParameterizedTest
  @CsvSource({"all is well", "MemoryErrors: 0", "outofmemory"})
  void otherLinesSayNothing(String line) {
    assertThat(RefusalWords.in(line)).isEmpty();
  }
}
