package oomlab.trusted;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the methods of an assignment's solutions do in a test: they call the student's. */
public final class AnswerCalls {
  private static volatile Optional<TrustedRun> current = Optional.empty();

  private AnswerCalls() {}

  /** Says whose methods are called from now on. A process tests one submission at a time. */
  static void of(TrustedRun run) {
    current = Optional.of(run);
  }

  /**
   * Calls a method of the student's.
   *
   * @param descriptor its types (Java Virtual Machine Specification, 4.3.3), as the solution has
   *     them
   * @return its result, as an object of the return type
   */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public static @Nullable Object call(String name, String descriptor, @Nullable Object[] arguments)
      throws Throwable {
    return current
        .orElseThrow(() -> new IllegalStateException("no submission is tested"))
        .call(name, descriptor, arguments);
  }
}
