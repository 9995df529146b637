package oomlab;

import static oomlab.internal.text.Words.words;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import oomlab.ExperimentException.Interrupted;

/** A run that goes on in a thread of its own. */
public final class Ongoing implements AutoCloseable {
  private final CompletableFuture<Run> result = new CompletableFuture<>();
  private final Thread owner;
  private volatile Optional<Live> latest = Optional.empty();

  private Ongoing(Function<Consumer<Live>, Run> work, Consumer<Live> listener) {
    Consumer<Live> keep =
        live -> {
          latest = Optional.of(live);
          listener.accept(live);
        };
    owner = new Thread(() -> complete(work, keep), "oomlab-run");
  }

  static Ongoing start(Function<Consumer<Live>, Run> work, Consumer<Live> listener) {
    Ongoing ongoing = new Ongoing(work, listener);
    ongoing.owner.setDaemon(true);
    ongoing.owner.start();
    return ongoing;
  }

  private void complete(Function<Consumer<Live>, Run> work, Consumer<Live> listener) {
    try {
      result.complete(work.apply(listener));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /** Returns the state of a fifth of a second ago at most; empty right after the start. */
  public Optional<Live> snapshot() {
    return latest;
  }

  /** Whether the run has ended, well or not. */
  public boolean done() {
    return result.isDone();
  }

  /**
   * Waits for the end.
   *
   * @throws ExperimentException if the run could not be made
   * @throws Interrupted if it was cancelled, or this thread is interrupted: then the run is
   *     cancelled as well
   */
  public Run await() {
    try {
      return result.get();
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new Interrupted();
    } catch (ExecutionException | CancellationException | CompletionException e) {
      if (e.getCause() instanceof ExperimentException failure) {
        throw failure;
      }
      throw new ExperimentException(words("the run failed: %s", String.valueOf(e.getCause())), e);
    }
  }

  /** Kills the child, removes its cgroup, and returns when both are gone. */
  public void cancel() {
    owner.interrupt();
    boolean interrupted = false;
    while (owner.isAlive()) {
      try {
        owner.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    cancel();
  }

  @Override
  public String toString() {
    return done()
        ? words("a run that has ended")
        : latest.map(Live::toString).orElseGet(() -> words("a run that begins"));
  }
}
