package oomlab.grade;

import oomlab.internal.text.Words;

/**
 * Says in one line for the student why a test cell lost its points: the exception's message first.
 */
final class FailureText {
  private static final int CHARACTERS = 300;

  private FailureText() {}

  /** Returns an error's message, or its type where it has none. */
  static String words(Output.Error error) {
    String message = line(error.evalue());
    if (!message.isEmpty()) {
      return message;
    }
    String name = line(error.ename());
    return name.isEmpty()
        ? Words.words("The test failed.")
        : name.substring(name.lastIndexOf('.') + 1);
  }

  /** Returns what was written to standard error, where that costs the points. */
  static String words(Output.Stream stream) {
    return line(Words.words("Something was written to standard error: %s", stream.text().strip()));
  }

  private static String line(String text) {
    String first = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    if (first.length() <= CHARACTERS) {
      return first;
    }
    int end = Character.isHighSurrogate(first.charAt(CHARACTERS - 1)) ? CHARACTERS - 1 : CHARACTERS;
    return first.substring(0, end) + "…";
  }
}
