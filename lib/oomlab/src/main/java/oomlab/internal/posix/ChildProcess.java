package oomlab.internal.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A child process started by {@code posix_spawn(3)} and waited for by {@code waitid(2)}: unlike
 * {@link Process}, it tells a signal from an exit code.
 *
 * <p>The child has a session of its own, so Ctrl-C at the terminal does not reach it; default
 * signal handling; and no descriptor but 0, 1 and 2, which are pipes to this object. Until {@link
 * #close} it is not reaped, so its pid belongs to nobody else.
 */
public final class ChildProcess implements AutoCloseable {
  private static final int SLICE_MILLIS = 50;

  private final int pid;
  private final OptionalInt pidfd;
  private final Fd.Output stdin;
  private final Fd.Input stdout;
  private final Fd.Input stderr;
  private Optional<WaitStatus> status = Optional.empty();
  private boolean reaped;

  private ChildProcess(int pid, Fd.Output stdin, Fd.Input stdout, Fd.Input stderr) {
    this.pid = pid;
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    this.pidfd = openPidfd(pid);
  }

  /**
   * Starts a program.
   *
   * @param argv the program's absolute path and its arguments
   * @param environment all of its environment
   * @throws ErrnoException if the kernel or the C library refuses; nothing was started then
   * @throws NativeAccessException if the C library cannot be called
   */
  public static ChildProcess spawn(List<String> argv, Map<String, String> environment)
      throws ErrnoException {
    Fd.Pipe in = Fd.Pipe.open();
    Fd.Pipe out = Fd.Pipe.open();
    Fd.Pipe err = Fd.Pipe.open();
    boolean started = false;
    try {
      int pid = Spawn.start(argv, environment, in.read(), out.write(), err.write());
      started = true;
      return new ChildProcess(
          pid, new Fd.Output(in.write()), new Fd.Input(out.read()), new Fd.Input(err.read()));
    } finally {
      Fd.close(in.read());
      Fd.close(out.write());
      Fd.close(err.write());
      if (!started) {
        Fd.close(in.write());
        Fd.close(out.read());
        Fd.close(err.read());
      }
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
        throw new InterruptedException("interrupted while waiting for process " + pid);
      }
      // A native poll does not see Thread.interrupt, so it gets short slices.
      if (pidfd.isPresent()) {
        boolean ignored = Fd.poll(pidfd.getAsInt(), (int) Math.min(leftMillis, SLICE_MILLIS));
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
    try (Memory info = new Memory(LibC.OPAQUE_BYTES)) {
      info.clear();
      int options = LibC.WEXITED | LibC.WNOHANG | LibC.WNOWAIT;
      while (LibC.waitid(LibC.P_PID, pid, info, options) != 0) {
        if (Native.getLastError() != LibC.EINTR) {
          throw ErrnoException.last("cannot wait for process " + pid);
        }
      }
      status = decode(info);
    }
    return status;
  }

  // siginfo_t: three ints, then a union aligned to a pointer: si_pid, si_uid, si_status.
  private static Optional<WaitStatus> decode(Memory info) {
    int union = Native.POINTER_SIZE == 8 ? 16 : 12;
    if (info.getInt(union) == 0) {
      return Optional.empty();
    }
    int code = info.getInt(8);
    int value = info.getInt(union + 8L);
    return Optional.of(
        code == LibC.CLD_EXITED
            ? new WaitStatus.Exited(value)
            : new WaitStatus.Signaled(value, code == LibC.CLD_DUMPED));
  }

  /**
   * Sends a signal, through a pidfd where the kernel has it (Linux 5.3). Does nothing once the
   * child is reaped.
   */
  public synchronized void signal(Signal signal) throws ErrnoException {
    if (reaped) {
      return;
    }
    int result =
        pidfd.isPresent()
            ? call(LibC.SYS_PIDFD_SEND_SIGNAL, pidfd.getAsInt(), signal.number())
            : LibC.kill(pid, signal.number());
    if (result != 0 && Native.getLastError() != LibC.ESRCH) {
      throw ErrnoException.last("cannot send " + signal + " to process " + pid);
    }
  }

  /** Kills the child if it still runs, reaps it and closes its pipes. May be called again. */
  @Override
  public void close() throws IOException {
    stdin.close();
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
    while (LibC.wait4(pid, new int[1], 0, Pointer.NULL) < 0) {
      if (Native.getLastError() != LibC.EINTR) {
        throw ErrnoException.last("cannot reap process " + pid);
      }
    }
    reaped = true;
    pidfd.ifPresent(Fd::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "process " + pid;
  }

  private static OptionalInt openPidfd(int pid) {
    int fd = call(LibC.SYS_PIDFD_OPEN, pid, 0);
    return fd < 0 ? OptionalInt.empty() : OptionalInt.of(fd);
  }

  private static int call(long number, int a, int b) {
    NativeLong zero = new NativeLong(0);
    return LibC.syscall(new NativeLong(number), new NativeLong(a), new NativeLong(b), zero, zero)
        .intValue();
  }
}
