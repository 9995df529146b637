package oomlab.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, each on a thread of its own that can be interrupted, stopped or, if
 * nothing helps, given up. From JDK 20 on the base class weaves a stop check into every loop of
 * snippet code; before that {@code Thread.stop} still works.
 */
final class CellControl extends LocalExecutionControl implements Engine {
  private static final long INTERRUPT_GRACE_MILLIS = 300;
  private static final long STOP_GRACE_MILLIS = 200;
  private static final int STOP_TRIES = 8;

  private static final InheritableThreadLocal<Call> CALL = new InheritableThreadLocal<>();
  private static final Method ENTRY = entry();

  private final OptionalLong timeLimitMillis;
  private final LoadedClasses loaded = new LoadedClasses();
  private volatile @Nullable Call running;
  private volatile @Nullable Call latest;
  private volatile String source = "";
  private int depth;

  /** One running snippet. */
  static final class Call {
    private final Method method;
    private volatile @Nullable Thread thread;
    private @Nullable Object value;
    private @Nullable Throwable failure;
    private End end = End.RETURNED;
    private List<StackTraceElement> stuckAt = List.of();
    private boolean done;
    private boolean givenUp;

    private Call(Method method) {
      this.method = method;
    }

    private synchronized Ended ended() {
      Object taken = value;
      value = null;
      return new Ended(end, Optional.ofNullable(taken), stuckAt);
    }

    private synchronized boolean stuck() {
      return !stuckAt.isEmpty();
    }

    private synchronized void finish(@Nullable Throwable thrown) {
      failure = thrown;
      done = true;
      notifyAll();
    }

    private synchronized void giveUp(List<StackTraceElement> where) {
      stuckAt = where;
      givenUp = true;
      notifyAll();
    }

    private synchronized boolean await(OptionalLong millis) throws InterruptedException {
      long deadline = System.nanoTime() + millis.orElse(0) * 1_000_000;
      while (!done && !givenUp) {
        if (millis.isEmpty()) {
          wait();
          continue;
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    }

    private synchronized boolean mark(End why) {
      if (done || givenUp || end != End.RETURNED) {
        return false;
      }
      end = why;
      return true;
    }
  }

  CellControl(OptionalLong timeLimitMillis) {
    this.timeLimitMillis = timeLimitMillis;
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    loaded.add(classes);
    super.load(classes);
  }

  @Override
  public ExecutionControl control() {
    return this;
  }

  @Override
  public boolean begin(String code) {
    source = code;
    return true;
  }

  @Override
  public void redefine(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    if (!loaded.sameFor(classes, source)) {
      super.redefine(classes);
    }
  }

  @Override
  protected void clientCodeEnter() {
    synchronized (loaded) {
      depth++;
      super.clientCodeEnter();
    }
  }

  @Override
  protected void clientCodeLeave() {
    synchronized (loaded) {
      depth--;
      // A cell that evaluates code goes on running after the inner code has ended.
      if (depth == 0) {
        super.clientCodeLeave();
      }
    }
  }

  @Override
  protected String invoke(Method method) throws Exception {
    Call outer = running;
    Call call = new Call(method);
    running = call;
    try {
      Thread driver = new Thread(() -> drive(call), "cell-driver");
      driver.start();
      if (!call.await(timeLimitMillis)) {
        halt(call, End.TIMED_OUT);
      }
    } finally {
      running = outer;
      latest = call;
    }
    Throwable failure = call.failure;
    if (call.stuck()) {
      throw new StoppedException();
    }
    if (failure instanceof Exception e) {
      throw e;
    }
    if (failure != null) {
      throw new InvocationTargetException(failure);
    }
    return "";
  }

  @Override
  public Optional<Ended> takeLatest() {
    Call call = latest;
    latest = null;
    return Optional.ofNullable(call).map(Call::ended);
  }

  /**
   * Ends the running snippet: first by an interrupt, then by a stop, and gives it up where neither
   * helps. Returns whether a snippet was running.
   */
  @Override
  public boolean interrupt() {
    Call call = running;
    if (call == null) {
      return false;
    }
    KernelThreads.start("interrupt", () -> halt(call, End.INTERRUPTED));
    return true;
  }

  private void halt(Call call, End why) {
    if (!call.mark(why)) {
      return;
    }
    try {
      Thread thread = call.thread;
      if (thread != null) {
        thread.interrupt();
      }
      boolean ended = call.await(OptionalLong.of(INTERRUPT_GRACE_MILLIS));
      for (int i = 0; i < STOP_TRIES && !ended; i++) {
        stopHard(call.thread);
        ended = call.await(OptionalLong.of(STOP_GRACE_MILLIS));
      }
      if (!ended) {
        thread = call.thread;
        call.giveUp(thread == null ? List.of() : List.of(thread.getStackTrace()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Deprecated because a stopped thread leaves broken invariants: here the alternative is a cell
  // that can only be ended together with the whole kernel.
  @SuppressWarnings("deprecation")
  private void stopHard(@Nullable Thread thread) {
    try {
      stop();
      if (thread != null && Runtime.version().feature() < 20) {
        thread.stop();
      }
    } catch (EngineTerminationException | InternalException | RuntimeException e) {
      // This JDK can't stop it: the caller sees that it is still running.
    }
  }

  private void drive(Call call) {
    CALL.set(call);
    Throwable thrown = null;
    try {
      super.invoke(ENTRY);
    } catch (Throwable e) {
      thrown = e;
    } finally {
      call.finish(thrown);
    }
  }

  private static Method entry() {
    try {
      Method method = CellControl.class.getDeclaredMethod("enter");
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** What the base class runs on the snippet's thread. */
  static @Nullable Object enter() throws Throwable {
    Call call = CALL.get();
    call.thread = Thread.currentThread();
    Thread.currentThread().setName("cell");
    Thread.currentThread().setContextClassLoader(call.method.getDeclaringClass().getClassLoader());
    try {
      call.value = call.method.invoke(null);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
    return null;
  }
}
