package oomlab.trusted;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import oomlab.kernel.CompiledCell.Invoke;
import oomlab.kernel.CompiledCell.Step;

/**
 * What is to be done for a cell of an assignment outside of the student's process.
 *
 * @param steps classes to load and methods to invoke
 * @param skipped those of its methods to invoke that no test needs
 * @param methods of the student's that it calls: names with a slash and the number of parameters
 * @param variables whose value is the student's
 * @param reads other variables, whose value is the instructor's where it could be computed
 * @param sent other variables that it sets, and methods of the student's use
 * @param obstacle why the cell can only run in the student's process
 */
record TestPlan(
    List<Step> steps,
    Set<Invoke> skipped,
    Set<String> methods,
    List<Variable> variables,
    Set<Variable> reads,
    Set<Variable> sent,
    Optional<String> obstacle) {
  TestPlan {
    steps = List.copyOf(steps);
    skipped = Set.copyOf(skipped);
    methods = Set.copyOf(methods);
    variables = List.copyOf(variables);
    reads = Set.copyOf(reads);
    sent = Set.copyOf(sent);
  }

  /**
   * A variable.
   *
   * @param type binary name of the class around it
   * @param changes whether methods of the student's may change it
   */
  record Variable(String type, String name, boolean changes) {}
}
