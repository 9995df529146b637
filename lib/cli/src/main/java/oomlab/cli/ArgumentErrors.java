package oomlab.cli;

import static oomlab.internal.text.Words.later;

import java.util.List;
import oomlab.internal.text.Words;

/** Says what picocli says of wrong arguments, in the reader's language. */
final class ArgumentErrors {
  /** As picocli 4.7 words them, so that they are translated; others stay as they are. */
  static final List<String> FORMS =
      List.of(
          later("Unknown option: %s"),
          later("Unknown options: %s"),
          later("Unmatched argument at index %s: %s"),
          later("Unmatched arguments from index %s: %s"),
          later("Missing required parameter for option %s"),
          later("Expected parameter for option %s but found %s"),
          later("option %s should be specified only once"),
          later("Invalid value for option %s: %s is not an int"));

  private ArgumentErrors() {}

  static String said(String english) {
    return Words.retold(english);
  }
}
