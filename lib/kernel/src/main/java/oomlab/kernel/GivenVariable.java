package oomlab.kernel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A variable that a cell of a {@link RemoteSession} need not compute. */
public final class GivenVariable {
  private final byte[] bytes;
  private final List<Map.Entry<String, String>> outputs;

  /**
   * Keeps its value.
   *
   * @param outputs what computing it has shown, each a type and its text or JSON
   * @throws NoPlainValueException if it is no plain value
   */
  public GivenVariable(
      ValueTypes types, @Nullable Object value, List<Map.Entry<String, String>> outputs) {
    this.bytes = RemoteCalls.plain(types, value);
    this.outputs = List.copyOf(outputs);
  }

  byte[] bytes() {
    return bytes;
  }

  List<Map.Entry<String, String>> outputs() {
    return outputs;
  }
}
