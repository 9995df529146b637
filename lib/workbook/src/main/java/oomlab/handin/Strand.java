package oomlab.handin;

/**
 * One way to recognise a run: numbers that no second run has, whatever names and offsets stand
 * around them. Most are groups of differences, so a shift leaves them as they are.
 */
enum Strand {
  /** Three distances of samples in a row, to the nanosecond. */
  GAPS("groups of sample distances", 6, 0.2),
  /** How three distances of samples in a row relate: the same when time is stretched. */
  GAP_RATIOS("groups of relations of sample distances", 10, 0.15),
  /** Four changes of resident pages in a row. */
  GROWTH("groups of steps of the curve", 6, 0.2),
  /** How five large steps of the curve in a row relate: the same when memory is scaled. */
  GROWTH_RATIOS("groups of relations of steps of the curve", 8, 0.4),
  /** Three distances of readings of VmHWM in a row. */
  READINGS("groups of distances of VmHWM readings", 6, 0.2),
  /** Three distances of announcements in a row. */
  ANNOUNCED("groups of distances of announcements", 3, 0.3),
  /** Sixteen distances of kernel-log records in a row. */
  LOG("groups of distances of kernel-log records", 24, 0.9);

  private final String words;
  private final int least;
  private final double share;

  Strand(String words, int least, double share) {
    this.words = words;
    this.least = least;
    this.share = share;
  }

  /** What is counted, in words. */
  String words() {
    return words;
  }

  /** Whether so many in common are more than chance. */
  boolean tells(int common, int smaller) {
    return common >= least && common >= share * smaller;
  }
}
