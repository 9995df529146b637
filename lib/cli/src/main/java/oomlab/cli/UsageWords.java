package oomlab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.PropertyResourceBundle;
import oomlab.internal.text.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What {@code --help} says, in the reader's language: picocli takes it by the options' names. */
final class UsageWords {
  private UsageWords() {}

  /** Gives a command and those below it the words; without a file of them, theirs stay. */
  static void into(CommandLine line) {
    String file = "/oomlab/words/usage.%s.properties".formatted(Words.language().tag());
    try (@Nullable InputStream in = UsageWords.class.getResourceAsStream(file)) {
      line.setResourceBundle(
          in == null
              ? null
              : new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
