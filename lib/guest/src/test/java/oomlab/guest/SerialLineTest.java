package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialLineTest {
  @TempDir private Path folder = Path.of("");

  /** Sends bytes as a UART would, and returns what was made of them. */
  private ProbeOutput heard(byte[]... parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    Path path = folder.resolve("channel");
    ProbeOutput probe = new ProbeOutput(5_000_000);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      try (SerialLine line = SerialLine.tryOpen(path, probe::accept).orElseThrow();
          SocketChannel uart = server.accept()) {
        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
        while (bytes.hasRemaining()) {
          assertThat(uart.write(bytes)).isPositive();
        }
        uart.shutdownOutput();
        while (!line.over()) {
          Thread.sleep(2);
        }
      }
    }
    return probe;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void zeroBytesAndOtherNoiseLoseNoFact() throws Exception {
    byte[] zeros = {0, 0};
    byte[] noise = {(byte) 0xff, (byte) 0xc0, 0x1b, 0};
    ProbeOutput probe =
        heard(
            zeros,
            text("fact release 4.0.0\r\n"),
            noise,
            text("fact boot abc\nfact mem"),
            zeros,
            text("ory 84848 kB\r\n"),
            noise,
            text("ready\n"));
    assertThat(probe.fact("release")).contains("4.0.0");
    assertThat(probe.fact("boot")).contains("abc");
    assertThat(probe.fact("memory")).contains("84848 kB");
    assertThat(probe.ready()).isTrue();
  }

  @Test
  void tornLinesAreLeftOut() throws Exception {
    ProbeOutput probe =
        heard(text("t release 4.0.0\n\nfact\nfact boot\nline\ns 1 2\nkmsg\nready\nfact boot x"));
    assertThat(probe.ready()).isTrue();
    assertThat(probe.fact("release")).isEmpty();
    assertThat(probe.fact("boot")).contains("x");
    assertThat(probe.lines()).isEmpty();
  }
}
