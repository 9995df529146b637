package oomlab.grade;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file that a student handed in, and what browsers, editors and learning platforms
 * made of it.
 *
 * @param platform what a platform put before it, such as {@code smithjo_LATE_123_4567_}; or empty
 * @param student what of it is the same for all files of a student; empty without a platform
 * @param original the rest: the student's own name of the file
 */
record UploadName(String platform, String student, String original) {
  /** Canvas: name, {@code LATE}, number of the user, number of the upload, the file's name. */
  private static final Pattern CANVAS =
      Pattern.compile("(([^_/]++)_(?:LATE_)?(\\d{1,18})_\\d{1,18}_)(.+)");

  /** Moodle: name, number, and the plugin that took the file. */
  private static final Pattern MOODLE =
      Pattern.compile("(([^/]*?)_(\\d{1,18})_assignsubmission_file_)(.+)");

  /** As browsers save what is there already; some platforms put a further ending behind. */
  private static final Pattern NOTEBOOK =
      Pattern.compile("(?i)(.+)\\.ipynb(?: ?\\(\\d{1,4}\\))?(?:\\.json|\\.txt)?");

  /** What stands behind the name of a copy. */
  private static final Pattern COPY =
      Pattern.compile(
          "(?i)[ _.-]*(?:\\((?<a>\\d{1,4})\\)|copy"
              + " ?(?<b>\\d{0,4})|kopie|final|new|v?(?<c>\\d{1,3}))$");

  /** How near a name is to the one that was handed out; nearer first. */
  enum Likeness {
    /** The name itself. */
    EXACT,
    /** The name in other letters, or as a copy is called. */
    COPY,
    /** The name is a part of it. */
    PART,
    /** Another name. */
    OTHER
  }

  static UploadName of(String fileName) {
    for (Pattern each : new Pattern[] {MOODLE, CANVAS}) {
      Matcher parts = each.matcher(fileName);
      if (parts.matches()) {
        return new UploadName(
            parts.group(1), parts.group(2) + "_" + parts.group(3), parts.group(4));
      }
    }
    return new UploadName("", "", fileName);
  }

  /** Returns the name without its ending, if it is that of a notebook. */
  Optional<String> notebook() {
    Matcher name = NOTEBOOK.matcher(original);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }

  Likeness likeness(String assignment) {
    String stem = notebook().orElse("");
    if (stem.equals(assignment)) {
      return Likeness.EXACT;
    }
    String plain = stem.toLowerCase(Locale.ROOT);
    String wanted = assignment.toLowerCase(Locale.ROOT);
    for (int i = 0; i < 4 && !plain.equals(wanted); i++) {
      plain = COPY.matcher(plain).replaceFirst("").stripTrailing();
    }
    if (plain.equals(wanted)) {
      return Likeness.COPY;
    }
    return plain.contains(wanted) ? Likeness.PART : Likeness.OTHER;
  }

  /** Returns the number of a copy or a further attempt, as the name counts; 0 for none. */
  int attempt() {
    Matcher copy = COPY.matcher(notebook().orElse(""));
    if (!copy.find()) {
      return 0;
    }
    for (String group : new String[] {"a", "b", "c"}) {
      String number = copy.group(group);
      if (number != null && !number.isEmpty()) {
        return Integer.parseInt(number);
      }
    }
    return 1;
  }
}
