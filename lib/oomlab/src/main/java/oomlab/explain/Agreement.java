package oomlab.explain;

/** How the recomputed choice compares with what the kernel printed. */
public enum Agreement {
  /** The same process, and the same score where one was printed. */
  AGREES("agrees"),
  /** The difference is no more than what memory could change between the choice and the table. */
  AGREES_WITHIN_DRIFT("agrees within drift"),
  /** Another process, or another score, than the numbers of the report give. */
  DISAGREES("disagrees"),
  /** The report does not hold what the formula needs, or no choice was made. */
  NOT_REPRODUCIBLE("not reproducible");

  private final String words;

  Agreement(String words) {
    this.words = words;
  }

  /** Returns the verdict in words, such as {@code agrees within drift}. */
  public String words() {
    return words;
  }

  @Override
  public String toString() {
    return words;
  }
}
