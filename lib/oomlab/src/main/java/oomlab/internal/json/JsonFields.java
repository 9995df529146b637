package oomlab.internal.json;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads an object's fields, and says which one is missing or wrong.
 *
 * @param node the object
 * @param where its name in messages
 */
record JsonFields(JsonNode node, String where) {
  JsonFields {
    if (!node.isObject()) {
      throw new IllegalArgumentException(where + " is not a JSON object");
    }
  }

  String text(String name) {
    JsonNode value = required(name);
    if (!value.isString()) {
      throw wrong(name, "text");
    }
    return value.stringValue();
  }

  Instant time(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeParseException e) {
      throw wrong(name, "a time such as 2026-01-31T12:00:00Z");
    }
  }

  Optional<String> optionalText(String name) {
    return node.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  long number(String name) {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return value.longValue();
  }

  OptionalLong optionalNumber(String name) {
    return node.has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
  }

  int integer(String name) {
    long value = number(name);
    if (value != (int) value) {
      throw wrong(name, "a number of 32 bits");
    }
    return (int) value;
  }

  OptionalInt optionalInteger(String name) {
    return node.has(name) ? OptionalInt.of(integer(name)) : OptionalInt.empty();
  }

  double real(String name) {
    JsonNode value = required(name);
    if (!value.isNumber()) {
      throw wrong(name, "a number");
    }
    return value.doubleValue();
  }

  boolean flag(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value.booleanValue();
  }

  <E extends Enum<E>> E constant(String name, Class<E> type, Function<E, String> label) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (label.apply(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "%s has \"%s\": \"%s\", which is none of those known".formatted(where, name, text));
  }

  JsonFields object(String name) {
    return new JsonFields(required(name), name + " of " + where);
  }

  Optional<JsonFields> optionalObject(String name) {
    return node.has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  List<JsonFields> objects(String name) {
    List<JsonFields> all = new ArrayList<>();
    for (JsonNode element : array(name)) {
      all.add(new JsonFields(element, name + " of " + where));
    }
    return all;
  }

  List<Integer> integers(String name) {
    List<Integer> all = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.canConvertToInt()) {
        throw wrong(name, "an array of numbers");
      }
      all.add(element.intValue());
    }
    return all;
  }

  private Iterable<JsonNode> array(String name) {
    JsonNode value = required(name);
    if (!value.isArray()) {
      throw wrong(name, "an array");
    }
    return value.values();
  }

  private JsonNode required(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException(where + " lacks \"" + name + "\"");
    }
    return value;
  }

  private IllegalArgumentException wrong(String name, String wanted) {
    return new IllegalArgumentException(
        "%s has \"%s\", but not as %s".formatted(where, name, wanted));
  }
}
