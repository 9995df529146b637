package oomlab.lms;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Feedback pages in a zip that a platform takes back: each page lies where the submission lay.
 *
 * <p>Moodle ("Upload multiple feedback files in a zip", {@code importziplib.php}) reads the
 * participant from the folder's name, or from the file's where submissions were not downloaded in
 * folders. Canvas ("Re-Upload Submissions", {@code infer_comment_context_from_filename}) reads user
 * and upload from the file's name, and shows the page as an attached file under the name of the
 * file that was handed in.
 */
public final class FeedbackZip {
  private FeedbackZip() {}

  /**
   * Writes the zip, whole or not at all.
   *
   * @param pages by the submission's name; one that is not there is left out
   * @param assignment its name, for those of the pages
   * @return how many pages it holds
   */
  public static int write(
      Path file, Collection<Delivery> deliveries, Map<String, Path> pages, String assignment)
      throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = Files.createTempFile(whole.resolveSibling(""), ".part-", "");
    int count = 0;
    try {
      try (OutputStream out = Files.newOutputStream(part);
          ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
        for (Delivery each :
            deliveries.stream().sorted(Comparator.comparing(Delivery::name)).toList()) {
          Optional<Path> page = Optional.ofNullable(pages.get(each.name()));
          if (page.isPresent() && Files.isRegularFile(page.get())) {
            ZipEntry entry = new ZipEntry(name(each, assignment));
            entry.setLastModifiedTime(FileTime.fromMillis(0));
            zip.putNextEntry(entry);
            Files.copy(page.get(), zip);
            zip.closeEntry();
            count++;
          }
        }
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return count;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String name(Delivery delivery, String assignment) {
    boolean single = delivery.platform() == LearningPlatform.CANVAS;
    return delivery.prefix() + assignment + (single ? ".html" : "-feedback.html");
  }
}
