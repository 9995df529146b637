package oomlab.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Says whether the files of a folder are the ones that were put there: {@code sha256sum -c}. */
final class Sha256Sums {
  private static final String NAME = "SHA256SUMS";

  private Sha256Sums() {}

  /** Writes the sums of files of a folder, in their order. */
  static void write(Path folder, List<Path> files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      text.append(of(Files.readAllBytes(file)))
          .append("  ")
          .append(folder.relativize(file))
          .append('\n');
    }
    Files.writeString(folder.resolve(NAME), text);
  }

  /** Returns the files in their order, or nothing if one is missing or is not what it was. */
  static Optional<List<Path>> check(Path folder) {
    try {
      // Several times as fast as a JVM that has just started.
      Process check =
          new ProcessBuilder("sha256sum", "--check", "--status", NAME)
              .directory(folder.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      check.getOutputStream().close();
      if (check.onExit().join().exitValue() != 0) {
        return Optional.empty();
      }
      List<Path> files =
          Files.readAllLines(folder.resolve(NAME)).stream()
              .map(line -> folder.resolve(line.substring(line.indexOf(' ') + 2)))
              .toList();
      return Optional.of(files);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns the SHA-256 of some bytes in hexadecimal digits. */
  static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
