package oomlab.notebook;

/** Where outputs go. */
interface Screen {
  /** Name for people, such as {@code IJava}. */
  String name();

  /** Shows an output and returns the name by which it can be replaced. */
  String display(Bundle bundle);

  /** Replaces an output that was shown before. */
  void update(String id, Bundle bundle);

  /** Whether {@link #update} replaces; a terminal can only print more. */
  boolean replaces();
}
