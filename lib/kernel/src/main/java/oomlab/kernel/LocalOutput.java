package oomlab.kernel;

import java.io.InputStream;
import java.util.function.BiConsumer;

/** Hands on what code in this JVM prints and shows, as a kernel does, to who asks at the time. */
public final class LocalOutput {
  private final OutputBuffer buffer = new OutputBuffer((name, text) -> send(name, text));
  private volatile BiConsumer<String, String> sink = (type, text) -> {};

  private LocalOutput() {}

  /** Takes nothing, where no test runs. */
  public static LocalOutput unused() {
    return new LocalOutput();
  }

  /** Takes this JVM's standard streams and displays, once and for all. */
  public static LocalOutput install() {
    LocalOutput output = new LocalOutput();
    output.buffer.startTimer();
    System.setOut(output.buffer.out());
    System.setErr(output.buffer.err());
    System.setIn(InputStream.nullInputStream());
    Display.publishTo(
        (type, content) -> {
          output.buffer.flush();
          output.send(type, content.toString());
        });
    return output;
  }

  /** Hands on to this one from now on: a type such as {@code stdout}, and text or JSON. */
  public void to(BiConsumer<String, String> next) {
    buffer.end();
    sink = next;
  }

  /** Hands on what has been printed so far. */
  public void flush() {
    buffer.flush();
  }

  private void send(String type, String text) {
    sink.accept(type, text);
  }
}
