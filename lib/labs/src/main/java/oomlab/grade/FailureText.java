package oomlab.grade;

import java.util.regex.Pattern;
import oomlab.internal.text.Words;

/**
 * Says in one line for the student why a test cell lost its points: the exception's message first.
 */
final class FailureText {
  private static final int CHARACTERS = 300;

  private FailureText() {}

  /** A message that is a name or a number says nothing without its exception. */
  private static final Pattern BARE = Pattern.compile("[\\w./$:-]*");

  /** Returns an error's message; its type before it, or alone, where it has no words. */
  static String words(Output.Error error) {
    String message = line(error.evalue());
    String type = line(error.ename());
    String name = type.substring(type.lastIndexOf('.') + 1);
    if (name.isEmpty() || !BARE.matcher(message).matches()) {
      return message.isEmpty() ? Words.words("The test failed.") : message;
    }
    return message.isEmpty() ? name : name + ": " + message;
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
