package oomlab.internal.posix;

/** Thrown when the JVM cannot call the C library at all; the message says what to do. */
public final class NativeAccessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NativeAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
