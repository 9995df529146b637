package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputBufferTest {
  private final List<String> pieces = new ArrayList<>();
  private final OutputBuffer buffer =
      new OutputBuffer((stream, text) -> pieces.add(stream + ":" + text));

  @Test
  void holdsSmallOutputUntilFlushed() {
    PrintStream out = buffer.out();
    out.println("a");
    out.print("b");
    assertThat(pieces).isEmpty();
    buffer.flush();
    assertThat(pieces).containsExactly("stdout:a" + System.lineSeparator() + "b");
  }

  @Test
  void keepsTheOrderBetweenTheStreams() {
    buffer.out().print("1");
    buffer.err().print("2");
    buffer.out().print("3");
    buffer.end();
    assertThat(pieces).containsExactly("stdout:1", "stderr:2", "stdout:3");
  }

  @Test
  void handsOnLargeOutputInPiecesWithoutLossOrSplitCharacters() {
    String text = "aé€😀".repeat(20_000);
    buffer.out().print(text);
    buffer.end();
    assertThat(pieces).hasSizeGreaterThan(10).hasSizeLessThan(60);
    assertThat(String.join("", pieces).replace("stdout:", "")).isEqualTo(text);
  }

  @Test
  void joinsTheBytesOfACharacter() {
    PrintStream out = buffer.out();
    for (byte b : "€😀".getBytes(StandardCharsets.UTF_8)) {
      out.write(b);
      buffer.flush();
    }
    assertThat(String.join("", pieces)).isEqualTo("stdout:€stdout:😀");
  }

  @Test
  void handsOnABrokenCharacterAtTheEnd() {
    buffer.out().write(0xE2);
    buffer.flush();
    assertThat(pieces).isEmpty();
    buffer.end();
    assertThat(pieces).containsExactly("stdout:\uFFFD");
  }

  @Test
  void countsWholeCharacters() {
    byte[] bytes = "a😀".getBytes(StandardCharsets.UTF_8);
    int[] whole = new int[bytes.length + 1];
    for (int i = 0; i <= bytes.length; i++) {
      whole[i] = OutputBuffer.wholeCharacters(bytes, i);
    }
    assertThat(whole).containsExactly(0, 1, 1, 1, 1, 5);
    byte[] broken = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
    assertThat(OutputBuffer.wholeCharacters(broken, 4)).isEqualTo(4);
  }
}
