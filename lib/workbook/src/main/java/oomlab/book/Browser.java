package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The browser that prints the book; Firefox has no command line that prints to a file. */
public final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private Browser() {}

  /**
   * Returns the first browser on the PATH that prints to a file.
   *
   * @param environment where PATH comes from
   * @throws BookException if there is none; the message says how to get one
   */
  public static Path find(Map<String, String> environment) throws BookException {
    Programs programs = Programs.on(environment);
    return NAMES.stream()
        .flatMap(name -> programs.find(name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new BookException(
                    words(
                        "no browser that can print the book is on the PATH (looked for %s; Firefox"
                            + " cannot without a driver). Install one, on Debian with: sudo apt-get"
                            + " install chromium; then run this again.",
                        String.join(words(", "), NAMES))));
  }
}
