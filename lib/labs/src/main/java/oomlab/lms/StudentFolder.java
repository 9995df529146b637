package oomlab.lms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oomlab.grade.SafeName;
import oomlab.lms.DeliveredFiles.DeliveredFile;

/**
 * The folder that a student's files are unpacked to. Where a platform takes single files only, what
 * else belongs to a notebook comes as a zip: it is unpacked beside it, and one that cannot be costs
 * nobody else anything.
 */
final class StudentFolder {
  private final Path folder;
  private final ClassZip zip;
  private final List<String> notes = new ArrayList<>();

  StudentFolder(Path folder, ClassZip zip) {
    this.folder = folder;
    this.zip = zip;
  }

  /** Returns sentences on what could not be unpacked. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Unpacks a file.
   *
   * @param single whether the platform takes single files only
   */
  void add(DeliveredFile file, boolean single) throws LmsException, IOException {
    Path target = place(file.path());
    zip.unpack(file.member(), target);
    if (single && file.last().toLowerCase(Locale.ROOT).endsWith(".zip")) {
      inside(target, file.last());
    }
  }

  private void inside(Path packed, String name) throws IOException {
    String stem = name.substring(0, name.length() - ".zip".length());
    try (ClassZip inner = ClassZip.open(packed, ZipLimits.STUDENT)) {
      for (ClassZip.Member each : inner.members()) {
        inner.unpack(each, place(below(stem, each.path())));
      }
    } catch (LmsException refused) {
      notes.add(refused.getMessage());
      return;
    }
    Files.delete(packed);
  }

  /** A zip of {@code runs} or {@code hand-in} may hold the folder, or what is in it. */
  private static List<String> below(String stem, List<String> path) {
    List<String> whole = new ArrayList<>();
    boolean handIn = stem.equals("hand-in") || path.get(0).equals("hand-in");
    if (!path.get(0).equals("runs") && (handIn || stem.equals("runs"))) {
      whole.add("runs");
    }
    if (stem.equals("hand-in") && !path.contains("hand-in")) {
      whole.add("hand-in");
    }
    whole.addAll(path);
    return whole;
  }

  /** Makes the folders; names that this system cannot write are written otherwise. */
  private Path place(List<String> path) throws IOException {
    Path place = folder;
    for (String each : path) {
      if (!place.equals(folder) && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(place);
        Files.createDirectory(place);
      }
      place = resolve(place, each);
    }
    return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
        ? place.resolveSibling("~" + place.getFileName())
        : place;
  }

  private static Path resolve(Path folder, String name) {
    try {
      byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      return folder.resolve(bytes.length <= 255 ? name : SafeName.of(name));
    } catch (InvalidPathException unwritable) {
      return folder.resolve(SafeName.of(name));
    }
  }
}
