package oomlab.lms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a platform's table of grades has what.
 *
 * <p>Canvas ({@code gradebook_exporter.rb}): {@code Student} or {@code LastName,FirstName}, {@code
 * ID}, {@code SIS User ID}, {@code SIS Login ID}, {@code Section}, and a column {@code Title (id)}
 * for each assignment. Moodle's offline grading worksheet ({@code gradingtable.php}): {@code
 * Identifier} with {@code Participant 1234567}, {@code Full name}, {@code Email address}, {@code
 * Grade}, {@code Maximum grade}, {@code Grade can be changed}, {@code Feedback comments} and
 * others. Moodle writes them in the instructor's language: the first column is the identifier then,
 * and the grade's has to be named.
 *
 * @param id of the platform's id
 * @param names others that may name a student, the surest first
 * @param grade of the grade to fill in
 */
record TemplateColumns(
    int id,
    List<Integer> names,
    int grade,
    OptionalInt max,
    OptionalInt comment,
    OptionalInt changeable) {
  private static final Pattern TITLE_AND_ID = Pattern.compile("(?<title>.*) \\((?<id>\\d+)\\)");

  /** Finds Canvas' columns; the assignment's is the one of its title, or the one that is named. */
  static TemplateColumns canvas(
      String file, List<String> header, Optional<String> column, List<String> titles)
      throws LmsException {
    int id = index(header, "id").orElse(-1);
    if (id < 0 || index(header, "section").isEmpty()) {
      throw new LmsException(
          file + " is no gradebook from Canvas: its first line has no columns ID and Section.");
    }
    List<Integer> assignments = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (TITLE_AND_ID.matcher(header.get(i)).matches()) {
        assignments.add(i);
      }
    }
    Predicate<String> wanted =
        column.isPresent()
            ? name -> named(name, column.get())
            : name ->
                titles.stream().anyMatch(title -> letters(title(name)).equals(letters(title)));
    List<Integer> found =
        assignments.stream().filter(each -> wanted.test(header.get(each))).toList();
    if (found.size() != 1) {
      throw new LmsException(
          "%s has %d columns of %s; name one of these with --column: %s."
              .formatted(
                  file,
                  found.size(),
                  column.map(each -> '"' + each + '"').orElse("the assignment"),
                  String.join(", ", assignments.stream().map(header::get).toList())));
    }
    return new TemplateColumns(
        id,
        indices(header, "sis login id", "sis user id", "student"),
        found.get(0),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** Finds Moodle's columns. */
  static TemplateColumns moodle(String file, List<String> header, Optional<String> column)
      throws LmsException {
    OptionalInt grade = index(header, column.orElse("grade"));
    if (grade.isEmpty()) {
      throw new LmsException(
          "%s has no column \"%s\"; name the one of the grades with --column: %s."
              .formatted(file, column.orElse("Grade"), String.join(", ", header)));
    }
    return new TemplateColumns(
        index(header, "identifier").orElse(0),
        indices(header, "username", "email address", "id number", "full name"),
        grade.getAsInt(),
        index(header, "maximum grade"),
        index(header, "feedback comments"),
        index(header, "grade can be changed"));
  }

  private static boolean named(String header, String column) {
    Matcher parts = TITLE_AND_ID.matcher(header);
    return header.equals(column)
        || (parts.matches()
            && (parts.group("title").equals(column) || parts.group("id").equals(column)));
  }

  private static String title(String header) {
    Matcher parts = TITLE_AND_ID.matcher(header);
    return parts.matches() ? parts.group("title") : header;
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]", "");
  }

  private static List<Integer> indices(List<String> header, String... names) {
    List<Integer> found = new ArrayList<>();
    for (String name : names) {
      index(header, name).ifPresent(found::add);
    }
    return found;
  }

  private static OptionalInt index(List<String> header, String name) {
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).strip().equalsIgnoreCase(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
