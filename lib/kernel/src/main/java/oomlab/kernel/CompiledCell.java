package oomlab.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cell as JShell has compiled it, to be run as often as wanted.
 *
 * @param name what errors call it
 * @param steps in their order
 * @param error why it does not compile; its steps are those before
 */
public record CompiledCell(String name, List<Step> steps, Optional<String> error) {
  /** Makes the list unmodifiable. */
  public CompiledCell {
    steps = List.copyOf(steps);
  }

  /** What is to be done next. */
  public sealed interface Step {}

  /**
   * Classes to load together.
   *
   * @param classes by binary name
   */
  public record Load(Map<String, byte[]> classes) implements Step {
    /** Makes the map unmodifiable. */
    public Load {
      classes = Map.copyOf(classes);
    }
  }

  /**
   * A static method without parameters to invoke.
   *
   * @param type binary name of its class
   * @param isValue whether its result is the value of an expression, which a notebook shows
   * @param line of the cell in which its statement begins, from 1
   */
  public record Invoke(String type, String method, boolean isValue, int line) implements Step {}
}
