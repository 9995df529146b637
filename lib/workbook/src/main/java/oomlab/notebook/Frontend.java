package oomlab.notebook;

/** Where outputs are shown: a Jupyter frontend behind a kernel, or a terminal. */
interface Frontend {
  /** Name for people, such as {@code IJava}. */
  String name();

  /** Shows an output and returns the name by which it can be replaced. */
  String display(MimeBundle bundle);

  /** Replaces an output that was shown before. */
  void update(String id, MimeBundle bundle);

  /** Whether {@link #update} replaces; a terminal can only print more. */
  boolean replaces();
}
