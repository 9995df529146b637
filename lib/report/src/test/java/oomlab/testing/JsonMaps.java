package oomlab.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** JSON as maps, lists, strings, numbers and booleans. */
public final class JsonMaps {
  private JsonMaps() {}

  /** Reads an object, in the order of the text. */
  public static Map<String, Object> read(String text) {
    Map<String, Object> out = new LinkedHashMap<>();
    Map<?, ?> read = new JsonMapper().readValue(text, Map.class);
    read.forEach((name, value) -> out.put(String.valueOf(name), value));
    return out;
  }
}
