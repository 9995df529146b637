package oomlab.kernel;

/** The result of evaluating a cell: a value, nothing, or an error. */
sealed interface EvaluationResult {
  /** The last statement was an expression with this value. */
  record Value(Object value) implements EvaluationResult {}

  /** There is nothing to show. */
  record Nothing() implements EvaluationResult {}

  /** The cell failed. */
  record Failed(CellError error) implements EvaluationResult {}
}
