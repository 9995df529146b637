package oomlab.kernel;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** Runs a kernel with a client in the same process, and cells such as a first page has. */
final class WarmUp {
  private static final int REPLY_MILLIS = 60_000;
  private static final List<String> CELLS =
      List.of(
          "%classpath no/such/path",
          "import java.util.stream.*;\nSystem.out.println(\"ready\");",
          "int a = 1;\nvar list = new ArrayList<>(List.of(a, 2));\nlist.size() + a",
          "record Pair(int left, String right) {}\nint twice(int n) { return 2 * n; }\n"
              + "var d = display(\"<b>x</b>\", \"text/html\");",
          "for (int i = 0; i < 2; i++) { System.err.printf(\"%d %.1f%n\", i, 1.5); }\n"
              + "list.stream().map(n -> twice(n)).collect(Collectors.toList())",
          "int b = nowhere;",
          "throw new IllegalStateException(\"x\");");

  private WarmUp() {}

  /** Runs all cells. Throws IllegalStateException where the kernel does not answer. */
  static void run(Settings settings) {
    KernelConnectionProperties properties = properties();
    new Kernel(properties).start(settings);
    MessageWire wire = new MessageWire(properties.getSignatureScheme(), properties.getKey());
    try (ZMQ.Context context = ZMQ.context(1)) {
      ZMQ.Socket shell = context.socket(SocketType.DEALER);
      ZMQ.Socket output = context.socket(SocketType.SUB);
      shell.setLinger(0);
      shell.setReceiveTimeOut(REPLY_MILLIS);
      output.setLinger(0);
      output.subscribe(new byte[0]);
      output.connect("tcp://127.0.0.1:" + properties.getIopubPort());
      shell.connect("tcp://127.0.0.1:" + properties.getShellPort());
      ask(shell, wire, "kernel_info_request", new JsonObject());
      for (String cell : CELLS) {
        JsonObject content = new JsonObject();
        content.addProperty("code", cell);
        ask(shell, wire, "execute_request", content);
      }
      JsonObject typed = new JsonObject();
      typed.addProperty("code", "list.si");
      typed.addProperty("cursor_pos", 7);
      ask(shell, wire, "complete_request", typed);
      ask(shell, wire, "is_complete_request", typed);
      shell.close();
      output.close();
    }
  }

  private static void ask(ZMQ.Socket shell, MessageWire wire, String type, JsonObject content) {
    MessageFrames.send(
        shell, wire.encode(List.of(), type, new JsonObject(), new JsonObject(), content));
    if (MessageFrames.receive(shell, 0).isEmpty()) {
      throw new IllegalStateException("no answer to " + type + " for " + REPLY_MILLIS + " ms");
    }
  }

  private static KernelConnectionProperties properties() {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
      for (ServerSocket each : held) {
        each.close();
      }
      JsonObject file = new JsonObject();
      file.addProperty("transport", "tcp");
      file.addProperty("ip", "127.0.0.1");
      file.addProperty("control_port", ports[0]);
      file.addProperty("shell_port", ports[1]);
      file.addProperty("stdin_port", ports[2]);
      file.addProperty("hb_port", ports[3]);
      file.addProperty("iopub_port", ports[4]);
      file.addProperty("signature_scheme", "hmac-sha256");
      file.addProperty("key", "warm-up");
      return KernelConnectionProperties.parse(file.toString());
    } catch (IOException e) {
      throw new IllegalStateException("no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }
}
