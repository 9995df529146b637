package oomlab.handin;

/** One thing that an honest run fits; what a run cannot show is not checked. */
interface Check {
  /** What is held against what, in a few words. */
  String subject();

  /** Notes what does not fit. */
  void look(HandedInRun handedIn, Findings findings);
}
