package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads and writes a cgroup's files. */
public final class CgroupFiles {
  /** What strerror(3) says of ENODEV. */
  private static final String REMOVED = "No such device";

  private CgroupFiles() {}

  /** The file's text without the last newline; empty if there is no such file. */
  public static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // ENODEV: the group was removed while the file was opened or read (kernfs_get_active).
      if (String.valueOf(e.getMessage()).endsWith(REMOVED)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The file's number; empty if there is no such file or it says {@code max}. */
  public static OptionalLong number(Path file) throws IOException {
    Optional<String> text = text(file);
    if (text.isEmpty() || text.get().equals("max")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(parse(file, text.get()));
  }

  /** The value after a key in a file of {@code key value} lines, in whatever order they come. */
  public static OptionalLong value(Path file, String key) throws IOException {
    for (String line : lines(file)) {
      int space = line.indexOf(' ');
      if (space > 0 && line.substring(0, space).equals(key)) {
        return OptionalLong.of(parse(file, line.substring(space + 1).strip()));
      }
    }
    return OptionalLong.empty();
  }

  /** The file's lines; none if there is no such file. */
  public static List<String> lines(Path file) throws IOException {
    return text(file).orElse("").lines().toList();
  }

  /** Whether a file of blank-separated words has this one. */
  public static boolean hasWord(Path file, String word) throws IOException {
    return List.of(text(file).orElse("").split("\\s+", -1)).contains(word);
  }

  /** Writes to a file that must exist: the kernel makes them, we never do. */
  public static void write(Path file, String value) throws IOException {
    try {
      Files.writeString(
          file, value, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          words("the kernel refused \"%s\" in %s: %s", value, file, String.valueOf(e.getMessage())),
          e);
    }
  }

  private static long parse(Path file, String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(words("%s holds \"%s\", not a number", file, text), e);
    }
  }
}
