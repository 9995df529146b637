package oomlab.internal.posix;

/** How a child process ended, as {@code waitid(2)} tells it: never the 128+n of a shell. */
public sealed interface WaitStatus {
  /** The process called {@code exit(code)}; {@code code} is 0..255. */
  record Exited(int code) implements WaitStatus {
    @Override
    public String toString() {
      return "victim retcode: " + code;
    }
  }

  /** A signal ended the process. */
  record Signaled(int signal, boolean coreDumped) implements WaitStatus {
    @Override
    public String toString() {
      return "victim signalled: " + signal;
    }
  }
}
