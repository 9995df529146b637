package oomlab.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads JSON, the same bytes for the same values everywhere: properties in declaration
 * order, two blanks of indentation, newlines as line ends, absent values left out.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter()
          .withObjectIndenter(new DefaultIndenter("  ", "\n"))
          .withArrayIndenter(new DefaultIndenter("  ", "\n"));

  private Json() {}

  /** Returns the mapper that everything here is written and read with. */
  static JsonMapper mapper() {
    return MAPPER;
  }

  /** Returns the writer of indented JSON. */
  public static ObjectWriter indented() {
    return MAPPER.writer().with(PRETTY);
  }

  /** Returns the value as indented JSON, without a newline at the end. */
  public static String write(Object value) {
    return indented().writeValueAsString(value);
  }

  /** Returns the value as JSON on one line. */
  public static String writeLine(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * Reads a value, such as a record; what the JSON leaves out of an {@code Optional} is empty.
   *
   * @throws IllegalArgumentException if the text is no JSON or does not fit the type; the message
   *     says where
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
  }

  /**
   * Reads a JSON object as maps, lists, strings, numbers and booleans, in the order of the text.
   *
   * @throws IllegalArgumentException if the text is no JSON object; the message says where
   */
  public static Map<String, Object> readMap(String text) {
    Map<String, Object> out = new LinkedHashMap<>();
    Map<?, ?> read = read(text, Map.class);
    read.forEach((name, value) -> out.put(String.valueOf(name), value));
    return out;
  }

  private static String reason(JacksonException e) {
    var at = e.getLocation();
    String where =
        at == null || at.getLineNr() < 1
            ? ""
            : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    return "not the expected JSON: " + where + e.getOriginalMessage();
  }
}
