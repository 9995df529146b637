package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a zip that a student handed in: whole, or not at all. What would leave its folder, is no
 * plain file or unpacks to too much is refused.
 */
final class StudentZip {
  private static final int ENTRIES = 5_000;
  private static final int DEPTH = 16;

  /** Of all zips of a submission together. */
  static final long BYTES = 128L << 20;

  private static final int FILE_TYPE = 0170000;
  private static final int PLAIN = 0100000;
  private static final int FOLDER = 0040000;

  private final Path folder;
  private final AtomicLong left;
  private final boolean first;

  private StudentZip(Path folder, AtomicLong left) {
    this.folder = folder;
    this.left = left;
    this.first = left.get() == BYTES;
  }

  /** A zip that was refused; the message says why, to be read after the zip's name. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Unpacks.
   *
   * @param folder an empty folder; what is in it after a refusal is to be removed
   * @param left how many bytes the submission's zips may still unpack to; is lowered
   * @throws IOException if this machine cannot write it
   */
  static void unpack(Path zip, Path folder, AtomicLong left) throws RefusedException, IOException {
    StudentZip target = new StudentZip(folder, left);
    try (ZipFile opened = ZipFile.builder().setPath(zip).setCharset(StandardCharsets.UTF_8).get()) {
      List<ZipArchiveEntry> entries = Collections.list(opened.getEntries());
      if (entries.size() > ENTRIES) {
        throw new RefusedException("it has more than %,d files".formatted(ENTRIES));
      }
      for (ZipArchiveEntry each : entries) {
        target.check(each);
        target.unpack(opened, each);
      }
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof java.nio.file.FileSystemException) {
        throw e;
      }
      throw new RefusedException(words("it is no zip, or not a whole one"));
    }
  }

  private void check(ZipArchiveEntry entry) throws RefusedException {
    int type = entry.getUnixMode() & FILE_TYPE;
    if (type != 0 && type != PLAIN && type != FOLDER) {
      throw new RefusedException(words("\"%s\" in it is a link or no plain file", shown(entry)));
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new RefusedException(words("it is encrypted"));
    }
  }

  private void unpack(ZipFile zip, ZipArchiveEntry entry) throws RefusedException, IOException {
    // Some programs on Windows write their own separators.
    String name = entry.getName().replace('\\', '/');
    Path file = place(name, entry);
    if (entry.isDirectory() || name.endsWith("/")) {
      return;
    }
    Path parent = file.getParent();
    try {
      Files.createDirectories(parent == null ? folder : parent);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new RefusedException(words("\"%s\" is there twice", shown(entry)));
    }
    if (Files.exists(file)) {
      throw new RefusedException(words("\"%s\" is there twice", shown(entry)));
    }
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        if (left.addAndGet(-n) < 0) {
          String sentence =
              first
                  ? "it unpacks to more than %,d bytes"
                  : "with the zips before it, it unpacks to more than %,d bytes";
          throw new RefusedException(sentence.formatted(BYTES));
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private Path place(String name, ZipArchiveEntry entry) throws RefusedException {
    boolean outside = name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*");
    try {
      Path file = folder.resolve(name).normalize();
      List<String> steps = List.of(name.split("/"));
      if (outside || steps.contains("..") || !file.startsWith(folder)) {
        throw new RefusedException(words("\"%s\" would leave its folder", shown(entry)));
      }
      if (steps.size() > DEPTH || steps.stream().anyMatch(step -> step.length() > 80)) {
        throw new RefusedException(words("\"%s\" is too long or too deep", shown(entry)));
      }
      return file;
    } catch (InvalidPathException e) {
      throw new RefusedException(words("\"%s\" is no name of a file", shown(entry)));
    }
  }

  private static String shown(ZipArchiveEntry entry) {
    String plain = entry.getName().replaceAll("\\p{C}", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 80) + "…";
  }
}
