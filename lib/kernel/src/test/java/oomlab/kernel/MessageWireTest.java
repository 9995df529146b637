package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageWireTest {
  private final MessageWire wire = new MessageWire("hmac-sha256", "key");

  private List<byte[]> message(MessageWire by) {
    JsonObject content = new JsonObject();
    content.addProperty("code", "ü");
    return by.encode(
        List.of(new byte[] {1}), "execute_request", new JsonObject(), new JsonObject(), content);
  }

  @Test
  void readsWhatItWrites() {
    MessageWire.Message read = wire.decode(message(wire));
    assertThat(read.type()).isEqualTo("execute_request");
    assertThat(MessageWire.text(read.content(), "code", "")).isEqualTo("ü");
    assertThat(read.identities()).hasSize(1);
    MessageWire open = new MessageWire("hmac-sha256", "");
    assertThat(open.decode(message(open)).type()).isEqualTo("execute_request");
  }

  @Test
  void refusesAWrongSignatureAndTornMessages() {
    assertThatThrownBy(() -> wire.decode(message(new MessageWire("hmac-sha256", "other"))))
        .hasMessageContaining("signature");
    assertThatThrownBy(() -> wire.decode(message(wire).subList(0, 5)))
        .hasMessageContaining("cut short");
    List<byte[]> bad = new ArrayList<>(message(new MessageWire("hmac-sha256", "")));
    bad.set(bad.size() - 1, "[".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new MessageWire("hmac-sha256", "").decode(bad))
        .hasMessageContaining("JSON");
  }

  @Test
  void refusesAnUnknownScheme() {
    assertThatThrownBy(() -> new MessageWire("hmac-rot13", "key")).hasMessageContaining("rot13");
  }
}
