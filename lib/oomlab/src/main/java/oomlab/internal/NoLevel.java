package oomlab.internal;

/** The log levels that JNA names in the victim; see {@link NoLogger}. */
public enum NoLevel {
  FINER,
  FINE,
  INFO,
  WARNING,
  SEVERE
}
