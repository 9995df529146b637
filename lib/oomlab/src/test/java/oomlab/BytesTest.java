package oomlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "10K, 10240",
    "256M, 268435456",
    "256m, 268435456",
    "1 GiB, 1073741824",
    "2T, 2199023255552",
    "7B, 7"
  })
  void readsWholeNumbersWithUnits(String text, long bytes) {
    assertThat(Bytes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "1.5G", "-1", "10X", "0x10", "1 0", "10MM"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Bytes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 256M");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Bytes.parse("999999999999T"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 8 EiB");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1 KiB",
    "268435456, 256 MiB",
    "1536, 1.5 KiB",
    "-1536, -1.5 KiB",
    "5497558138880, 5 TiB"
  })
  void writesTheLargestUnitThatFits(long bytes, String text) {
    assertThat(Bytes.text(bytes)).isEqualTo(text);
  }
}
