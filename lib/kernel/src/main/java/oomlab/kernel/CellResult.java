package oomlab.kernel;

/** What a cell came to. */
sealed interface CellResult {
  /** The last statement was an expression with this value. */
  record Value(Object value) implements CellResult {}

  /** There is nothing to show. */
  record Nothing() implements CellResult {}

  /** The cell failed. */
  record Failed(CellError error) implements CellResult {}
}
