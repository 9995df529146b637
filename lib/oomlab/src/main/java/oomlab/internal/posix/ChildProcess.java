package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.WaitStatus;

/**
 * A child process started by {@code posix_spawn(3)} and waited for by {@code waitid(2)}: unlike
 * {@link Process}, it tells a signal from an exit code.
 *
 * <p>The child has a session of its own, so Ctrl-C at the terminal does not reach it; default
 * signal handling; and no descriptor but 0, 1 and 2, which are pipes to this object, and 3, the
 * gate, if it is started with one. Until {@link #close} it is not reaped, so its pid belongs to
 * nobody else.
 */
public final class ChildProcess implements AutoCloseable {
  private static final int SLICE_MILLIS = 50;

  private final int pid;
  private final OptionalInt pidfd;
  private final OutputStream stdin;
  private final InputStream stdout;
  private final InputStream stderr;
  private final OutputStream gate;
  private Optional<WaitStatus> status = Optional.empty();
  private boolean reaped;

  private ChildProcess(
      int pid, OutputStream stdin, InputStream stdout, InputStream stderr, OutputStream gate) {
    this.pid = pid;
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    this.gate = gate;
    int fd = LibC.pidfdOpen(pid);
    this.pidfd = fd < 0 ? OptionalInt.empty() : OptionalInt.of(fd);
  }

  /**
   * Starts a program.
   *
   * @param argv the program's absolute path and its arguments
   * @param environment all of its environment
   * @throws IOException if the kernel or the C library refuses; nothing was started then
   * @throws NativeAccessException if the C library cannot be called
   */
  public static ChildProcess spawn(List<String> argv, Map<String, String> environment)
      throws IOException {
    try (Fd.Pipe in = Fd.Pipe.open();
        Fd.Pipe out = Fd.Pipe.open();
        Fd.Pipe err = Fd.Pipe.open()) {
      OutputStream stdin = in.output();
      InputStream stdout = out.input();
      InputStream stderr = err.input();
      try {
        int pid = Spawn.start(argv, environment, in.read(), out.write(), err.write());
        return new ChildProcess(pid, stdin, stdout, stderr, OutputStream.nullOutputStream());
      } catch (ErrnoException e) {
        stdin.close();
        stdout.close();
        stderr.close();
        throw e;
      }
    }
  }

  /**
   * Starts a program that waits until its descriptor 3, the gate, has a line or ends.
   *
   * @param ownInput whether it reads this process's standard input; otherwise {@link #stdin}
   * @throws IOException if the kernel or the C library refuses; nothing was started then
   * @throws NativeAccessException if the C library cannot be called
   */
  public static ChildProcess spawnAtGate(
      List<String> argv, Map<String, String> environment, boolean ownInput) throws IOException {
    try (Fd.Pipe in = Fd.Pipe.open();
        Fd.Pipe out = Fd.Pipe.open();
        Fd.Pipe err = Fd.Pipe.open();
        Fd.Pipe gate = Fd.Pipe.open()) {
      int input = ownInput ? 0 : in.read();
      int pid = Spawn.start(argv, environment, input, out.write(), err.write(), gate.read());
      // Cannot fail for want of the child: the ends that it has are open here as well.
      return new ChildProcess(pid, in.output(), out.input(), err.input(), gate.output());
    }
  }

  /** The child's process id. */
  public int pid() {
    return pid;
  }

  /** The write end of the child's standard input; closing it is the child's end of file. */
  public OutputStream stdin() {
    return stdin;
  }

  /** The child's standard output. */
  public InputStream stdout() {
    return stdout;
  }

  /** The child's standard error. */
  public InputStream stderr() {
    return stderr;
  }

  /** Lets the child go on that waits at its gate. */
  public void openGate() throws IOException {
    gate.write('\n');
    gate.close();
  }

  /**
   * Waits until the child has ended, but leaves it unreaped.
   *
   * @return how it ended, or empty if it still runs after this time
   * @throws InterruptedException if this thread is interrupted; the child goes on
   */
  public Optional<WaitStatus> await(Duration atMost) throws InterruptedException, ErrnoException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<WaitStatus> ended = status();
      long leftMillis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
      if (ended.isPresent() || leftMillis <= 0) {
        return ended;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException(words("interrupted while waiting for process %d", pid));
      }
      // A native poll does not see Thread.interrupt, so it gets short slices.
      if (pidfd.isPresent()) {
        Fd.poll(pidfd.getAsInt(), (int) Math.min(leftMillis, SLICE_MILLIS));
      } else {
        Thread.sleep(1);
      }
    }
  }

  /** Returns how the child ended, or empty while it runs. Does not reap it. */
  public synchronized Optional<WaitStatus> status() throws ErrnoException {
    if (status.isPresent()) {
      return status;
    }
    status = wait(LibC.WNOHANG | LibC.WNOWAIT);
    return status;
  }

  private Optional<WaitStatus> wait(int options) throws ErrnoException {
    try (Memory info = new Memory(LibC.OPAQUE_BYTES)) {
      info.clear();
      while (LibC.waitid(LibC.P_PID, pid, info, LibC.WEXITED | options) != 0) {
        if (Native.getLastError() != LibC.EINTR) {
          throw ErrnoException.last(words("cannot wait for process %d", pid));
        }
      }
      return decode(info);
    }
  }

  // siginfo_t: three ints, then a union aligned to a pointer: si_pid, si_uid, si_status.
  private static Optional<WaitStatus> decode(Memory info) {
    if (info.getInt(16) == 0) {
      return Optional.empty();
    }
    int code = info.getInt(8);
    int value = info.getInt(24);
    return Optional.of(
        code == LibC.CLD_EXITED
            ? new WaitStatus.Exited(value)
            : new WaitStatus.Signaled(value, code == LibC.CLD_DUMPED));
  }

  /** Sends a signal; the pid is the child's until it is reaped. Does nothing after that. */
  public synchronized void signal(Signal signal) throws ErrnoException {
    if (reaped) {
      return;
    }
    if (LibC.kill(pid, signal.number()) != 0 && Native.getLastError() != LibC.ESRCH) {
      throw ErrnoException.last(words("cannot send %s to process %d", signal, pid));
    }
  }

  /** Kills the child if it still runs, reaps it and closes its pipes. May be called again. */
  @Override
  public void close() throws IOException {
    stdin.close();
    gate.close();
    reap();
    stdout.close();
    stderr.close();
  }

  private synchronized void reap() throws IOException {
    if (reaped) {
      return;
    }
    if (status().isEmpty()) {
      signal(Signal.SIGKILL);
    }
    // Keeps the status: a later status() must not wait for a pid that may be somebody else's.
    boolean interrupted = false;
    while (status.isEmpty()) {
      try {
        status = await(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    status = wait(0);
    reaped = true;
    pidfd.ifPresent(Fd::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return words("process %d", pid);
  }
}
