package oomlab.internal.child;

import org.jspecify.annotations.Nullable;

/**
 * What JNA in the victim has for a logger: it prints nothing, because the victim's output belongs
 * to the experiment, and costs nothing to set up. Public because JNA's classes call it.
 */
public final class QuietLogger {
  private static final QuietLogger ONLY = new QuietLogger();

  private QuietLogger() {}

  /** Returns the one logger there is. */
  public static QuietLogger getLogger(String name) {
    return ONLY;
  }

  /** Returns false: nothing is printed. */
  public boolean isLoggable(QuietLevel level) {
    return false;
  }

  /** Drops the message. */
  public void log(QuietLevel level, String message) {}

  /** Drops the message. */
  public void log(QuietLevel level, String message, @Nullable Object value) {}

  /** Drops the message. */
  public void log(QuietLevel level, String message, @Nullable Object[] values) {}

  /** Drops the message. */
  public void log(QuietLevel level, String message, @Nullable Throwable thrown) {}
}
