package oomlab.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One of the guest's serial lines: a socket whose other end is a UART. */
final class SerialLine implements AutoCloseable {
  private static final Pattern NOISE = Pattern.compile("[\\p{Cntrl}\uFFFD&&[^\t]]");

  private final SocketChannel socket;
  private final Thread reader;

  private SerialLine(SocketChannel socket, Consumer<String> sink, String name) {
    this.socket = socket;
    reader = new Thread(() -> read(sink), "oomlab-guest-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Connects once the socket is there, and hands each line to the sink from a thread of its own.
   *
   * @return the line, or null while there is no socket to connect to
   */
  static java.util.Optional<SerialLine> tryOpen(Path path, Consumer<String> sink) {
    if (!Files.exists(path)) {
      return java.util.Optional.empty();
    }
    try {
      SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        boolean connected = socket.connect(UnixDomainSocketAddress.of(path));
        return connected
            ? java.util.Optional.of(
                new SerialLine(socket, sink, String.valueOf(path.getFileName())))
            : java.util.Optional.empty();
      } catch (IOException notYet) {
        socket.close();
        return java.util.Optional.empty();
      }
    } catch (IOException e) {
      return java.util.Optional.empty();
    }
  }

  private void read(Consumer<String> sink) {
    try {
      BufferedReader text =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8));
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        sink.accept(withoutNoise(line));
      }
    } catch (IOException closed) {
      return; // QEMU is gone, or the run was given up
    }
  }

  /**
   * Returns a line without what a UART adds when it is opened or its speed is set: zero bytes,
   * other control characters, bytes that are no text.
   */
  static String withoutNoise(String line) {
    return NOISE.matcher(line).replaceAll("");
  }

  /** Whether the other end has hung up and all that it sent was handed on. */
  boolean over() {
    return !reader.isAlive();
  }

  void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      int ignored = socket.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
