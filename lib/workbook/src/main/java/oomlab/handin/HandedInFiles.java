package oomlab.handin;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import oomlab.Bytes;

/**
 * Reads files of somebody else: only regular ones, none through a link, and none larger than a run
 * can make it.
 */
final class HandedInFiles {
  private HandedInFiles() {}

  /**
   * How large a part of a bundle may be.
   *
   * @param bytes all of it
   * @param lines lines in it
   * @param lineChars the longest of them
   */
  private record Limit(int bytes, int lines, int lineChars) {
    static Limit of(Path file) {
      return switch (String.valueOf(file.getFileName())) {
        // A sample every millisecond for the two minutes of a guest makes 120,000 lines.
        case "samples.csv" -> new Limit(12 << 20, 200_000, 200);
        case "tracks.csv" -> new Limit(16 << 20, 450_000, 200);
        // A record has at most 1024 bytes (printk.c), and an escape is four characters.
        case "kmsg.log" -> new Limit(2 << 20, 20_000, 4200);
        case "terminal.txt" -> new Limit(4 << 20, 100_000, 4200);
        default -> new Limit(4 << 20, 200_000, 4 << 20);
      };
    }
  }

  static void requireFolder(Path folder) {
    if (Files.isSymbolicLink(folder)) {
      throw new IllegalArgumentException(words("it is a link; only a folder is read"));
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(words("it is no folder"));
    }
  }

  static String read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    BasicFileAttributes what =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!what.isRegularFile()) {
      throw new IllegalArgumentException(
          words(
              what.isSymbolicLink()
                  ? "%s is a link; only regular files are read"
                  : what.isDirectory()
                      ? "%s is a folder; only regular files are read"
                      : "%s is a pipe, socket or device; only regular files are read",
              name));
    }
    Limit limit = Limit.of(file);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(limit.bytes() + 1);
    }
    if (bytes.length > limit.bytes()) {
      throw new IllegalArgumentException(
          words("%s has more than %s; no run makes that much", name, Bytes.text(limit.bytes())));
    }
    requireLines(name, bytes, limit);
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  private static void requireLines(String name, byte[] bytes, Limit limit) {
    int lines = 0;
    int length = 0;
    for (byte b : bytes) {
      length++;
      if (b == '\n' || b == '\r') {
        lines++;
        length = 0;
      }
      if (lines > limit.lines() || length > limit.lineChars()) {
        throw new IllegalArgumentException(
            words(
                "%s has more than %d lines, or one of more than %d characters; no run makes that",
                name, limit.lines(), limit.lineChars()));
      }
    }
  }
}
