package oomlab.check;

import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import oomlab.check.Judgement.Grade;
import org.jspecify.annotations.Nullable;

/**
 * One question to the reader about data of theirs.
 *
 * <p>The sentence that asks stands in the notebook, above the cell that checks; everything that
 * depends on the data is computed here.
 *
 * @param <T> what it is about: a report, a run, an explanation, a list of them
 */
public final class Question<T> {
  /** What stands in a notebook where the reader's answer belongs. */
  public static final Object YOURS =
      new Object() {
        @Override
        public String toString() {
          return "YOURS";
        }
      };

  private final String id;
  private final Class<T> about;
  private final Function<T, ExpectedAnswer> right;
  private final List<Wrong<T>> wrongs;
  private final List<Function<T, String>> hints;
  private final Function<T, String> solution;
  private final Function<T, List<EvidenceLine>> evidence;

  private Question(Draft<T> draft, Function<T, String> solution) {
    this.id = draft.id;
    this.about = draft.about;
    this.right = draft.right;
    this.wrongs = List.copyOf(draft.wrongs);
    this.hints = List.copyOf(draft.hints);
    this.evidence = draft.evidence;
    this.solution = solution;
  }

  /**
   * A mistake that many make: what comes out of it, and what to say about it.
   *
   * @param name the mistake in a few words, such as {@code pages read as kB}; English
   */
  private record Wrong<T>(
      String name, Function<T, ExpectedAnswer> answer, Function<T, String> because) {}

  /**
   * Begins a question.
   *
   * @param id its name in the notebook, such as {@code victim-bytes}
   * @param right computes the right answer
   */
  public static <T> Draft<T> of(String id, Class<T> about, Function<T, ExpectedAnswer> right) {
    return new Draft<>(id, about, right);
  }

  /** A question that is being put together; {@link #solution} completes it. */
  public static final class Draft<T> {
    private final String id;
    private final Class<T> about;
    private final Function<T, ExpectedAnswer> right;
    private final List<Wrong<T>> wrongs = new ArrayList<>();
    private final List<Function<T, String>> hints = new ArrayList<>();
    private Function<T, List<EvidenceLine>> evidence = data -> List.of();

    private Draft(String id, Class<T> about, Function<T, ExpectedAnswer> right) {
      this.id = id;
      this.about = about;
      this.right = right;
    }

    /**
     * Adds a mistake. It is left out where the data does not have what it needs, and where it comes
     * to the right answer by chance.
     *
     * @param name the mistake in a few words, marked with {@code later}: a % of it is written %%
     * @param answer what comes out of it
     * @param because what to say about it, with the reader's numbers and without the right answer
     */
    public Draft<T> wrong(
        String name, Function<T, ExpectedAnswer> answer, Function<T, String> because) {
      wrongs.add(new Wrong<>(name, answer, because));
      return this;
    }

    /** Adds a hint; the second one says more than the first. */
    public Draft<T> hint(Function<T, String> hint) {
      hints.add(hint);
      return this;
    }

    /** Tells the lines from which the answer can be seen. */
    public Draft<T> evidence(Function<T, List<EvidenceLine>> lines) {
      evidence = lines;
      return this;
    }

    /**
     * Completes the question with how to come to the right answer.
     *
     * @throws IllegalStateException if it has not two hints
     */
    public Question<T> solution(Function<T, String> solution) {
      if (hints.size() != 2) {
        throw new IllegalStateException("question " + id + " has not two hints");
      }
      return new Question<>(this, solution);
    }
  }

  /** Returns its name. */
  public String id() {
    return id;
  }

  /** Returns what it is about. */
  public Class<T> about() {
    return about;
  }

  /** Returns the names of the mistakes it knows, in English. */
  public List<String> misconceptions() {
    return wrongs.stream().map(wrong -> plain(wrong.name())).toList();
  }

  /**
   * Returns the right answer for this data.
   *
   * @throws IllegalArgumentException if the question is about something else, or cannot be asked of
   *     this data; in a sentence
   */
  public ExpectedAnswer right(Object data) {
    return asked(data, right);
  }

  /**
   * Returns the hints, the weaker one first.
   *
   * @throws IllegalArgumentException as {@link #right}
   */
  public List<String> hints(Object data) {
    return hints.stream().map(hint -> asked(data, hint)).toList();
  }

  /**
   * Returns how to come to the right answer.
   *
   * @throws IllegalArgumentException as {@link #right}
   */
  public String solution(Object data) {
    return asked(data, solution);
  }

  /**
   * Judges an answer: a right one first, then the mistakes in their order, then factors that come
   * from units.
   *
   * @param written what the reader wrote; null or {@link #YOURS} for nothing yet
   * @throws IllegalArgumentException as {@link #right}
   */
  public Judgement judge(Object data, @Nullable Object written) {
    Answer answer = Answer.of(written);
    ExpectedAnswer expected = right(data);
    if (answer.missing()) {
      String why = words("no answer yet; put yours in the place of YOURS and run the cell again.");
      return new Judgement(id, Grade.MISSING, "", Optional.empty(), why, List.of());
    }
    String said = answer.text();
    List<EvidenceLine> lines = asked(data, evidence);
    if (expected.accepts(answer)) {
      return new Judgement(id, Grade.GOOD, said, Optional.empty(), solution(data), lines);
    }
    for (Wrong<T> wrong : wrongs) {
      Optional<String> because = recognized(wrong, data, answer);
      if (because.isPresent()) {
        Optional<String> name = Optional.of(plain(translated(wrong.name())));
        return new Judgement(id, Grade.BAD, said, name, because.get(), lines);
      }
    }
    if (expected instanceof ExpectedAnswer.Amount amount) {
      if (answer.number().isEmpty()) {
        String why =
            amount.unit().isEmpty()
                ? words("That is no number. The answer is a plain one.")
                : words("That is no number. The answer is a plain one, in %s.", amount.unitSaid());
        return new Judgement(id, Grade.BAD, said, Optional.empty(), why, lines);
      }
      Optional<String> factor = UnitFactors.between(answer.number().getAsDouble(), amount.value());
      if (factor.isPresent()) {
        String why =
            amount.unit().isEmpty()
                ? words("The answer is wanted; %s.", factor.get())
                : words("The answer is wanted, in %s; %s.", amount.unitSaid(), factor.get());
        return new Judgement(id, Grade.BAD, said, Optional.of(words("another unit")), why, lines);
      }
    }
    String why = words("That is not it. Look again at the line, or take a hint.");
    return new Judgement(id, Grade.BAD, said, Optional.empty(), why, lines);
  }

  /** Returns a mistake's name as it is read: it is marked as a format, and takes no values. */
  private static String plain(String name) {
    return name.replace("%%", "%");
  }

  private Optional<String> recognized(Wrong<T> wrong, Object data, Answer answer) {
    try {
      T own = about.cast(data);
      return wrong.answer().apply(own).accepts(answer)
          ? Optional.of(wrong.because().apply(own))
          : Optional.empty();
    } catch (NoSuchElementException e) {
      // This data does not have what the mistake is made with.
      return Optional.empty();
    }
  }

  private <R> R asked(Object data, Function<T, R> what) {
    if (!about.isInstance(data)) {
      throw new IllegalArgumentException(
          words(
              "the question \"%s\" is about %s, not about %s",
              id, named(about), named(data.getClass())));
    }
    try {
      return what.apply(about.cast(data));
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(
          words(
              "the question \"%s\" cannot be asked of this %s: it lacks a value that is needed",
              id, about.getSimpleName()),
          e);
    }
  }

  private static String named(Class<?> type) {
    String name = type.getSimpleName();
    return words("AEIOU".indexOf(name.charAt(0)) < 0 ? "a %s" : "an %s", name);
  }
}
