package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void isEmptyForAnEmptyEnvironment() {
    Settings settings = Settings.of(Map.of());
    assertThat(settings.classPathGlobs()).isEmpty();
    assertThat(settings.timeLimitMillis()).isEmpty();
  }

  @Test
  void readsBothPrefixes() {
    Settings settings = Settings.of(Map.of("IJAVA_CLASSPATH", "a:b", "JJAVA_CLASSPATH", "c"));
    assertThat(settings.classPathGlobs()).containsExactly("a", "b", "c");
    assertThat(Settings.of(Map.of("JJAVA_STARTUP_SCRIPT", "int a;")).startupScripts())
        .containsExactly("int a;");
  }

  @Test
  void readsTimeLimitsWithAndWithoutUnit() {
    assertThat(Settings.of(Map.of("IJAVA_TIMEOUT", "1500")).timeLimitMillis())
        .isEqualTo(OptionalLong.of(1500));
    assertThat(Settings.of(Map.of("JJAVA_TIMEOUT", "2 seconds")).timeLimitMillis())
        .isEqualTo(OptionalLong.of(2000));
    assertThat(Settings.of(Map.of("IJAVA_TIMEOUT", "-1")).timeLimitMillis()).isEmpty();
  }

  @Test
  void refusesABadTimeLimitWithASentence() {
    for (String bad : new String[] {"soon", "3 FORTNIGHTS", "1.5"}) {
      assertThatThrownBy(() -> Settings.of(Map.of("IJAVA_TIMEOUT", bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bad)
          .hasMessageContaining("30 SECONDS");
    }
  }

  @Test
  void splitsCompilerOptionsAtBlanks() {
    assertThat(
            Settings.of(Map.of("IJAVA_COMPILER_OPTS", "-deprecation  -Dx=\"a b\""))
                .compilerOptions())
        .containsExactly("-deprecation", "-Dx=\"a b\"");
  }
}
