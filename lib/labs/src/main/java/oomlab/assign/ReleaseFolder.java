package oomlab.assign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;

/**
 * The folder that student versions are written into. Each file is there as a whole or not at all.
 */
public final class ReleaseFolder {
  private static final String PERMISSIONS = "rw-r--r--";

  private final Path folder;

  /** Takes a folder, which need not exist yet. */
  public ReleaseFolder(Path folder) {
    this.folder = folder;
  }

  /** Returns why the folder cannot be written into for this source at all. */
  public Optional<String> refusal(SourceFolder source) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      return Optional.of(folder + " is a file; --out takes a folder");
    }
    return real(folder).startsWith(real(source.folder()))
        ? Optional.of("%s lies in the source's own folder; choose another".formatted(folder))
        : Optional.empty();
  }

  /**
   * Returns why what is there must not be overwritten without asking: it is no release of this
   * notebook, or somebody has worked in it.
   */
  public Optional<String> occupied(Path file, Notebook source, SourceFolder other)
      throws IOException {
    Path target = folder.resolve(file.getFileName());
    if (Files.exists(target)) {
      return notOurs(target, source).map(why -> target + " " + why);
    }
    for (Path path : other.files()) {
      Path there = folder.resolve(path);
      if (Files.exists(there)
          && (Files.isDirectory(there)
              || Files.mismatch(there, other.folder().resolve(path)) >= 0)) {
        return Optional.of(there + " exists and is another file");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> notOurs(Path target, Notebook source) throws IOException {
    Notebook there;
    try {
      there = NotebookFile.read(target);
    } catch (NotebookException e) {
      return Optional.of("exists and cannot be read as a notebook");
    }
    Set<String> ids = ids(there);
    if (ids.isEmpty() || !ids(source).containsAll(ids)) {
      return Optional.of("exists and was not made from this source");
    }
    for (Cell cell : there.cells()) {
      if (CheckMetadata.named(cell) && !Checksum.fits(cell)) {
        return Optional.of("was changed after it was made, in " + cell.gradeId());
      }
    }
    return Optional.empty();
  }

  private static Set<String> ids(Notebook notebook) {
    return notebook.cells().stream()
        .filter(CheckMetadata::named)
        .map(Cell::gradeId)
        .collect(Collectors.toSet());
  }

  /** Writes a student version under the name of its source. */
  public Path write(Path source, Notebook student) throws IOException {
    byte[] bytes = student.bytes();
    return whole(folder.resolve(source.getFileName()), part -> Files.write(part, bytes));
  }

  /** Copies the files beside the notebooks. */
  public void copy(SourceFolder source) throws IOException {
    for (Path file : source.files()) {
      Path from = source.folder().resolve(file);
      whole(
          folder.resolve(file),
          part -> Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING));
    }
  }

  private interface Content {
    Object into(Path part) throws IOException;
  }

  private static Path whole(Path target, Content content) throws IOException {
    Path parent = Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(target);
    Files.createDirectories(parent);
    Path part = Files.createTempFile(parent, ".oomlab-", ".part");
    try {
      Object unused = content.into(part);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString(PERMISSIONS));
      return Files.move(
          part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The real path of what exists of it, so that a symbolic link hides nothing. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path there = absolute;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(absolute)).normalize();
  }
}
