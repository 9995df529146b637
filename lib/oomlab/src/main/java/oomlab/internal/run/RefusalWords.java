package oomlab.internal.run;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import oomlab.Verdict.MemoryRefused;

/** Knows the lines in which programs write that they were refused memory. */
public final class RefusalWords {
  private static final int LONGEST_LINE = 200;

  /** What a line with these words means. */
  private record Words(Pattern pattern, String meaning) {}

  private static final List<Words> KNOWN =
      List.of(
          words("java\\.lang\\.OutOfMemoryError", "Java's OutOfMemoryError, a limit of the JVM"),
          words(
              "insufficient memory for the Java Runtime Environment",
              "memory that the JVM was refused"),
          words("std::bad_alloc", "std::bad_alloc, memory that C++ was refused"),
          words("\\b_?(?:Array)?MemoryError\\b", "Python's MemoryError"),
          words("JavaScript heap out of memory", "the limit of a JavaScript heap"),
          words("memory allocation of \\d+ bytes failed", "memory that Rust was refused"),
          words("(?:cannot|unable to|could not) allocate memory", "ENOMEM, memory refused"),
          words("(?:virtual )?memory exhausted|\\bout of memory\\b", "memory refused"));

  private RefusalWords() {}

  /** Returns what a line of a program's output says of it; empty if it says nothing. */
  public static Optional<MemoryRefused> in(String line) {
    return KNOWN.stream()
        .filter(words -> words.pattern().matcher(line).find())
        .findFirst()
        .map(words -> new MemoryRefused(words.meaning(), cut(line.strip())));
  }

  private static String cut(String line) {
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line;
  }

  private static Words words(String regex, String meaning) {
    return new Words(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), meaning);
  }
}
