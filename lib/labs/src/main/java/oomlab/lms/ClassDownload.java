package oomlab.lms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oomlab.grade.SafeName;
import oomlab.grade.Submission;
import oomlab.lms.DeliveredFiles.DeliveredFile;

/**
 * Zips of a class, unpacked into a temporary folder, one folder for each student. Of several
 * attempts of a student the one with the highest number counts, else the one with the latest time,
 * else the one that was downloaded last.
 */
public final class ClassDownload implements AutoCloseable {
  private final ScratchFolder scratch;
  private final String assignment;
  private final Map<String, Delivery> deliveries = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();

  private ClassDownload(ScratchFolder scratch, String assignment) {
    this.scratch = scratch;
    this.assignment = assignment;
  }

  /** Returns whether a path is a zip to open here. */
  public static boolean isZip(Path path) {
    return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".zip")
        && Files.isRegularFile(path);
  }

  /**
   * Unpacks zips.
   *
   * @param assignment the name of its notebook, without {@code .ipynb}
   * @param temp where a temporary folder is made; it is gone when this is closed, or the JVM ends
   * @throws LmsException if one is refused or holds no submission; nothing is left then
   */
  public static ClassDownload open(List<Path> zips, String assignment, ZipLimits limits, Path temp)
      throws LmsException, IOException {
    ClassDownload download = new ClassDownload(ScratchFolder.open(temp), assignment);
    boolean done = false;
    List<ClassZip> open = new ArrayList<>();
    try {
      Map<String, List<DeliveredFiles>> byStudent = new LinkedHashMap<>();
      for (Path each : zips) {
        ClassZip zip = ClassZip.open(each, limits);
        open.add(zip);
        String file = String.valueOf(each.getFileName());
        String stem = file.substring(0, file.length() - ".zip".length());
        DownloadLayout.Read read = new DownloadLayout(assignment).read(zip, stem);
        for (String stranger : read.strangers()) {
          download.notes.add(
              "%s: \"%s\" is of no student; it was left out."
                  .formatted(file, EntryPaths.shown(stranger)));
        }
        if (read.deliveries().isEmpty()) {
          throw new LmsException(
              file + " holds no submission; give the zip as the learning platform made it.");
        }
        read.deliveries()
            .forEach(d -> byStudent.computeIfAbsent(d.submission(), n -> new ArrayList<>()).add(d));
      }
      for (List<DeliveredFiles> attempts : byStudent.values()) {
        download.unpack(attempts);
      }
      done = true;
      return download;
    } finally {
      for (ClassZip zip : open) {
        zip.close();
      }
      if (!done) {
        download.close();
      }
    }
  }

  private void unpack(List<DeliveredFiles> attempts) throws LmsException, IOException {
    String name = attempts.get(0).submission();
    Path own = Files.createDirectory(scratch.folder().resolve(SafeName.of(name)));
    Map<DeliveredFiles, Optional<Instant>> times = new LinkedHashMap<>();
    for (DeliveredFiles each : attempts) {
      times.put(each, each.time().isPresent() ? each.time() : stamp(each, own));
    }
    List<DeliveredFiles> order = new ArrayList<>(attempts);
    order.sort(
        Comparator.comparing((DeliveredFiles each) -> !each.files().isEmpty())
            .thenComparingInt(DeliveredFiles::attempt)
            .thenComparing(each -> times.getOrDefault(each, Optional.empty()).orElse(Instant.MIN))
            .thenComparingLong(DeliveredFiles::downloaded));
    DeliveredFiles newest = order.get(order.size() - 1);
    List<String> older = new ArrayList<>();
    for (DeliveredFiles each : order.subList(0, order.size() - 1)) {
      if (!each.files().isEmpty()) {
        older.add(each.label());
      }
    }
    older.addAll(newest.older());
    StudentFolder files = new StudentFolder(own, newest.zip());
    for (DeliveredFile each : newest.newest()) {
      files.add(each, newest.name().filter(n -> !n.file().isEmpty()).isPresent());
    }
    deliveries.put(
        name, delivery(newest, times.getOrDefault(newest, Optional.empty()), older, files.notes()));
  }

  /** nbgrader's exchange writes the time of the hand-in beside the notebook. */
  private static Optional<Instant> stamp(DeliveredFiles files, Path own)
      throws LmsException, IOException {
    for (DeliveredFile each : files.files()) {
      if (each.last().equals("timestamp.txt")
          && each.path().size() <= 2
          && each.member().entry().getSize() <= Delivery.STAMP) {
        Path file = own.resolve("timestamp.txt");
        files.zip().unpack(each.member(), file);
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        Files.delete(file);
        return Timestamps.parse(text, ZoneOffset.UTC);
      }
    }
    return Optional.empty();
  }

  private static Delivery delivery(
      DeliveredFiles files, Optional<Instant> time, List<String> older, List<String> notes) {
    Optional<DeliveryName> name = files.name();
    boolean folder = name.map(each -> each.file().isEmpty()).orElse(true);
    // Canvas takes feedback for the file whose number is in the name: that of the newest one.
    String prefix =
        name.isPresent() && name.get().upload().isPresent()
            ? files.newest().stream()
                .max(Comparator.comparingLong(DeliveredFile::upload))
                .flatMap(each -> DeliveryName.canvas(each.original()))
                .map(DeliveryName::prefix)
                .orElse(name.get().prefix())
            : name.map(DeliveryName::prefix).orElse(files.label());
    return new Delivery(
        name.map(DeliveryName::platform).orElse(LearningPlatform.FOLDERS),
        files.submission(),
        name.map(DeliveryName::student).orElse(files.submission()),
        name.flatMap(DeliveryName::id),
        time,
        name.map(DeliveryName::late).orElse(false),
        files.attempt(),
        folder,
        folder ? prefix + "/" : prefix,
        older,
        notes);
  }

  /** Returns who handed in what, by the submission's name. */
  public Map<String, Delivery> deliveries() {
    return Map.copyOf(deliveries);
  }

  /** Returns sentences on what in the zips is of no student. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns the submissions, by name; a student without a notebook has one, too. */
  public List<Submission> submissions() throws IOException {
    Map<String, String> names = new TreeMap<>();
    deliveries.keySet().forEach(name -> names.put(SafeName.of(name), name));
    return Submission.find(List.of(scratch.folder()), assignment).stream()
        .map(
            each ->
                new Submission(
                    names.getOrDefault(each.name(), each.name()),
                    each.notebook(),
                    each.folder(),
                    each.others()))
        .sorted(Comparator.comparing(Submission::name))
        .toList();
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
