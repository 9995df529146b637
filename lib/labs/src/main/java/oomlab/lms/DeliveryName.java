package oomlab.lms;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a learning platform writes into the name of a file or folder of a submission.
 *
 * <p>Moodle ({@code downloader.php}): {@code Name_ID_assignsubmission_file} is a folder, with a
 * {@code _} at its end before Moodle 4.1, or comes before the file's name if submissions are not
 * downloaded in folders. The name has no {@code _}; it is {@code Participant} where marking is
 * blind; a group has its own name, and its id or none. Online text has {@code onlinetext} in the
 * place of {@code file}.
 *
 * <p>Canvas ({@code content_zipper.rb}): {@code name_LATE_ID_UPLOAD_file}, all in one folder;
 * {@code LATE_} only if Canvas takes it for late; {@code anon_ID} in the place of name and id where
 * grading is anonymous; {@code name_ID_text.html} and {@code name_ID_link.html} are no uploaded
 * files. The name is the sortable one in lower case without what is no letter, digit or {@code _}.
 *
 * @param student as the platform writes it
 * @param id the platform's: Moodle's participant, Canvas' user; empty for a group without one
 * @param late whether the name says so
 * @param prefix what comes before the student's own file name
 * @param upload Canvas' number of the file; later ones are higher
 * @param file the student's own file name; empty for a folder
 * @param uploaded whether it holds what the student uploaded, and no online text or link
 */
record DeliveryName(
    LearningPlatform platform,
    String student,
    Optional<String> id,
    boolean late,
    String prefix,
    OptionalLong upload,
    String file,
    boolean uploaded) {
  private static final Pattern MOODLE =
      Pattern.compile(
          "(?<prefix>(?<who>.*?)(?:_(?<id>\\d{1,18}))?_assignsubmission_(?<what>[a-z]+)_?)(?<file>.*)",
          Pattern.DOTALL);
  private static final String WHO = "(?:(?<who>[\\p{L}\\p{M}\\p{N}_]*?)_)?";
  private static final Pattern CANVAS =
      Pattern.compile(
          "(?<prefix>"
              + WHO
              + "(?<late>LATE_)?(?<id>\\d{1,18})_(?:(?<upload>\\d{1,18})_|(?=(?:text|link)\\.html$)))"
              + "(?<file>.+)");
  private static final Pattern ANONYMOUS =
      Pattern.compile(
          "(?<prefix>(?<late>LATE_)?(?<who>anon)_(?<id>[0-9A-Za-z]{1,20})_"
              + "(?:(?<upload>\\d{1,18})_|(?=(?:text|link)\\.html$)))(?<file>.+)");

  /** Reads the name of a file or folder from Moodle. */
  static Optional<DeliveryName> moodle(String name) {
    Matcher parts = MOODLE.matcher(name);
    if (!parts.matches() || parts.group("who").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DeliveryName(
            LearningPlatform.MOODLE,
            parts.group("who"),
            Optional.ofNullable(parts.group("id")),
            false,
            parts.group("prefix"),
            OptionalLong.empty(),
            parts.group("file"),
            parts.group("what").equals("file")));
  }

  /** Reads the name of a file from Canvas. */
  static Optional<DeliveryName> canvas(String name) {
    Matcher anonymous = ANONYMOUS.matcher(name);
    if (anonymous.matches()) {
      return Optional.of(canvas(anonymous, anonymous.group("who")));
    }
    Matcher parts = CANVAS.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(canvas(parts, Optional.ofNullable(parts.group("who")).orElse("")));
  }

  private static DeliveryName canvas(Matcher parts, String who) {
    Optional<String> upload = Optional.ofNullable(parts.group("upload"));
    return new DeliveryName(
        LearningPlatform.CANVAS,
        who,
        Optional.of(parts.group("id")),
        parts.group("late") != null,
        parts.group("prefix"),
        upload.isPresent() ? OptionalLong.of(Long.parseLong(upload.get())) : OptionalLong.empty(),
        parts.group("file"),
        upload.isPresent());
  }

  /** Reads a name of either platform. */
  static Optional<DeliveryName> of(String name) {
    return moodle(name).or(() -> canvas(name));
  }

  /** Returns what to call the submission: no two of a class have the same. */
  String submission() {
    String with = id.map(each -> student + "_" + each).orElse(student);
    return with.startsWith("_") ? with.substring(1) : with;
  }
}
