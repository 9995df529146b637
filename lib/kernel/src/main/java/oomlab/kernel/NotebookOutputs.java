package oomlab.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outputs of one cell as a notebook keeps them, put together from what another process says:
 * whatever that is, they are valid and of a limited size.
 */
final class NotebookOutputs {
  private static final Gson GSON = new Gson();
  private static final int DEEPEST = 60;
  private static final int MOST = 10_000;

  private final List<JsonObject> outputs = new ArrayList<>();
  private final Map<String, JsonObject> displays = new HashMap<>();
  private long charactersLeft;
  private boolean dropped;

  /** Begins with nothing; takes so many characters. */
  NotebookOutputs(long characters) {
    this.charactersLeft = characters;
  }

  /** Tells whether something was left out: too much, or nothing that a notebook could keep. */
  synchronized boolean dropped() {
    return dropped;
  }

  /** Returns how many characters were taken of those that may be. */
  synchronized long charactersLeft() {
    return charactersLeft;
  }

  /** Returns each output as JSON. */
  synchronized List<String> json() {
    return outputs.stream().map(GSON::toJson).toList();
  }

  /**
   * Takes an output.
   *
   * @param type {@code stdout}, {@code stderr}, {@code display_data} or {@code update_display_data}
   * @param text the text, or a display message's content in JSON
   */
  synchronized void add(String type, String text) {
    if (text.length() > charactersLeft || outputs.size() >= MOST) {
      dropped = true;
      return;
    }
    charactersLeft -= text.length();
    try {
      switch (type) {
        case "stdout", "stderr" -> stream(type, text);
        case "display_data" -> display(parsed(text));
        case "update_display_data" -> update(parsed(text));
        default -> {
          // A cleared output hides nothing here, and no other type comes from a cell.
        }
      }
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      dropped = true;
    }
  }

  synchronized void error(CellError error) {
    JsonObject output = new JsonObject();
    output.addProperty("output_type", "error");
    output.addProperty("ename", error.name());
    output.addProperty("evalue", error.message());
    JsonArray traceback = new JsonArray();
    error.traceback().forEach(traceback::add);
    output.add("traceback", traceback);
    outputs.add(output);
  }

  /** Takes the value of a cell's last expression; {@code content} is a display message's. */
  synchronized void result(JsonObject content, int count) {
    JsonObject shown = new JsonObject();
    shown.add("data", part(content, "data"));
    shown.add("metadata", part(content, "metadata"));
    shown.addProperty("output_type", "execute_result");
    shown.addProperty("execution_count", count);
    outputs.add(shown);
  }

  private void stream(String name, String text) {
    JsonObject last = outputs.isEmpty() ? new JsonObject() : outputs.get(outputs.size() - 1);
    if (last.has("name") && last.get("name").getAsString().equals(name)) {
      last.addProperty("text", last.get("text").getAsString() + text);
      return;
    }
    JsonObject stream = new JsonObject();
    stream.addProperty("output_type", "stream");
    stream.addProperty("name", name);
    stream.addProperty("text", text);
    outputs.add(stream);
  }

  private void display(JsonObject content) {
    JsonObject shown = new JsonObject();
    shown.addProperty("output_type", "display_data");
    shown.add("data", part(content, "data"));
    shown.add("metadata", part(content, "metadata"));
    outputs.add(shown);
    id(content).ifPresent(id -> displays.put(id, shown));
  }

  private void update(JsonObject content) {
    JsonObject shown = id(content).map(displays::get).orElse(null);
    if (shown != null) {
      shown.add("data", part(content, "data"));
      shown.add("metadata", part(content, "metadata"));
    }
  }

  private static JsonObject part(JsonObject content, String name) {
    return content.has(name) ? content.getAsJsonObject(name) : new JsonObject();
  }

  private static Optional<String> id(JsonObject content) {
    JsonObject transientData = part(content, "transient");
    return transientData.has("display_id")
        ? Optional.of(transientData.get("display_id").getAsString())
        : Optional.empty();
  }

  /**
   * Reads a display message's content.
   *
   * @throws JsonParseException if it is no JSON object, or nested too deep
   */
  static JsonObject parsed(String json) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        depth++;
      } else if (!quoted && (c == '}' || c == ']')) {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new JsonParseException("nested more than " + DEEPEST + " deep");
      }
    }
    JsonElement read = clean(JsonParser.parseString(json), DEEPEST);
    if (!read.isJsonObject()) {
      throw new JsonParseException("no object");
    }
    return read.getAsJsonObject();
  }

  /** Numbers that JSON does not have become texts. */
  private static JsonElement clean(JsonElement given, int depth) {
    if (depth < 0) {
      throw new JsonParseException("nested more than " + DEEPEST + " deep");
    }
    if (given.isJsonObject()) {
      JsonObject object = new JsonObject();
      given
          .getAsJsonObject()
          .entrySet()
          .forEach(each -> object.add(each.getKey(), clean(each.getValue(), depth - 1)));
      return object;
    }
    if (given.isJsonArray()) {
      JsonArray array = new JsonArray();
      given.getAsJsonArray().forEach(each -> array.add(clean(each, depth - 1)));
      return array;
    }
    boolean finite =
        !given.isJsonPrimitive()
            || !given.getAsJsonPrimitive().isNumber()
            || given.getAsString().matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    return finite ? given : new JsonPrimitive(given.getAsString());
  }
}
