package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import oomlab.kernel.RemoteSession;
import oomlab.sandbox.CellResult.Fate;
import oomlab.sandbox.SubmissionCells.Step;
import oomlab.sandbox.SubmissionCells.Whose;

/**
 * One submission's run. A step that takes its process down costs that step: a new process gets what
 * came before again, and goes on.
 */
public final class SubmissionRunner implements AutoCloseable {
  private static final int PROCESSES = 6;
  private static final long GRACE_MILLIS = 5_000;

  private final Sandbox sandbox;
  private final StudentJvmSettings hall;
  private final Path room;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          body -> {
            Thread thread = new Thread(body, "sitting-clock");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Prepares for sittings, one after the other.
   *
   * @param room an existing folder for what a process needs meanwhile
   */
  public SubmissionRunner(Sandbox sandbox, StudentJvmSettings hall, Path room) {
    this.sandbox = sandbox;
    this.hall = hall;
    this.room = room;
  }

  /**
   * Runs a paper's steps, each once.
   *
   * @param next told the number of each step before it runs
   * @throws IOException if no process can be started, or one cannot be removed
   */
  public List<CellResult> run(SubmissionCells paper, IntConsumer next) throws IOException {
    List<CellResult> ran = new ArrayList<>();
    List<Step> again = new ArrayList<>();
    Optional<Desk> desk = Optional.empty();
    int processes = 0;
    long deadline = System.nanoTime() + hall.totalMillis() * 1_000_000;
    try {
      for (Step step : paper.steps()) {
        next.accept(ran.size());
        if (step.source().isBlank()) {
          ran.add(CellResult.of(Fate.BLANK));
          continue;
        }
        if (step.barred().isPresent()) {
          ran.add(notRun(step.barred().get()));
          continue;
        }
        if (System.nanoTime() > deadline) {
          String late = "not run: the submission had its %d s".formatted(hall.totalMillis() / 1000);
          ran.add(notRun(late));
          continue;
        }
        while (desk.isEmpty() && processes < PROCESSES) {
          processes++;
          desk = replayed(paper, again);
        }
        if (desk.isEmpty()) {
          String many = "not run: the submission had ended or blocked %d processes before";
          ran.add(notRun(many.formatted(PROCESSES)));
          continue;
        }
        CellResult each = desk.get().run(step);
        ran.add(each);
        again.add(step.with(desk.get().completed(step, each)));
        if (each.end() != Fate.DONE) {
          desk.get().close();
          desk = Optional.empty();
        }
      }
    } finally {
      if (desk.isPresent()) {
        desk.get().close();
      }
    }
    return ran;
  }

  /** Runs steps once and lets the process end by itself, so that it can write its archive. */
  void rehearse(SubmissionCells paper, Duration patience) throws IOException, InterruptedException {
    Desk desk = new Desk(StudentJvm.take(sandbox, hall, room, paper.files()), paper);
    try {
      for (Step step : paper.steps()) {
        desk.run(step);
      }
      desk.seat.leave(patience);
    } finally {
      desk.close();
    }
  }

  private Optional<Desk> replayed(SubmissionCells paper, List<Step> again) throws IOException {
    Desk desk = new Desk(StudentJvm.take(sandbox, hall, room, paper.files()), paper);
    for (Step step : again) {
      if (!step.source().isBlank() && desk.run(step).end() != Fate.DONE) {
        desk.close();
        return Optional.empty();
      }
    }
    return Optional.of(desk);
  }

  private static CellResult notRun(String why) {
    return new CellResult(
        List.of(AddedOutputs.error("NotRun", why)),
        Fate.NOT_RUN,
        why,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        false);
  }

  /** A process and the session with it. */
  private final class Desk {
    private final StudentJvm seat;
    private final RemoteSession session;
    private int completed;

    Desk(StudentJvm seat, SubmissionCells paper) {
      this.seat = seat;
      RemoteSession.Limits limits = new RemoteSession.Limits(hall.cellMillis(), hall.outputChars());
      this.session = RemoteSession.open(seat.channel(), limits, paper.owner());
    }

    CellResult run(Step step) throws IOException {
      ScheduledFuture<?> alarm =
          clock.schedule(seat::kill, hall.cellMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      RemoteSession.Cell cell;
      try {
        cell =
            step.whose() == Whose.STUDENT
                ? session.guests(step.source(), step.name())
                : session.owners(step.source(), step.name(), step.whose() == Whose.SETUP);
      } finally {
        alarm.cancel(false);
      }
      completed = cell.completed();
      // Where this machine keeps a student's folder is nobody's business.
      List<String> outputs =
          new ArrayList<>(
              cell.outputs().stream().map(json -> json.replace(seat.work(), ".")).toList());
      Fate fate = fate(cell.end(), alarm.isDone() && !alarm.isCancelled());
      String words = words(fate);
      if (fate == Fate.TIMED_OUT && cell.end() == RemoteSession.End.TIMED_OUT) {
        // The session's own words speak of its settings.
        outputs.remove(outputs.size() - 1);
      }
      if (fate != Fate.DONE) {
        outputs.add(AddedOutputs.error(name(fate), words));
      }
      return new CellResult(
          outputs,
          fate,
          words,
          cell.refused(),
          cell.changed(),
          cell.threads(),
          cell.magics(),
          cell.flooded());
    }

    private Fate fate(RemoteSession.End end, boolean alarmed) {
      return switch (end) {
        case DONE -> Fate.DONE;
        case TIMED_OUT -> Fate.TIMED_OUT;
        case FORGED -> Fate.FORGED;
        case DIED -> alarmed ? Fate.TIMED_OUT : Fate.DIED;
      };
    }

    private String words(Fate fate) throws IOException {
      return switch (fate) {
        case TIMED_OUT ->
            "the cell ran longer than %d s and was ended".formatted(hall.cellMillis() / 1000);
        case FORGED -> "the cell tried to answer in the grader's place";
        case DIED -> "the cell ended its process: it " + seat.ending().words();
        default -> "";
      };
    }

    /** Returns what of a step is to be run again where a new process takes over. */
    String completed(Step step, CellResult result) {
      return result.end() == Fate.DONE
          ? step.source()
          : step.source().substring(0, Math.min(completed, step.source().length()));
    }

    void close() throws IOException {
      seat.close();
    }
  }

  private static String name(Fate fate) {
    return switch (fate) {
      case TIMED_OUT -> "CellTimeoutError";
      case FORGED -> "ForgedAnswer";
      default -> "DeadKernelError";
    };
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
