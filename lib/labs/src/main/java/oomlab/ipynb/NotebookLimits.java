package oomlab.ipynb;

/**
 * How much of a notebook is read; one that has more is refused whole.
 *
 * @param bytes the file's size
 * @param cells cells in the notebook
 * @param depth objects and lists inside each other
 * @param tokens values, names and brackets in the JSON: what bounds the memory that it takes
 * @param sourceChars characters (UTF-16) in one cell's source
 */
public record NotebookLimits(int bytes, int cells, int depth, int tokens, int sourceChars) {
  /** What a submission may have: far more than an honest one needs. */
  public static final NotebookLimits SUBMISSION =
      new NotebookLimits(20_000_000, 2_000, 60, 1_000_000, 200_000);
}
