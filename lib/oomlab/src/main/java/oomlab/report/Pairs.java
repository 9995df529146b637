package oomlab.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code name:value} pairs of Mem-Info lines, in whatever order and number a kernel prints
 * them.
 *
 * @param values numbers by name with unit, such as {@code activeAnonKb}, in the kernel's order
 * @param words words by name, such as {@code all_unreclaimable?} and {@code no}
 * @param rest what is no pair; blank in an undamaged line
 * @param tooLarge the first number that does not fit into 64 bits; blank if all do
 */
record Pairs(Map<String, Long> values, Map<String, String> words, String rest, String tooLarge) {
  private static final Pattern PAIR =
      Pattern.compile(
          "([A-Za-z_][\\w-]*(?:\\([a-z]+\\))?): ?(-?\\d+)([kK]B)?(?=\\s|,|$)"
              + "|([a-z_]+\\?) (yes|no)(?=\\s|$)");

  /**
   * Reads a line.
   *
   * @param unit appended to the names of bare numbers: {@code Pages} in the global counters,
   *     nothing in node and zone lines
   */
  static Pairs of(String text, String unit) {
    Map<String, Long> values = new LinkedHashMap<>();
    Map<String, String> words = new LinkedHashMap<>();
    String tooLarge = "";
    StringBuilder rest = new StringBuilder();
    int end = 0;
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      rest.append(text.substring(end, pair.start()));
      end = pair.end();
      if (pair.group(4) != null) {
        words.put(pair.group(4), pair.group(5));
        continue;
      }
      OptionalLong value = NumberText.number(pair.group(2));
      if (value.isPresent()) {
        values.put(name(pair.group(1)) + (pair.group(3) == null ? unit : "Kb"), value.getAsLong());
      } else if (tooLarge.isEmpty()) {
        tooLarge = pair.group();
      }
    }
    rest.append(text.substring(end));
    return new Pairs(values, words, rest.toString().replace(',', ' ').strip(), tooLarge);
  }

  /** Returns the first of these that the line has. */
  OptionalLong get(String... names) {
    for (String name : names) {
      Long value = values.get(name);
      if (value != null) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }

  /** Turns {@code isolated(anon)} into {@code isolatedAnon}. */
  static String name(String kernelName) {
    StringBuilder out = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < kernelName.length(); i++) {
      char c = kernelName.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        upper = out.length() > 0;
      } else {
        boolean first = out.length() == 0;
        out.append(upper ? Character.toUpperCase(c) : first ? Character.toLowerCase(c) : c);
        upper = false;
      }
    }
    return out.toString();
  }
}
