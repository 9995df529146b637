package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The file of one submission's result: a {@link GradedSubmission} as JSON. */
final class ResultFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private ResultFile() {}

  /**
   * Reads one.
   *
   * @return empty if there is no such file
   * @throws IllegalArgumentException if it is no result
   */
  static Optional<GradedSubmission> read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    try {
      Optional<GradedSubmission> read =
          Optional.ofNullable(JSON.readValue(bytes, GradedSubmission.class));
      return Optional.of(read.orElseThrow(() -> new IllegalArgumentException("null")));
    } catch (JacksonException broken) {
      throw new IllegalArgumentException(broken.getMessage(), broken);
    }
  }

  static String text(GradedSubmission graded) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(graded) + "\n";
  }
}
