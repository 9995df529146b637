package oomlab.internal.run;

import static oomlab.internal.text.Words.later;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import oomlab.Verdict.MemoryRefused;

/** Knows the lines in which programs write that they were refused memory. */
public final class RefusalWords {
  private static final int LONGEST_LINE = 200;

  /** What a line with these words means. */
  private record Sign(Pattern pattern, String meaning) {}

  private static final List<Sign> KNOWN =
      List.of(
          sign(
              "java\\.lang\\.OutOfMemoryError",
              later("Java's OutOfMemoryError, a limit of the JVM")),
          sign(
              "insufficient memory for the Java Runtime Environment",
              later("memory that the JVM was refused")),
          sign("std::bad_alloc", later("std::bad_alloc, memory that C++ was refused")),
          sign("\\b_?(?:Array)?MemoryError\\b", later("Python's MemoryError")),
          sign("JavaScript heap out of memory", later("the limit of a JavaScript heap")),
          sign("memory allocation of \\d+ bytes failed", later("memory that Rust was refused")),
          sign("(?:cannot|unable to|could not) allocate memory", later("ENOMEM, memory refused")),
          sign("(?:virtual )?memory exhausted|\\bout of memory\\b", later("memory refused")));

  private RefusalWords() {}

  /** Returns what a line of a program's output says of it; empty if it says nothing. */
  public static Optional<MemoryRefused> in(String line) {
    return KNOWN.stream()
        .filter(sign -> sign.pattern().matcher(line).find())
        .findFirst()
        .map(sign -> new MemoryRefused(sign.meaning(), cut(line.strip())));
  }

  private static String cut(String line) {
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line;
  }

  private static Sign sign(String regex, String meaning) {
    return new Sign(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), meaning);
  }
}
