package oomlab.lms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import oomlab.grade.Submission;

/**
 * A submission as it was delivered: whose it is, and when it came.
 *
 * <p>The times of entries in a zip from Moodle or Canvas are those of the download, not of the
 * submission: both write the archive when it is asked for and give its entries no other time
 * (Moodle's {@code zip_writer.php}, Canvas' {@code add_attachment_to_zip}). They only tell which of
 * two downloads is the newer one.
 *
 * @param name of the submission, such as {@code Ada Byron_1234567}
 * @param student as the platform writes it; where submissions come in folders, the folder's name
 * @param id the platform's, if its names have one
 * @param time when it was handed in: nbgrader's {@code timestamp.txt}, the name of a folder in
 *     nbgrader's exchange, or the instructor's table; empty if nothing says it
 * @param markedLate whether the platform says that it is late
 * @param attempt from 1, as the name of the newest file counts
 * @param folder whether its files came in a folder of their own
 * @param prefix what the platform writes before a file name of this submission, {@code /} included
 * @param older names of what came before and does not count
 * @param notes sentences on what could not be unpacked
 */
public record Delivery(
    LearningPlatform platform,
    String name,
    String student,
    Optional<String> id,
    Optional<Instant> time,
    boolean markedLate,
    int attempt,
    boolean folder,
    String prefix,
    List<String> older,
    List<String> notes) {
  /** Bytes that a time has at most. */
  static final int STAMP = 200;

  /** Keeps its own lists. */
  public Delivery {
    older = List.copyOf(older);
    notes = List.copyOf(notes);
  }

  /** Returns the delivery of a submission that came in no zip: its name may be a platform's. */
  public static Delivery named(String submission) {
    return named(submission, DeliveryName.of(submission));
  }

  private static Delivery named(String submission, Optional<DeliveryName> read) {
    return new Delivery(
        read.map(DeliveryName::platform).orElse(LearningPlatform.FOLDERS),
        submission,
        read.map(DeliveryName::student).orElse(submission),
        read.flatMap(DeliveryName::id),
        Optional.empty(),
        read.map(DeliveryName::late).orElse(false),
        1,
        read.map(each -> each.file().isEmpty()).orElse(true),
        read.map(DeliveryName::prefix).orElse(submission) + folderEnd(read),
        List.of(),
        List.of());
  }

  /**
   * Returns the delivery of a submission in a folder; nbgrader's exchange leaves {@code
   * timestamp.txt} there.
   */
  public static Delivery of(Submission submission) throws IOException {
    // Canvas makes no folders.
    Delivery named =
        submission.folder().isPresent()
            ? named(submission.name(), DeliveryName.moodle(submission.name()))
            : named(submission.name());
    for (Path folder :
        List.of(
            submission.notebook().resolveSibling(""), submission.folder().orElse(Path.of("")))) {
      Path stamp = folder.resolve("timestamp.txt");
      if (submission.folder().isPresent()
          && Files.isRegularFile(stamp, LinkOption.NOFOLLOW_LINKS)
          && Files.size(stamp) <= STAMP) {
        Optional<Instant> time =
            Timestamps.parse(new String(Files.readAllBytes(stamp), UTF_8), ZoneOffset.UTC);
        return time.isPresent() ? named.at(time.get()) : named;
      }
    }
    return named;
  }

  private static String folderEnd(Optional<DeliveryName> read) {
    return read.isPresent() && !read.get().file().isEmpty() ? "" : "/";
  }

  /** Returns the same with another time. */
  public Delivery at(Instant when) {
    return new Delivery(
        platform,
        name,
        student,
        id,
        Optional.of(when),
        markedLate,
        attempt,
        folder,
        prefix,
        older,
        notes);
  }
}
