package oomlab.internal.text;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a reader, in the reader's language. The English sentence stands in the code; a
 * {@link Catalog} has what it is in another language.
 *
 * <p>English, until a command or a notebook's kernel chooses: {@link #use}.
 */
public final class Words {
  /** Stands in no name and no log. */
  private static final String PERCENT = "\0";

  private static final ThreadLocal<Catalog> HERE = new ThreadLocal<>();
  private static volatile Catalog everywhere = Catalog.ENGLISH;

  private Words() {}

  /**
   * Says a sentence: translated, then filled in, with numbers as every language here writes them.
   *
   * @param sentence English, a format of {@link java.util.Formatter}: a constant, so that a test
   *     can look for its translation
   */
  public static String words(String sentence, @Nullable Object... values) {
    String said = catalog().translation(sentence);
    StringBuilder out = new StringBuilder();
    int given = 0;
    int from = 0;
    for (int at = said.indexOf('%'); at >= 0; at = said.indexOf('%', from)) {
      char kind = at + 1 < said.length() ? said.charAt(at + 1) : 0;
      if ((kind != 's' && kind != 'd') || given == values.length) {
        return formatted(said, values);
      }
      out.append(said, from, at).append(values[given]);
      given++;
      from = at + 2;
    }
    return from == 0 ? said : out.append(said, from, said.length()).toString();
  }

  /** Fills in a sentence in which more than %s and %d stands: a formatter takes its time. */
  private static String formatted(String sentence, @Nullable Object... values) {
    // Compiled for a browser (TeaVM 0.16), %% takes a value, and 0.25 becomes 0.2 instead of 0.3.
    String kept = sentence.replace("%%", PERCENT);
    @Nullable Object[] given =
        Stream.of(values).map(v -> v instanceof Double d ? Math.nextUp(d) : v).toArray();
    return String.format(Locale.ROOT, kept, given).replace(PERCENT, "%");
  }

  /** Fills in a sentence that is kept: in English, until {@link #retold} says it to a reader. */
  public static String english(String sentence, @Nullable Object... values) {
    return in(Catalog.ENGLISH, () -> words(sentence, values));
  }

  /**
   * Says to a reader what was kept in English: a sentence, or several with semicolons between them.
   */
  public static String retold(String kept) {
    Retelling retelling = Retelling.of(catalog());
    return Stream.of(kept.split("; ", -1)).map(retelling::of).collect(joining(words("; ")));
  }

  /** Marks a sentence that {@link #words} is given later; returns it as it is. */
  public static String later(String sentence) {
    return sentence;
  }

  /** Translates a text that is data, not a format: nothing is filled in, and it may be nobody's. */
  public static String translated(String text) {
    return catalog().known(text).orElse(text);
  }

  /** Returns the language in which this thread speaks. */
  public static Language language() {
    return catalog().language();
  }

  /** Speaks this language from now on, in every thread. */
  public static void use(Catalog catalog) {
    everywhere = catalog;
  }

  /** Speaks another language in this thread while something is worked out. */
  public static <T> T in(Catalog catalog, Supplier<T> what) {
    Catalog before = HERE.get();
    HERE.set(catalog);
    try {
      return what.get();
    } finally {
      HERE.set(before);
    }
  }

  private static Catalog catalog() {
    Catalog here = HERE.get();
    return here == null ? everywhere : here;
  }
}
