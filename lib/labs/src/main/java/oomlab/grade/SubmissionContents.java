package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * All that a student handed in, by the names that the student gave, folders included. Zips are
 * unpacked only when asked for, into a folder that is gone when this is closed.
 */
final class SubmissionContents implements AutoCloseable {
  /** Of what is handed in; an honest submission has some dozens. */
  static final int FILES = 2_000;

  static final long BYTES = 64L << 20;
  private static final int DEPTH = 8;

  /** How many zips may lie in each other: the platform's, the student's, and one of a folder. */
  private static final int ZIPS_IN_ZIPS = 3;

  /** By it a saved run is known. */
  private static final String RUN = "run.json";

  private static final Pattern OTHER_ARCHIVE =
      Pattern.compile("(?i).+\\.(?:rar|7z|tar|tgz|tar\\.(?:gz|bz2|xz))");
  private static final Set<String> NOT_THE_STUDENTS =
      Set.of("__MACOSX", "Thumbs.db", "desktop.ini");

  private final TreeMap<String, Path> files = new TreeMap<>();
  private final TreeMap<String, Path> zips = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private Optional<Path> temp = Optional.empty();
  private long bytes;
  private final AtomicLong left = new AtomicLong(StudentZip.BYTES);
  private int levels;

  private SubmissionContents() {}

  /** Looks at what there is; unpacks nothing yet. */
  static SubmissionContents open(Submission submission) throws IOException {
    SubmissionContents contents = new SubmissionContents();
    if (submission.folder().isPresent()) {
      contents.walk(submission.folder().get(), "");
    } else if (Files.exists(submission.notebook(), LinkOption.NOFOLLOW_LINKS)) {
      contents.single(submission.notebook());
    }
    for (Path each : submission.others()) {
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        contents.walk(each, each.getFileName() + "/");
      } else if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
        contents.single(each);
      }
    }
    return contents;
  }

  /** Leaves zips as they are. */
  SubmissionContents packed() {
    zips.clear();
    return this;
  }

  /** Returns the plain files by their names; folders end with {@code /} in them. */
  SortedMap<String, Path> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /** Returns the names of what was too much, or no plain file. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Returns sentences on zips that were not unpacked. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /** Returns the name of a file without its folders. */
  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Returns whether there are zips that were not unpacked yet. */
  boolean zipped() {
    return !zips.isEmpty();
  }

  /**
   * Returns the files of a folder, by their names in it. If it is not where it should be, the one
   * other folder of its name is taken, wherever it lies, also in a zip; or the one place near by
   * where a saved run lies, such as {@code hand-in (1)} or beside the notebook.
   *
   * @param base the folder that it should be in: empty, or with a {@code /} at its end
   * @param wanted its name, such as {@code runs/hand-in}
   */
  SortedMap<String, Path> folder(String base, String wanted) throws IOException {
    Optional<String> place = place(base, wanted);
    while (place.isEmpty() && zipped()) {
      unpack();
      place = place(base, wanted);
    }
    TreeMap<String, Path> inside = new TreeMap<>();
    String at = place.orElse("\0");
    files.forEach(
        (name, file) -> {
          if (name.startsWith(at)) {
            inside.put(name.substring(at.length()), file);
          }
        });
    return inside;
  }

  private Optional<String> place(String base, String wanted) {
    Set<String> folders = new TreeSet<>();
    for (String name : files.keySet()) {
      for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
        folders.add(name.substring(0, end + 1));
      }
    }
    if (folders.contains(base + wanted + "/")) {
      return Optional.of(base + wanted + "/");
    }
    for (String like : List.of(wanted, last(wanted))) {
      List<String> found =
          folders.stream().filter(each -> ("/" + each).endsWith("/" + like + "/")).toList();
      if (!found.isEmpty()) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
      }
    }
    List<String> near =
        files.keySet().stream()
            .filter(name -> last(name).equals(RUN))
            .map(name -> name.substring(0, name.length() - RUN.length()))
            .filter(each -> near(each, base, wanted))
            .toList();
    return near.size() == 1 ? Optional.of(near.get(0)) : Optional.empty();
  }

  /** Whether a folder is the wanted one under another name, or one above it. */
  private static boolean near(String folder, String base, String wanted) {
    String above = base + wanted.substring(0, wanted.lastIndexOf('/') + 1);
    return folder.equals(base)
        || folder.equals(above)
        || ("/" + folder).contains("/" + last(wanted));
  }

  /** Unpacks its zips, each into a folder of its name; those in them come the next time. */
  void unpack() throws IOException {
    TreeMap<String, Path> all = new TreeMap<>(zips);
    zips.clear();
    levels++;
    for (var each : all.entrySet()) {
      if (temp.isEmpty()) {
        temp = Optional.of(Files.createTempDirectory("oomlab-zip"));
      }
      Path own = Files.createTempDirectory(temp.get(), "z");
      String name = each.getKey();
      try {
        StudentZip.unpack(each.getValue(), own, left);
        walk(own, name.substring(0, name.length() - ".zip".length()) + "/");
        files.remove(name);
        leftOut.remove(name);
      } catch (StudentZip.RefusedException e) {
        FolderRemoval.remove(own);
        refused.add(words("%s was not unpacked: %s", name, String.valueOf(e.getMessage())));
      }
    }
    if (levels == ZIPS_IN_ZIPS) {
      zips.clear();
    }
  }

  private void single(Path file) throws IOException {
    String name = UploadName.of(String.valueOf(file.getFileName())).original();
    take(
        name,
        file,
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  private void walk(Path folder, String prefix) throws IOException {
    Files.walkFileTree(
        folder,
        Set.of(),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return each.equals(folder) || !hidden(each)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!hidden(file)) {
              take(prefix + folder.relativize(file), file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) {
            leaveOut(prefix + folder.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void take(String name, Path file, BasicFileAttributes attributes) {
    boolean notebook = UploadName.of(last(name)).notebook().isPresent();
    boolean plain = attributes.isRegularFile() && !files.containsKey(name);
    if (plain && name.toLowerCase(Locale.ROOT).endsWith(".zip")) {
      zips.put(name, file);
    }
    if (plain && OTHER_ARCHIVE.matcher(name).matches()) {
      refused.add(words("%s was not unpacked: %s", name, words("only zips are")));
    }
    boolean fits = notebook || bytes + attributes.size() <= BYTES;
    if (!plain || !fits || files.size() >= FILES) {
      leaveOut(name);
      return;
    }
    bytes += notebook ? 0 : attributes.size();
    files.put(name, file);
  }

  private void leaveOut(String name) {
    if (leftOut.size() < 20) {
      leftOut.add(name);
    }
  }

  private static boolean hidden(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || NOT_THE_STUDENTS.contains(name);
  }

  @Override
  public void close() throws IOException {
    if (temp.isPresent()) {
      FolderRemoval.remove(temp.get());
    }
  }
}
