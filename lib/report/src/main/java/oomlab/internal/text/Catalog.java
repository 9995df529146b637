package oomlab.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The translations of the library's sentences into one language, from files in GNU gettext's PO
 * format: {@code msgid} has the English, {@code msgstr} the other.
 */
public final class Catalog {
  /** Translates nothing. */
  public static final Catalog ENGLISH = new Catalog(Language.ENGLISH, Map.of(), english -> {});

  /** Whose sentences they are: the files {@code NAME.LANGUAGE.po}, where they are on the path. */
  private static final List<String> NAMES =
      List.of(
          "report",
          "oomlab",
          "questions",
          "fields",
          "notebooks",
          "workbook",
          "assignments",
          "guest",
          "kernel",
          "labs",
          "cli");

  private final Language language;
  private final Map<String, String> translations;
  private final Consumer<String> missing;

  private Catalog(Language language, Map<String, String> translations, Consumer<String> missing) {
    this.language = language;
    this.translations = translations;
    this.missing = missing;
  }

  /** Reads the catalog of a language from the class path. */
  public static Catalog of(Language language) {
    return of(language, english -> {});
  }

  /**
   * Reads the catalog of a language from the class path.
   *
   * @param missing hears each sentence that was wanted and is not translated
   */
  public static Catalog of(Language language, Consumer<String> missing) {
    if (language == Language.ENGLISH) {
      return ENGLISH;
    }
    Map<String, String> all = new HashMap<>();
    for (String name : NAMES) {
      String file = "/oomlab/words/%s.%s.po".formatted(name, language.tag());
      try (@Nullable InputStream in = Catalog.class.getResourceAsStream(file)) {
        if (in != null) {
          all.putAll(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Catalog(language, all, missing);
  }

  /** Returns a catalog of the text of one PO file. */
  public static Catalog of(Language language, String po) {
    return new Catalog(language, parse(po), english -> {});
  }

  /**
   * Returns the entries of a PO file, those that are translated.
   *
   * @throws IllegalArgumentException if a line is none of the format's; the message has the line
   */
  public static Map<String, String> parse(String po) {
    Map<String, String> entries = new HashMap<>();
    StringBuilder id = new StringBuilder();
    StringBuilder text = new StringBuilder();
    StringBuilder filled = id;
    // Compiled for a browser, too, where String has no lines().
    for (String line : (po + "\nmsgid \"\"").split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("msgid ")) {
        if (!id.isEmpty() && !text.isEmpty()) {
          entries.put(id.toString(), text.toString());
        }
        id = new StringBuilder();
        text = new StringBuilder();
        filled = id;
      } else if (line.startsWith("msgstr ")) {
        filled = text;
      } else if (!line.startsWith("\"")) {
        throw new IllegalArgumentException("no line of a PO file: " + line);
      }
      filled.append(unquoted(line));
    }
    return entries;
  }

  private static String unquoted(String line) {
    int from = line.indexOf('"');
    int to = line.lastIndexOf('"');
    if (from < 0 || from == to) {
      throw new IllegalArgumentException("no text in quotes: " + line);
    }
    StringBuilder out = new StringBuilder();
    for (int i = from + 1; i < to; i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < to) {
        i++;
        c = line.charAt(i) == 'n' ? '\n' : line.charAt(i);
      }
      out.append(c);
    }
    return out.toString();
  }

  /** Returns its language. */
  public Language language() {
    return language;
  }

  /** Returns each sentence with its translation. */
  Map<String, String> entries() {
    return Map.copyOf(translations);
  }

  /** Returns the translation of a sentence; the sentence where there is none. */
  String translation(String english) {
    Optional<String> translated = known(english);
    if (language != Language.ENGLISH && translated.isEmpty()) {
      missing.accept(english);
    }
    return translated.orElse(english);
  }

  /** Returns the translation of a text, if it is one of the library's. */
  Optional<String> known(String english) {
    return Optional.ofNullable(translations.get(english));
  }
}
