package oomlab.check;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.stream.Stream;

/** Every question of the book. */
public final class Questions {
  private static final List<Question<?>> ALL =
      Stream.<List<Question<?>>>of(
              QueryQuestions.ALL,
              MachineQuestions.ALL,
              KillQuestions.ALL,
              ReportQuestions.ALL,
              VictimQuestions.ALL,
              MemoryQuestions.ALL,
              GuestQuestions.ALL,
              LimitQuestions.ALL,
              EarlyQuestions.ALL,
              SettingQuestions.ALL,
              WildQuestions.ALL,
              WritingQuestions.ALL)
          .flatMap(List::stream)
          .toList();

  private Questions() {}

  /** Returns them all, chapter by chapter. */
  public static List<Question<?>> all() {
    return ALL;
  }

  /**
   * Finds a question.
   *
   * @throws IllegalArgumentException if there is none of this name; the message names those whose
   *     names share a word with it, or all
   */
  public static Question<?> find(String id) {
    return ALL.stream()
        .filter(q -> q.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(id)));
  }

  private static String unknown(String id) {
    List<String> parts = List.of(id.split("-"));
    List<String> near =
        ALL.stream()
            .map(Question::id)
            .filter(other -> Stream.of(other.split("-")).anyMatch(parts::contains))
            .toList();
    List<String> named = near.isEmpty() ? ALL.stream().map(Question::id).toList() : near;
    return words(
        near.isEmpty()
            ? "there is no question \"%s\"; there are %s"
            : "there is no question \"%s\"; the nearest are %s",
        id,
        String.join(words(", "), named));
  }
}
