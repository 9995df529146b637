package oomlab.internal.runfile;

import static oomlab.internal.text.Words.words;

import com.fasterxml.jackson.annotation.JsonInclude;
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
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** Returns the writer of indented JSON. */
  static ObjectWriter indented(JsonMapper mapper) {
    return mapper.writer().with(PRETTY);
  }

  /** Returns the value as indented JSON, without a newline at the end. */
  public static String write(Object value) {
    return indented(MAPPER).writeValueAsString(value);
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

  private static String reason(JacksonException e) {
    var at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? words("not the expected JSON: %s", e.getOriginalMessage())
        : words(
            "not the expected JSON: line %d, column %d: %s",
            at.getLineNr(), at.getColumnNr(), e.getOriginalMessage());
  }
}
