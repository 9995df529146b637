package oomlab.kernel;

import java.util.List;
import java.util.Optional;
import jdk.jshell.spi.ExecutionControl;

/** What runs the snippets of a session: in this JVM, or in another one. */
interface Engine {
  /** Returns what JShell calls. */
  ExecutionControl control();

  /** Names the statement that is about to be evaluated; returns whether it may be. */
  boolean begin(String code);

  /** Returns how the latest snippet ended, and forgets it. */
  Optional<Ended> takeLatest();

  /** Ends the running snippet; returns whether there was one. */
  boolean interrupt();

  /** How a snippet came to its end. */
  enum End {
    RETURNED,
    INTERRUPTED,
    TIMED_OUT
  }

  /**
   * A snippet that has ended.
   *
   * @param value what it came to; empty for null
   * @param stuckAt where its thread still runs after all attempts to end it; empty if it ended
   */
  record Ended(End end, Optional<Object> value, List<StackTraceElement> stuckAt) {
    public Ended {
      stuckAt = List.copyOf(stuckAt);
    }
  }
}
