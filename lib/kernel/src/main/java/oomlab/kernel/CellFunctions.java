package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** The functions every cell can call without an import. Source: IJava's README. */
public final class CellFunctions {
  private static volatile Optional<JavaSession> session = Optional.empty();

  private CellFunctions() {}

  /** Shows an object, as {@link Display#display} does. */
  public static String display(@Nullable Object value, String... mimes) {
    return Display.display(value, mimes);
  }

  /** Replaces what was shown under an id, as {@link Display#updateDisplay} does. */
  public static void updateDisplay(String id, @Nullable Object value, String... mimes) {
    Display.updateDisplay(id, value, mimes);
  }

  /** Renders an object, as {@link Display#render} does. */
  public static DisplayData render(@Nullable Object value, String... mimes) {
    return Display.render(value, mimes);
  }

  /** Clears the cell's output, as {@link Display#clearOutput} does. */
  public static void clearOutput(boolean wait) {
    Display.clearOutput(wait);
  }

  /** Prints to {@code System.out}, as {@code String.format} would write it. */
  public static void printf(String format, Object... arguments) {
    System.out.printf(format, arguments);
  }

  /**
   * Evaluates Java code as a cell would and returns the value of its last expression, null where
   * there is none. Throws IllegalStateException where it fails.
   */
  public static @Nullable Object eval(String code) {
    return session().evaluateInside(code);
  }

  /** Runs {@code %name arguments}. Throws IllegalArgumentException for bad use. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <T> @Nullable T lineMagic(String name, List<String> arguments) {
    return (T) session().magics().line(name, arguments);
  }

  /** Runs {@code %%name arguments} with a body. Throws IllegalArgumentException for bad use. */
  @SuppressWarnings({"TypeParameterUnusedInFormals", "DoNotCallSuggester"})
  public static <T> T cellMagic(String name, List<String> arguments, String body) {
    throw Magics.unknownCellMagic(name);
  }

  static void use(JavaSession current) {
    session = Optional.of(current);
  }

  private static JavaSession session() {
    return session.orElseThrow(
        () ->
            new IllegalStateException(
                words("there is no notebook here: this JVM is not a kernel")));
  }
}
