package oomlab.internal.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** An ordered JSON object that leaves out what is absent. */
final class Fields {
  private final Map<String, Object> map = new LinkedHashMap<>();

  Map<String, Object> map() {
    return map;
  }

  Fields put(String name, Object value) {
    if (value instanceof Optional<?> o) {
      o.ifPresent(v -> put(name, v));
    } else if (value instanceof OptionalLong o) {
      o.ifPresent(v -> map.put(name, v));
    } else if (value instanceof OptionalInt o) {
      o.ifPresent(v -> map.put(name, v));
    } else if (value instanceof Fields f) {
      map.put(name, f.map);
    } else {
      map.put(name, value);
    }
    return this;
  }
}
