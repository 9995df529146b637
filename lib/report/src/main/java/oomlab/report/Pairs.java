package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
  static final String UNREADABLE = later("cannot read \"%s\" in the line");

  private static final Pattern PAIR =
      Pattern.compile(
          "([A-Za-z_][\\w-]*(?:\\([a-z]+\\))?): ?(-?\\d+)([kK]B)?(?=\\s|,|$)"
              + "|([a-z_]+\\?) (yes|no)(?=\\s|$)");

  Pairs {
    values = Collections.unmodifiableMap(values);
  }

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

  /** Reads a line, and names what cannot be kept. */
  static Pairs read(LogLine line, String text, String unit, ReportBuilder report) {
    Pairs pairs = Pairs.of(text, unit);
    pairs.nameLost(line, UNREADABLE, report);
    return pairs;
  }

  /**
   * Names what of a line is not kept.
   *
   * @param sentence says what cannot be read, such as {@link #UNREADABLE}
   */
  void nameLost(LogLine line, String sentence, ReportBuilder report) {
    if (!rest.isEmpty()) {
      report.problem(line, sentence, rest);
    }
    if (!tooLarge.isEmpty()) {
      report.problem(line, later("%s does not fit into 64 bits"), tooLarge);
    }
  }

  /** Reads the pairs of a line that has sizes in kB: a number without a unit was cut. */
  static Pairs sizes(LogLine line, String text, ReportBuilder report) {
    Pairs pairs = read(line, text, "", report);
    Map<String, Long> whole = new LinkedHashMap<>();
    pairs
        .values()
        .forEach(
            (name, value) -> {
              if (name.endsWith("Kb") || name.equals("pagesScanned")) {
                whole.put(name, value);
              } else {
                report.problem(line, later("%s of %d has no unit: it was cut"), name, value);
              }
            });
    return new Pairs(whole, pairs.words(), pairs.rest(), pairs.tooLarge());
  }

  /** Returns the first of these that the line has. */
  OptionalLong get(String... names) {
    return Stream.of(names)
        .flatMapToLong(name -> NumberText.named(values, name).stream())
        .findFirst();
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
