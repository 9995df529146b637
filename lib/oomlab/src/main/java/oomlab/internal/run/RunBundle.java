package oomlab.internal.run;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.ExperimentException;
import oomlab.Run;
import oomlab.internal.proc.SeriesCsv;
import oomlab.internal.proc.TracksCsv;
import oomlab.internal.runfile.RunFile;
import oomlab.internal.runfile.RunJson;
import oomlab.report.LogRecord;

/** A saved run: a directory with its JSON, its tables and its logs. */
public final class RunBundle {
  private static final String RUN = "run.json";
  private static final String SAMPLES = "samples.csv";
  private static final String TRACKS = "tracks.csv";
  private static final String KMSG = "kmsg.log";
  private static final String TERMINAL = "terminal.txt";

  private static final Set<String> PARTS = Set.of(RUN, SAMPLES, TRACKS, KMSG, TERMINAL);

  private final Path directory;
  private final Reader reader;

  private RunBundle(Path directory, Reader reader) {
    this.directory = directory;
    this.reader = reader;
  }

  /** Reads a file of the bundle. */
  public interface Reader {
    String read(Path file) throws IOException;
  }

  /** Says why a run cannot be saved there; empty if it can. */
  public static Optional<String> refusal(Path directory) {
    if (!Files.exists(directory)) {
      return Optional.empty();
    }
    if (!Files.isDirectory(directory)) {
      return Optional.of(words("%s is a file: name a new directory", directory));
    }
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
      return inside.iterator().hasNext()
          ? Optional.of(words("%s is not empty: name a new directory", directory))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(words("%s cannot be read: name a new directory", directory));
    }
  }

  public static void save(Run run, Path directory) {
    refusal(directory)
        .ifPresent(
            why -> {
              throw new ExperimentException(words("the run cannot be saved: %s", why));
            });
    Path target = directory.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new ExperimentException(words("the run cannot be saved in %s", directory));
    }
    try {
      Files.createDirectories(parent);
      Path half = Files.createTempDirectory(parent, ".oomlab-save-");
      try {
        write(half, RUN, RunJson.bundle(run));
        write(half, SAMPLES, SeriesCsv.text(run.recording().series()));
        write(half, TRACKS, TracksCsv.text(run.recording().tracks()));
        write(half, KMSG, lines(run.kernelLog().stream().map(LogRecord::line).toList()));
        write(half, TERMINAL, lines(run.terminal()));
        // createTempDirectory keeps others out; a saved run is a plain directory.
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
        // rename(2) replaces an empty directory, and nothing else.
        Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        remove(half);
      }
    } catch (IOException e) {
      throw new ExperimentException(words("the run cannot be saved in %s: %s", directory, e), e);
    }
  }

  /** Saves a run in the place of another; a directory that holds anything else is refused. */
  public static void saveOver(Run run, Path directory) {
    Path target = directory.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null || !holdsRun(target)) {
      save(run, directory);
      return;
    }
    try {
      Path fresh = Files.createTempDirectory(parent, ".oomlab-save-");
      try {
        save(run, fresh);
        Path old = Files.createTempDirectory(parent, ".oomlab-old-");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        remove(old);
      } finally {
        remove(fresh);
      }
    } catch (IOException e) {
      throw new ExperimentException(words("the run cannot be saved in %s: %s", directory, e), e);
    }
  }

  private static boolean holdsRun(Path directory) {
    if (!Files.isRegularFile(directory.resolve(RUN))) {
      return false;
    }
    try (Stream<Path> inside = Files.list(directory)) {
      return inside.allMatch(file -> PARTS.contains(String.valueOf(file.getFileName())));
    } catch (IOException e) {
      return false;
    }
  }

  public static Run load(Path directory) {
    return load(directory, Files::readString);
  }

  /** Loads a run from files that somebody's own reader reads. */
  public static Run load(Path directory, Reader reader) {
    RunBundle bundle = new RunBundle(directory, reader);
    try {
      RunFile file = RunJson.read(bundle.read(RUN));
      return file.run(
          bundle.parsed(SAMPLES, text -> SeriesCsv.parse(text, file.pageBytes())),
          bundle.parsed(TRACKS, TracksCsv::parse),
          bundle.kernelLog(),
          bundle.read(TERMINAL).lines().toList());
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(
          words("%s is no saved run: %s", directory, String.valueOf(e.getMessage())), e);
    }
  }

  private <T> T parsed(String name, Function<String, T> parser) {
    try {
      return parser.apply(read(name));
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          why.startsWith(name) ? why : words("%s: %s", name, why), e);
    }
  }

  private List<LogRecord> kernelLog() {
    List<LogRecord> records = new ArrayList<>();
    for (String line : read(KMSG).lines().toList()) {
      Optional<LogRecord> record = LogRecord.parse(line);
      if (record.isEmpty()) {
        throw new IllegalArgumentException(
            words("line %d of %s is no kernel-log record", records.size() + 1, KMSG));
      }
      records.add(record.get());
    }
    return records;
  }

  private String read(String name) {
    try {
      return reader.read(directory.resolve(name));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(words("%s is missing", name), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(words("%s is not UTF-8 text", name), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          words("%s cannot be read: %s", name, String.valueOf(e.getMessage())), e);
    }
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static void remove(Path half) throws IOException {
    if (Files.isDirectory(half)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(half)) {
        for (Path file : inside) {
          Files.delete(file);
        }
      }
      Files.delete(half);
    }
  }
}
