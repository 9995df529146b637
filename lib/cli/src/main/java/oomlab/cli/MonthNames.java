package oomlab.cli;

import java.text.DateFormatSymbols;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.Year;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the month that a name means in any language that Java knows. A C library shortens names in
 * its own way: what begins one month's name only is that month's.
 */
final class MonthNames {
  private static final int SHORTEST = 2;
  // "11\u6708", "11\uc6d4", "Th11".
  private static final Pattern NUMBERED =
      Pattern.compile("(\\d{1,2})[\\p{L}.]{1,3}|\\p{L}{1,4}\\.?(\\d{1,2})");

  /** Loaded only when a date is in another language than English and the user's. */
  private static final class Languages {
    private static final List<Language> ALL = all();

    private static List<Language> all() {
      List<Language> languages = new ArrayList<>();
      Set<Map<String, Integer>> seen = new HashSet<>();
      for (Locale locale : Locale.getAvailableLocales()) {
        if (locale.getLanguage().isEmpty() || !locale.getScript().isEmpty()) {
          continue;
        }
        Language language = new Language(months(locale), days(locale));
        if (seen.add(language.months())) {
          languages.add(language);
        }
      }
      return languages;
    }

    private static Map<String, Integer> months(Locale locale) {
      Map<String, Integer> names = new TreeMap<>();
      DateFormatSymbols symbols = DateFormatSymbols.getInstance(locale);
      for (Month month : Month.values()) {
        put(names, symbols.getMonths()[month.getValue() - 1], month.getValue());
        put(names, symbols.getShortMonths()[month.getValue() - 1], month.getValue());
        styles(names, month::getDisplayName, month.getValue(), locale);
      }
      return names;
    }

    private static Map<String, Integer> days(Locale locale) {
      Map<String, Integer> names = new TreeMap<>();
      for (DayOfWeek day : DayOfWeek.values()) {
        styles(names, day::getDisplayName, day.getValue(), locale);
        put(names, day.getDisplayName(TextStyle.NARROW, locale), day.getValue());
      }
      return names;
    }

    private static void styles(
        Map<String, Integer> names,
        BiFunction<TextStyle, Locale, String> name,
        int value,
        Locale locale) {
      put(names, name.apply(TextStyle.FULL, locale), value);
      put(names, name.apply(TextStyle.FULL_STANDALONE, locale), value);
      put(names, name.apply(TextStyle.SHORT, locale), value);
      put(names, name.apply(TextStyle.SHORT_STANDALONE, locale), value);
    }

    /** A name of two months or days tells nothing. */
    private static void put(Map<String, Integer> names, String name, int value) {
      names.merge(key(name), value, (one, other) -> one.equals(other) ? one : 0);
    }
  }

  private record Language(Map<String, Integer> months, Map<String, Integer> days) {
    static int value(Map<String, Integer> names, String name) {
      Integer known = names.get(name);
      if (known != null) {
        return known;
      }
      int found = 0;
      for (Map.Entry<String, Integer> entry : names.entrySet()) {
        if (name.length() >= SHORTEST && entry.getKey().startsWith(name)) {
          if (found != 0 && found != entry.getValue()) {
            return 0;
          }
          found = entry.getValue();
        }
      }
      return found;
    }
  }

  private MonthNames() {}

  /**
   * Returns the only month that the name can mean; nothing if it means another one in another
   * language, and the day of the week does not tell which.
   */
  static Optional<Month> find(String name, Optional<String> weekday, int day, Optional<Year> year) {
    Matcher numbered = NUMBERED.matcher(name);
    if (numbered.matches()) {
      String digits = numbered.group(1) == null ? numbered.group(2) : numbered.group(1);
      int number = Integer.parseInt(digits);
      return number >= 1 && number <= 12 ? Optional.of(Month.of(number)) : Optional.empty();
    }
    Set<Integer> all = new HashSet<>();
    Set<Integer> withDay = new HashSet<>();
    for (Language language : Languages.ALL) {
      int month = Language.value(language.months(), key(name));
      if (month == 0) {
        continue;
      }
      all.add(month);
      int named = weekday.map(d -> Language.value(language.days(), key(d))).orElse(0);
      boolean right = named > 0 && year.filter(y -> named != weekday(y, month, day)).isEmpty();
      if (right) {
        withDay.add(month);
      }
    }
    Set<Integer> left = withDay.isEmpty() ? all : withDay;
    return left.size() == 1 ? Optional.of(Month.of(left.iterator().next())) : Optional.empty();
  }

  /** Returns the day of the week, from 1 on Mondays; 0 if there is no such date. */
  private static int weekday(Year year, int month, int day) {
    return day >= 1 && day <= Month.of(month).length(year.isLeap())
        ? year.atMonth(month).atDay(day).getDayOfWeek().getValue()
        : 0;
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace(".", "");
  }
}
