package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oomlab.kernel.RemoteSession.Cell;
import oomlab.kernel.RemoteSession.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteSessionTest {
  private static final RemoteSession.Limits LIMITS = new RemoteSession.Limits(20_000, 100_000);
  private static final RemoteSession.Owner OWNER =
      new RemoteSession.Owner(
          List.of("static int given = 7; void check(boolean b) { if (!b) throw new Error(); }"),
          List.of("check(Math.abs(twice(2)) == 4)"),
          List.of("int twice(int n) { return 2 * n; }"));

  @TempDir private Path folder = Path.of("");
  private Process host;
  private SocketChannel channel;
  private RemoteSession session;

  @BeforeEach
  void start() throws Exception {
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      host =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CellHost.class.getName(),
                  socket.toString())
              .inheritIO()
              .start();
      channel = server.accept();
    }
    session = RemoteSession.open(channel, LIMITS, OWNER);
  }

  @AfterEach
  void end() throws Exception {
    channel.close();
    host.destroyForcibly();
    assertThat(host.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void showsWhatACellPrintsAndComesTo() {
    Cell cell = session.guests("System.out.println(\"a\"); System.err.print(\"b\"); 1.5", "one");

    assertThat(cell.end()).isEqualTo(End.DONE);
    assertThat(cell.outputs())
        .containsExactly(
            "{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"a\\n\"}",
            "{\"output_type\":\"stream\",\"name\":\"stderr\",\"text\":\"b\"}",
            "{\"data\":{\"text/plain\":\"1.5\"},\"metadata\":{},\"output_type\":\"execute_result\","
                + "\"execution_count\":1}");
  }

  @Test
  void keepsDefinitionsFromCellToCell() {
    session.guests("int twice(int n) { return 2 * n; }\nvar list = List.of(1, 2);", "one");

    assertThat(session.guests("twice(list.size())", "two").outputs().toString()).contains("\"4\"");
  }

  @Test
  void tellsErrorsAsTheKernelDoes() {
    assertThat(session.guests("int a = nowhere;", "one").outputs().toString())
        .contains("CompilationException", "nowhere");
    assertThat(
            session
                .guests("throw new java.io.IOException(\"x\", new Error(\"y\"));", "two")
                .outputs()
                .toString())
        .contains("java.io.IOException", "Caused by: ", "java.lang.Error", "(two, line 1)");
    assertThat(session.guests("void f() { g(); }\nf();", "three").outputs().toString())
        .contains("UnresolvedReferenceException");
  }

  @Test
  void saysThatTheHostDied() {
    session.guests("int a = 1;", "one");

    Cell cell = session.guests("int b = 2;\nSystem.exit(0);\nint c = 3;", "two");

    assertThat(cell.end()).isEqualTo(End.DIED);
    assertThat(cell.completed()).isEqualTo("int b = 2;".length());
  }

  @Test
  void saysThatACellDidNotEnd() {
    session = RemoteSession.open(channel, new RemoteSession.Limits(500, 1000), OWNER);

    Cell cell = session.guests("while (true) { }", "loop");

    assertThat(cell.end()).isEqualTo(End.TIMED_OUT);
    assertThat(cell.outputs().toString()).contains("EvaluationTimeoutException");
  }

  @Test
  void leavesOutWhatWouldTakeAnOwnersName() {
    session.owners(OWNER.setup().get(0), "setup", true);

    Cell cell =
        session.guests(
            "void check(Boolean b) { }\nclass Math { }\nint given = 8;\nint twice(int n) { return 5; }",
            "cheat");

    assertThat(cell.refused()).containsExactly("check", "Math", "given");
    assertThat(session.owners(OWNER.tests().get(0), "test", false).outputs().toString())
        .contains("java.lang.Error");
  }

  @Test
  void putsBackWhatAGuestHasChanged() {
    session.owners(OWNER.setup().get(0), "setup", true);
    session.guests("given = 100; java.util.Locale.setDefault(java.util.Locale.GERMANY);", "cheat");

    Cell cell = session.owners("given + String.format(\" %.1f\", 1.5)", "test", false);

    assertThat(cell.changed()).containsExactly("given");
    assertThat(cell.outputs().toString()).contains("7 1.5");
  }

  @Test
  void dropsWhatIsTooMuchOutput() {
    Cell cell = session.guests("for (int i = 0; i < 100_000; i++) System.out.println(i);", "flood");

    assertThat(cell.end()).isEqualTo(End.DONE);
    assertThat(cell.flooded()).isTrue();
    assertThat(cell.outputs().toString().length()).isLessThan(120_000);
  }

  @Test
  void takesNoAnswerButTheHostsOwn() {
    Cell cell =
        session.guests(
            """
            var field = Class.forName("oomlab.kernel.Display").getDeclaredField("publisher");
            field.setAccessible(true);
            var publisher = ((Optional<java.util.function.BiConsumer>) field.get(null)).get();
            Object queue = null;
            for (var f : publisher.getClass().getDeclaredFields()) {
              f.setAccessible(true);
              if (f.get(publisher).getClass().getSimpleName().equals("HostOutput")) {
                queue = f.get(publisher);
              }
            }
            var send = queue.getClass().getDeclaredMethod("send", byte[].class);
            send.setAccessible(true);
            var forged = new ByteArrayOutputStream();
            var out = new DataOutputStream(forged);
            out.writeInt('A'); out.write(new byte[16]); out.writeInt('V'); out.writeInt(0);
            send.invoke(queue, (Object) forged.toByteArray());
            Thread.sleep(1000);
            """,
            "forger");

    assertThat(cell.end()).isEqualTo(End.FORGED);
  }
}
