package oomlab.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns messages into signed frames and back. Source: "Messaging in Jupyter", section "The
 * MessageWire Protocol", version 5.3.
 */
final class MessageWire {
  static final String PROTOCOL = "5.3";
  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final String session = UUID.randomUUID().toString();
  private final String scheme;
  private final byte[] key;

  /** Takes the signature scheme ({@code hmac-sha256}) and the key; an empty key signs nothing. */
  MessageWire(String scheme, String key) {
    this.scheme = scheme.replace("-", "");
    this.key = key.getBytes(StandardCharsets.UTF_8);
    if (this.key.length > 0) {
      mac();
    }
  }

  /** A received message. */
  record Message(List<byte[]> identities, JsonObject header, JsonObject content) {
    /** Returns the message type, or an empty text where the header has none. */
    String type() {
      return MessageWire.text(header, "msg_type", "");
    }
  }

  /** Reads frames. Throws IllegalArgumentException for a malformed or wrongly signed message. */
  Message decode(List<byte[]> frames) {
    int at = 0;
    while (at < frames.size() && !Arrays.equals(frames.get(at), DELIMITER)) {
      at++;
    }
    if (frames.size() < at + 6) {
      throw new IllegalArgumentException("message of " + frames.size() + " frames is cut short");
    }
    List<byte[]> signed = frames.subList(at + 2, at + 6);
    String signature = new String(frames.get(at + 1), StandardCharsets.US_ASCII);
    if (key.length > 0
        && !MessageDigest.isEqual(
            sign(signed).getBytes(StandardCharsets.US_ASCII),
            signature.getBytes(StandardCharsets.US_ASCII))) {
      throw new IllegalArgumentException("message has a wrong signature");
    }
    return new Message(
        List.copyOf(frames.subList(0, at)), object(signed.get(0)), object(signed.get(3)));
  }

  /** Writes a message in answer to the parent header (empty where there is none). */
  List<byte[]> encode(
      List<byte[]> identities,
      String type,
      JsonObject parentHeader,
      JsonObject metadata,
      JsonObject content) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", UUID.randomUUID().toString());
    header.addProperty("session", session);
    header.addProperty("username", text(parentHeader, "username", "kernel"));
    header.addProperty("date", Instant.now().toString());
    header.addProperty("msg_type", type);
    header.addProperty("version", PROTOCOL);
    List<byte[]> signed =
        List.of(bytes(header), bytes(parentHeader), bytes(metadata), bytes(content));
    List<byte[]> frames = new ArrayList<>(identities);
    frames.add(DELIMITER);
    frames.add(key.length == 0 ? new byte[0] : sign(signed).getBytes(StandardCharsets.US_ASCII));
    frames.addAll(signed);
    return frames;
  }

  /** Reads a text member, or the given one where it is absent or not a text. */
  static String text(JsonObject object, String name, String otherwise) {
    JsonElement member = object.get(name);
    return member != null && member.isJsonPrimitive() ? member.getAsString() : otherwise;
  }

  /** Reads a truth value, or the given one where it is absent. */
  static boolean flag(JsonObject object, String name, boolean otherwise) {
    JsonElement member = object.get(name);
    return (member != null && member.isJsonPrimitive()) ? member.getAsBoolean() : otherwise;
  }

  /** Reads a number, or the given one where it is absent. */
  static int number(JsonObject object, String name, int otherwise) {
    JsonElement member = object.get(name);
    return member != null && member.isJsonPrimitive() ? member.getAsInt() : otherwise;
  }

  private static byte[] bytes(JsonObject object) {
    return object.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject object(byte[] frame) {
    try {
      return JsonParser.parseString(new String(frame, StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("message frame is not a JSON object", e);
    }
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(scheme);
      mac.init(new SecretKeySpec(key, scheme));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("unknown signature scheme '" + scheme + "'", e);
    }
  }

  private String sign(List<byte[]> frames) {
    Mac mac = mac();
    frames.forEach(mac::update);
    StringBuilder hex = new StringBuilder();
    for (byte b : mac.doFinal()) {
      hex.append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
    }
    return hex.toString();
  }
}
