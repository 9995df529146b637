package oomlab.internal.json;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** The fields of a JSON object in their order; what is absent is left out. */
final class JsonObject {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  JsonObject put(String name, Object value) {
    if (value instanceof OptionalInt number) {
      number.ifPresent(n -> fields.put(name, n));
    } else if (value instanceof OptionalLong number) {
      number.ifPresent(n -> fields.put(name, n));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> fields.put(name, present));
    } else {
      fields.put(name, value);
    }
    return this;
  }

  /** Adds a list with an object for each item. */
  <T> JsonObject put(String name, List<T> items, Function<T, Map<String, Object>> object) {
    return put(name, list(items, object));
  }

  JsonObject putUnlessEmpty(String name, Collection<?> items) {
    return items.isEmpty() ? this : put(name, items);
  }

  JsonObject putUnlessEmpty(String name, Map<String, ?> values) {
    return values.isEmpty() ? this : put(name, values);
  }

  JsonObject putIf(boolean wanted, String name, Object value) {
    return wanted ? put(name, value) : this;
  }

  JsonObject putAll(Map<String, ?> values) {
    fields.putAll(values);
    return this;
  }

  Map<String, Object> map() {
    return fields;
  }

  static <T> List<Map<String, Object>> list(
      List<T> items, Function<T, Map<String, Object>> object) {
    return items.stream().map(object).toList();
  }
}
