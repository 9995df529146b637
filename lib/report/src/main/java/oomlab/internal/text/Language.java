package oomlab.internal.text;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A language that readers are spoken to in. */
public enum Language {
  /** The language of the code, and of every sentence that is not translated. */
  ENGLISH("en"),
  /** Simplified Chinese. */
  CHINESE("zh");

  /** The environment variable that chooses one for a notebook's kernel and for the commands. */
  public static final String VARIABLE = "OOMLAB_LANGUAGE";

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** Returns its tag (RFC 5646), which names folders and files. */
  public String tag() {
    return tag;
  }

  /**
   * Returns the language of a tag or of a locale's name: {@code zh}, {@code zh-Hans}, {@code
   * zh_CN.UTF-8}. Traditional Chinese is none of these.
   */
  public static Optional<Language> named(String name) {
    String[] parts = name.toLowerCase(Locale.ROOT).split("[._@-]");
    boolean traditional = Stream.of(parts).anyMatch(p -> p.matches("hant|tw|hk|mo"));
    return Stream.of(values()).filter(l -> l.tag.equals(parts[0]) && !traditional).findFirst();
  }

  /**
   * Returns the language that an environment asks for: by {@link #VARIABLE}, else by the locale of
   * messages (man 7 locale), else English.
   */
  public static Language of(Map<String, String> environment) {
    return Stream.of(VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .flatMap(Language::named)
        .orElse(ENGLISH);
  }
}
