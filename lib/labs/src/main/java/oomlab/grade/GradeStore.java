package oomlab.grade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.ipynb.Notebook;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a class's results: one file a submission in {@code results}, written whole. One
 * grader at a time: the file {@code .lock} is locked while the store is open, also against other
 * processes.
 */
public final class GradeStore implements AutoCloseable {
  private final Path dir;
  private final FileChannel lock;

  /** What the store has of a submission. */
  public sealed interface Found {
    /** A result of the same inputs. */
    record Kept(GradedSubmission graded) implements Found {}

    /** Nothing, or a result of other inputs. */
    record Absent() implements Found {}

    /** A file that is no result; {@code sentence} says so. */
    record Corrupt(String sentence) implements Found {}
  }

  private GradeStore(Path dir, FileChannel lock) {
    this.dir = dir;
    this.lock = lock;
  }

  /**
   * Opens the store, made if it is not there, and removes what an interrupted grader left.
   *
   * @throws GradeException if another grader has it open
   */
  public static GradeStore open(Path dir) throws GradeException, IOException {
    Files.createDirectories(dir.resolve("results"));
    FileChannel channel =
        FileChannel.open(
            dir.resolve(".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean ours = false;
    try {
      if (lock(channel) == null) {
        String text = Files.readString(dir.resolve(".lock")).strip();
        throw new GradeException(
            "%s is in use by another grader%s; wait for it, or give another folder with --out."
                .formatted(dir, text.matches("pid \\d+") ? " (" + text + ")" : ""));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              "pid %d%n"
                  .formatted(ProcessHandle.current().pid())
                  .getBytes(StandardCharsets.US_ASCII)));
      StagedFiles.finish(dir);
      AtomicFile.sweep(dir);
      AtomicFile.sweep(dir.resolve("results"));
      ours = true;
      return new GradeStore(dir, channel);
    } finally {
      if (!ours) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  /** Returns the folder. */
  public Path dir() {
    return dir;
  }

  /**
   * Returns the submission's result if it came from inputs of this key; an empty key finds none.
   */
  public Found find(String submission, String key) throws IOException {
    Path file = file(submission);
    try {
      return ResultFile.read(file)
          .filter(
              graded ->
                  graded.submission().equals(submission)
                      && graded.key().equals(key)
                      && !key.isEmpty())
          .<Found>map(Found.Kept::new)
          .orElseGet(Found.Absent::new);
    } catch (IllegalArgumentException corrupt) {
      return new Found.Corrupt(
          "%s is no result of a grader; %s is graded anew.".formatted(file, submission));
    }
  }

  /** Returns the submission's result, from whatever inputs; empty if there is none. */
  public Optional<GradedSubmission> latest(String submission) throws IOException {
    return read(file(submission)).filter(graded -> graded.submission().equals(submission));
  }

  /** Returns all results, in the order of their submissions' names. */
  public List<GradedSubmission> all() throws IOException {
    List<GradedSubmission> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir.resolve("results"))) {
      for (Path file : files.toList()) {
        read(file).ifPresent(all::add);
      }
    }
    all.sort(Comparator.comparing(GradedSubmission::submission));
    return all;
  }

  private static Optional<GradedSubmission> read(Path file) throws IOException {
    try {
      return ResultFile.read(file);
    } catch (IllegalArgumentException corrupt) {
      return Optional.empty();
    }
  }

  /**
   * Keeps a result, in the place of an older one; not one that only this machine is to blame for.
   */
  public void put(GradedSubmission graded) throws IOException {
    if (graded.status() != GradedSubmission.Status.NOT_RUN) {
      AtomicFile.write(file(graded.submission()), ResultFile.text(graded));
    }
  }

  /**
   * Keeps several results and notebooks in the place of older ones: all of them, or none.
   *
   * @param executed the notebooks as they ran, by submission; empty for none
   */
  void replace(Collection<GradedSubmission> graded, Map<String, byte[]> executed)
      throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (GradedSubmission each : graded) {
      if (each.status() != GradedSubmission.Status.NOT_RUN) {
        files.put(dir.relativize(file(each.submission())).toString(), ResultFile.text(each));
      }
    }
    executed.forEach(
        (name, bytes) ->
            files.put(
                dir.relativize(executedFile(name)).toString(),
                new String(bytes, StandardCharsets.UTF_8)));
    StagedFiles.replace(dir, files);
  }

  /** Removes a submission's result. */
  public void forget(String submission) throws IOException {
    Files.deleteIfExists(file(submission));
  }

  /** Keeps the notebook as it ran: {@code executed/<submission>.ipynb}. */
  public void putExecuted(String submission, Notebook executed) throws IOException {
    Files.createDirectories(dir.resolve("executed"));
    AtomicFile.write(
        executedFile(submission), new String(executed.bytes(), StandardCharsets.UTF_8));
  }

  /** Returns the notebook as it ran; empty for a submission that could not be read. */
  public byte[] executed(String submission) throws IOException {
    Path file = executedFile(submission);
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private Path executedFile(String submission) {
    return dir.resolve("executed").resolve(SafeName.of(submission) + ".ipynb");
  }

  /** Writes a table or page in the folder, such as {@code gradebook.csv}, whole. */
  public void write(String name, String text) throws IOException {
    AtomicFile.write(dir.resolve(name), text);
  }

  /**
   * Returns the points that the instructor typed in {@code manual.csv}; none if there is no such
   * file.
   *
   * @throws GradeException if the file is no such table
   */
  public ManualPoints manual() throws GradeException, IOException {
    Path file = dir.resolve(ManualPoints.FILE);
    return Files.exists(file) ? ManualPoints.read(file, ManualPoints.FILE) : ManualPoints.NONE;
  }

  /**
   * Lists what waits for the instructor in {@code manual.csv}. What has been typed there, also
   * since {@link #manual}, stays.
   *
   * @param graded as graded, without the instructor's points
   * @throws GradeException if the file there is no such table; it is left as it is
   */
  public void list(Iterable<GradedSubmission> graded) throws GradeException, IOException {
    write(ManualPoints.FILE, manual().list(graded).csv());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private Path file(String submission) {
    return dir.resolve("results").resolve(SafeName.of(submission) + ".json");
  }
}
