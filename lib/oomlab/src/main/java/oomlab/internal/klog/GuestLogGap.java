package oomlab.internal.klog;

import static oomlab.internal.text.Words.later;

/**
 * Why the kernel log of a guest is not whole, in the words that a run keeps: a reader of the run is
 * told them also where no guest can be made.
 */
public final class GuestLogGap {
  /** So many records are missing. */
  public static final String LOST = later("%d records of the guest's kernel log were lost");

  /** Its kernel panicked. */
  public static final String PANICKED =
      later("the guest's kernel panicked: this is what its console showed until then");

  /** There is no record. */
  public static final String EMPTY = later("the guest's kernel log is empty");

  private GuestLogGap() {}
}
