package oomlab.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import jdk.jshell.execution.LocalExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, each on a thread of its own that can be interrupted, stopped or, if
 * nothing helps, given up. From JDK 20 on the base class weaves a stop check into every loop of
 * snippet code; before that {@code Thread.stop} still works.
 */
final class CellControl extends LocalExecutionControl {
  private static final long INTERRUPT_GRACE_MILLIS = 300;
  private static final long STOP_GRACE_MILLIS = 200;
  private static final int STOP_TRIES = 8;

  /** The class around a variable or method; a type of the cell's own is nested in one. */
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*");

  private static final InheritableThreadLocal<Call> CALL = new InheritableThreadLocal<>();
  private static final Method ENTRY = entry();

  private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s");

  private final OptionalLong timeLimitMillis;
  private final Map<String, byte[]> loaded = new ConcurrentHashMap<>();
  private volatile @Nullable Call running;
  private volatile @Nullable Call latest;
  private volatile String source = "";
  private int depth;

  /** How a call came to its end. */
  enum End {
    RETURNED,
    INTERRUPTED,
    TIMED_OUT
  }

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

    /** Takes the snippet's value, empty for null. */
    synchronized Optional<Object> takeValue() {
      Optional<Object> taken = Optional.ofNullable(value);
      value = null;
      return taken;
    }

    synchronized End end() {
      return end;
    }

    /** Returns where the thread still runs after all attempts to end it; empty if it ended. */
    synchronized List<StackTraceElement> stuckAt() {
      return stuckAt;
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
    for (ClassBytecodes each : classes) {
      loaded.put(each.name(), each.bytecodes());
    }
    super.load(classes);
  }

  /** Names the source that is about to be evaluated. */
  void evaluating(String code) {
    source = code;
  }

  /**
   * Accepts a redefinition that changes nothing a running program could see, so that JShell need
   * not put a new class in the old one's place, which would reset its variables to null.
   */
  @Override
  public void redefine(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    for (ClassBytecodes each : classes) {
      byte[] old = loaded.get(each.name());
      if (old == null || !(Arrays.equals(old, each.bytecodes()) || keepsVariables(each, old))) {
        super.redefine(classes);
        return;
      }
    }
  }

  private boolean keepsVariables(ClassBytecodes changed, byte[] old) {
    // Only after an import: anything else changes what the initialising code means, and JShell,
    // once told that the new code is in place, would run the old one.
    return IMPORT.matcher(source).find()
        && WRAPPER.matcher(changed.name()).matches()
        && ClassShape.of(old).keepsVariablesOf(ClassShape.of(changed.bytecodes()));
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
    if (!call.stuckAt().isEmpty()) {
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

  /** Returns how the latest snippet ended and forgets it. */
  @Nullable Call takeLatest() {
    Call call = latest;
    latest = null;
    return call;
  }

  /**
   * Ends the running snippet: first by an interrupt, then by a stop, and gives it up where neither
   * helps. Returns whether a snippet was running.
   */
  boolean interrupt() {
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
