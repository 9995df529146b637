package oomlab.handin;

import oomlab.Run;

/** What was in the folder that a student handed in. */
public sealed interface Received {
  /** A run that could be read; it still has to be examined. */
  record Bundle(Run run) implements Received {}

  /** No run, and why: a fault in one sentence. */
  record Broken(Finding finding) implements Received {}
}
