package oomlab.internal.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says finished English sentences in another language: those that were kept in English, such as
 * results, and are shown to somebody now.
 *
 * <p>A sentence is found by the words between its values. Values that are sentences or phrases are
 * said again in the same way. What no catalog has stays as it is.
 */
public final class Retelling {
  /** Of {@link java.util.Formatter}. */
  private static final Pattern SPECIFIER =
      Pattern.compile("%(?:(\\d+)\\$)?[-#+ 0,(]*\\d*(?:\\.\\d+)?([a-zA-Z%])");

  /** With fewer letters of its own, such as {@code "%s, %s"}, a format would fit anything. */
  private static final int LETTERS = 4;

  /** What is longer is no sentence of ours. */
  private static final int LONGEST = 2_000;

  /** How many sentences may stand in one another. */
  private static final int DEPTH = 4;

  private final Catalog catalog;
  private final List<Form> forms = new ArrayList<>();

  /** A format, taken apart: what stands before, between and behind its values. */
  private record Form(List<String> texts, String translated, int letters) {}

  private Retelling(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Takes the sentences of a catalog. */
  public static Retelling of(Catalog catalog) {
    Retelling retelling = new Retelling(catalog);
    catalog.entries().forEach(retelling::add);
    return retelling;
  }

  private void add(String english, String translated) {
    Matcher values = SPECIFIER.matcher(english);
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (values.find()) {
      text.append(english, at, values.start());
      at = values.end();
      if (values.group(2).matches("[%n]")) {
        // A line is said without its end.
        text.append(values.group(2).equals("n") ? "" : "%");
      } else if (values.group(1) == null) {
        texts.add(text.toString());
        text.setLength(0);
      } else {
        return; // English takes its values in their order.
      }
    }
    texts.add(text.append(english.substring(at)).toString());
    int letters = (int) String.join("", texts).chars().filter(Character::isLetter).count();
    if (letters >= LETTERS) {
      forms.add(new Form(texts, translated, letters));
    }
  }

  /** Says a sentence again. */
  public String of(String english) {
    return of(english, DEPTH);
  }

  private String of(String english, int depth) {
    if (catalog.language() == Language.ENGLISH || english.length() > LONGEST || depth == 0) {
      return english;
    }
    Form best = null;
    List<String> values = List.of();
    for (Form form : forms) {
      if (best == null || form.letters() > best.letters()) {
        Optional<List<String>> found = values(form, english);
        if (found.isPresent()) {
          best = form;
          values = found.get();
        }
      }
    }
    return best == null ? english : said(best, values, depth);
  }

  /** Looks for each text as early as it can be: in one pass, whatever a stranger has written. */
  private static Optional<List<String>> values(Form form, String english) {
    List<String> texts = form.texts();
    String last = texts.get(texts.size() - 1);
    if (!english.startsWith(texts.get(0)) || !english.endsWith(last)) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    int from = texts.get(0).length();
    for (int i = 1; i < texts.size(); i++) {
      int to =
          i == texts.size() - 1
              ? english.length() - last.length()
              : english.indexOf(texts.get(i), from + 1);
      if (to < from) {
        return Optional.empty();
      }
      values.add(english.substring(from, to));
      from = to + texts.get(i).length();
    }
    return from == english.length() ? Optional.of(values) : Optional.empty();
  }

  private String said(Form form, List<String> values, int depth) {
    Matcher places = SPECIFIER.matcher(form.translated());
    StringBuilder said = new StringBuilder();
    int next = 0;
    while (places.find()) {
      String value = places.group(2).equals("n") ? "" : "%";
      if (!places.group(2).matches("[%n]")) {
        int index = places.group(1) == null ? next++ : Integer.parseInt(places.group(1)) - 1;
        value = values.get(index);
        // A name may be a word that some catalog has.
        value = value.indexOf(' ') < 0 ? value : of(value, depth - 1);
      }
      places.appendReplacement(said, Matcher.quoteReplacement(value));
    }
    return places.appendTail(said).toString();
  }

  /** Returns its language. */
  public Language language() {
    return catalog.language();
  }

  /** Returns a text that is data in its language, as {@link Words#translated} does. */
  public String translated(String text) {
    return catalog.translation(text);
  }

  /** Returns a map from each of these English texts to what it is here. */
  public Map<String, String> all(List<String> texts) {
    Map<String, String> all = new LinkedHashMap<>();
    texts.forEach(text -> all.put(text, translated(text)));
    return all;
  }
}
