package oomlab.internal.child;

/** What JNA in the victim has for log levels; see {@link QuietLogger}. */
public enum QuietLevel {
  /** Never printed. */
  FINER,
  /** Never printed. */
  FINE,
  /** Never printed. */
  INFO,
  /** Never printed. */
  WARNING,
  /** Never printed. */
  SEVERE
}
