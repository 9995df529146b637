package oomlab.internal;

import org.jspecify.annotations.Nullable;

/**
 * JNA's logger in the victim: it prints nothing, because the victim's output belongs to the
 * experiment, and costs nothing to set up. Public because JNA's classes call it.
 *
 * <p>Its name and {@link NoLevel}'s are as long as those that they take the place of.
 */
public final class NoLogger {
  private static final NoLogger ONLY = new NoLogger();

  private NoLogger() {}

  /** Returns the one logger there is. */
  public static NoLogger getLogger(String name) {
    return ONLY;
  }

  /** Returns false: nothing is printed. */
  public boolean isLoggable(NoLevel level) {
    return false;
  }

  /** Drops the message. */
  public void log(NoLevel level, String message) {}

  /** Drops the message. */
  public void log(NoLevel level, String message, @Nullable Object value) {}

  /** Drops the message. */
  public void log(NoLevel level, String message, @Nullable Object[] values) {}

  /** Drops the message. */
  public void log(NoLevel level, String message, @Nullable Throwable thrown) {}
}
