package oomlab.ipynb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The md5 by which nbgrader sees that a cell was changed; {@code utils.compute_checksum}. */
public final class Checksum {
  private Checksum() {}

  /**
   * Returns the checksum, 32 hexadecimal digits, of a cell's source, its type, what it is for, its
   * grade_id and, of a grade cell, its points. The cell's stored checksum does not matter.
   *
   * @throws IllegalArgumentException if the cell has no mark, or a grade cell no points
   */
  public static String of(Cell cell) {
    GradeMark mark =
        cell.mark()
            .orElseThrow(() -> new IllegalArgumentException("a cell without nbgrader metadata"));
    StringBuilder text = new StringBuilder();
    text.append(cell.source()).append(cell.type().word());
    text.append(python(mark.grade())).append(python(mark.solution()));
    text.append(python(mark.isLocked())).append(mark.gradeId());
    if (mark.grade()) {
      double points =
          mark.points()
              .orElseThrow(() -> new IllegalArgumentException(mark.gradeId() + " has no points"));
      text.append(PythonNumbers.repr(points));
    }
    try {
      byte[] md5 =
          MessageDigest.getInstance("MD5").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(md5);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }

  /** Returns whether the cell is as it was when the checksum in its metadata was taken. */
  public static boolean fits(Cell cell) {
    return cell.mark()
        .filter(mark -> !mark.grade() || mark.points().isPresent())
        .flatMap(GradeMark::checksum)
        .filter(md5 -> md5.equals(of(cell)))
        .isPresent();
  }

  private static String python(boolean flag) {
    return flag ? "True" : "False";
  }
}
