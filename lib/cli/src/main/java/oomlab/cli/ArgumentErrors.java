package oomlab.cli;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Says what picocli says of wrong arguments, in the reader's language. */
final class ArgumentErrors {
  /** As picocli 4.7 words them; others stay as they are. */
  private static final List<String> FORMS =
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
    return FORMS.stream()
        .flatMap(form -> values(form, english).map(v -> words(form, v)).stream())
        .findFirst()
        .orElse(english);
  }

  private static Optional<Object[]> values(String form, String sentence) {
    Matcher found = Pattern.compile(form.replace("%s", "(.*)")).matcher(sentence);
    if (!found.matches()) {
      return Optional.empty();
    }
    MatchResult groups = found.toMatchResult();
    return Optional.of(
        IntStream.rangeClosed(1, groups.groupCount()).mapToObj(groups::group).toArray());
  }
}
