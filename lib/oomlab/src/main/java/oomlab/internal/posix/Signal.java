package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import java.util.Arrays;
import java.util.Optional;

/** Signals that this project sends or explains ({@code man 7 signal}, numbers of most machines). */
public enum Signal {
  /** The terminal went away. */
  SIGHUP(1),
  /** Ctrl-C. */
  SIGINT(2),
  /** Ctrl-\. */
  SIGQUIT(3),
  /** {@code abort(3)}. */
  SIGABRT(6),
  /** An access that no memory answers. */
  SIGBUS(7),
  /** Ends a process without asking it; what the OOM killer sends. */
  SIGKILL(9),
  /** An access outside the address space. */
  SIGSEGV(11),
  /** A polite request to end. */
  SIGTERM(15);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /** The signal's number. */
  public int number() {
    return number;
  }

  /** Returns the signal with this number, if it is one of these. */
  public static Optional<Signal> of(int number) {
    return Arrays.stream(values()).filter(s -> s.number == number).findFirst();
  }

  /** Returns the name of a signal, such as {@code SIGKILL}, or {@code signal 42}. */
  public static String name(int number) {
    return of(number).map(Enum::name).orElseGet(() -> words("signal %d", number));
  }
}
