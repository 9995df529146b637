package oomlab.check;

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
  private final Function<T, Expected> right;
  private final List<Wrong<T>> wrongs;
  private final List<Function<T, String>> hints;
  private final Function<T, String> solution;
  private final Function<T, List<Evidence>> evidence;

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
   * @param name the mistake in a few words, such as {@code pages read as kB}
   */
  private record Wrong<T>(String name, Function<T, Expected> answer, Function<T, String> because) {}

  /**
   * Begins a question.
   *
   * @param id its name in the notebook, such as {@code victim-bytes}
   * @param right computes the right answer
   */
  public static <T> Draft<T> of(String id, Class<T> about, Function<T, Expected> right) {
    return new Draft<>(id, about, right);
  }

  /** A question that is being put together; {@link #solution} completes it. */
  public static final class Draft<T> {
    private final String id;
    private final Class<T> about;
    private final Function<T, Expected> right;
    private final List<Wrong<T>> wrongs = new ArrayList<>();
    private final List<Function<T, String>> hints = new ArrayList<>();
    private Function<T, List<Evidence>> evidence = data -> List.of();

    private Draft(String id, Class<T> about, Function<T, Expected> right) {
      this.id = id;
      this.about = about;
      this.right = right;
    }

    /**
     * Adds a mistake. It is left out where the data does not have what it needs, and where it comes
     * to the right answer by chance.
     *
     * @param name the mistake in a few words
     * @param answer what comes out of it
     * @param because what to say about it, with the reader's numbers and without the right answer
     */
    public Draft<T> wrong(String name, Function<T, Expected> answer, Function<T, String> because) {
      wrongs.add(new Wrong<>(name, answer, because));
      return this;
    }

    /** Adds a hint; the second one says more than the first. */
    public Draft<T> hint(Function<T, String> hint) {
      hints.add(hint);
      return this;
    }

    /** Tells the lines from which the answer can be seen. */
    public Draft<T> evidence(Function<T, List<Evidence>> lines) {
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

  /** Returns the names of the mistakes it knows. */
  public List<String> misconceptions() {
    return wrongs.stream().map(Wrong::name).toList();
  }

  /**
   * Returns the right answer for this data.
   *
   * @throws IllegalArgumentException if the question is about something else, or cannot be asked of
   *     this data; in a sentence
   */
  public Expected right(Object data) {
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
    Expected expected = right(data);
    if (answer.missing()) {
      String why = "no answer yet; put yours in the place of YOURS and run the cell again";
      return new Judgement(id, Grade.MISSING, "", Optional.empty(), why + ".", List.of());
    }
    String said = answer.text();
    List<Evidence> lines = asked(data, evidence);
    if (expected.accepts(answer)) {
      return new Judgement(id, Grade.GOOD, said, Optional.empty(), solution(data), lines);
    }
    for (Wrong<T> wrong : wrongs) {
      Optional<String> because = recognized(wrong, data, answer);
      if (because.isPresent()) {
        return new Judgement(id, Grade.BAD, said, Optional.of(wrong.name()), because.get(), lines);
      }
    }
    if (expected instanceof Expected.Amount amount) {
      if (answer.number().isEmpty()) {
        String why = "That is no number. The answer is a plain one" + in(amount) + ".";
        return new Judgement(id, Grade.BAD, said, Optional.empty(), why, lines);
      }
      Optional<String> factor = Factors.between(answer.number().getAsDouble(), amount.value());
      if (factor.isPresent()) {
        String why = "The answer is wanted" + in(amount) + "; " + factor.get() + ".";
        return new Judgement(id, Grade.BAD, said, Optional.of("another unit"), why, lines);
      }
    }
    String why = "That is not it. Look again at the line, or take a hint.";
    return new Judgement(id, Grade.BAD, said, Optional.empty(), why, lines);
  }

  private static String in(Expected.Amount amount) {
    return amount.unit().isEmpty() ? "" : ", in " + amount.unit();
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
          "the question \"%s\" is about %s, not about %s"
              .formatted(id, named(about), named(data.getClass())));
    }
    try {
      return what.apply(about.cast(data));
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(
          "the question \"%s\" cannot be asked of this %s: it lacks a value that is needed"
              .formatted(id, about.getSimpleName()),
          e);
    }
  }

  private static String named(Class<?> type) {
    return "AEIOU".indexOf(type.getSimpleName().charAt(0)) < 0
        ? "a " + type.getSimpleName()
        : "an " + type.getSimpleName();
  }
}
