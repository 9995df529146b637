package oomlab.handin;

import java.util.Random;

/**
 * One way to edit a bundle.
 *
 * @param kind what is done, in words
 * @param caught whether an examination has to find it; otherwise it is known to pass
 * @param how does it
 */
record Edit(String kind, boolean caught, Way how) {
  /** Edits the bundle in place; a second honest bundle is at hand to take from. */
  interface Way {
    /** Returns whose experiment the edited bundle claims to be. */
    Claim edit(Forged mine, Forged other, Random random);
  }

  /** Whose seed the edited bundle is handed in for. */
  enum Claim {
    /** That of the bundle that was edited. */
    OWN,
    /** That of the other bundle. */
    OTHER
  }

  @Override
  public String toString() {
    return kind;
  }
}
