package oomlab.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs in a JVM inside the sandbox and tries to get out, by a port and by a socket file. */
final class Inside {
  private Inside() {}

  public static void main(String[] args) {
    try (Socket socket = new Socket()) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      socket.connect(new InetSocketAddress(loopback, Integer.parseInt(args[0])), 2000);
      System.out.println("port connected");
    } catch (IOException e) {
      System.out.println("port refused");
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[1])))) {
      int written =
          channel.write(ByteBuffer.wrap("hello from inside".getBytes(StandardCharsets.UTF_8)));
      System.out.println("socket file took " + written);
    } catch (IOException e) {
      System.out.println("socket file refused: " + e.getMessage());
    }
  }
}
