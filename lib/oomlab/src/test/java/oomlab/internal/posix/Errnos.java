package oomlab.internal.posix;

/** Makes errors of the system for tests in other packages. */
public final class Errnos {
  private Errnos() {}

  public static ErrnoException of(int errno) {
    return new ErrnoException("a call made to fail", errno);
  }
}
