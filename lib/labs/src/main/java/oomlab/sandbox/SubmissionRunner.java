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
import oomlab.sandbox.CellResult.CellEnd;
import oomlab.sandbox.SubmissionCells.CellRole;
import oomlab.sandbox.SubmissionCells.CodeCell;

/**
 * Runs the code cells of submissions. A cell that ends its process loses only that cell: a new
 * process replays the cells before it, and goes on.
 */
public final class SubmissionRunner implements AutoCloseable {
  private static final int MOST_PROCESSES = 6;
  private static final long GRACE_MILLIS = 5_000;

  private final Sandbox sandbox;
  private final StudentJvmSettings settings;
  private final Path tempFolder;
  private final ScheduledExecutorService timeouts =
      Executors.newSingleThreadScheduledExecutor(
          body -> {
            Thread thread = new Thread(body, "cell-timeout");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Prepares to run submissions, one after the other.
   *
   * @param tempFolder an existing folder for the processes' sockets and work folders
   */
  public SubmissionRunner(Sandbox sandbox, StudentJvmSettings settings, Path tempFolder) {
    this.sandbox = sandbox;
    this.settings = settings;
    this.tempFolder = tempFolder;
  }

  /**
   * Runs a submission's cells, each once.
   *
   * @param next gets the number of each cell before it runs
   * @throws IOException if no process can be started, or one cannot be removed
   */
  public List<CellResult> run(SubmissionCells submissionCells, IntConsumer next)
      throws IOException {
    List<CellResult> cellResults = new ArrayList<>();
    List<CodeCell> again = new ArrayList<>();
    Optional<JvmSession> session = Optional.empty();
    int processes = 0;
    long deadline = System.nanoTime() + settings.totalMillis() * 1_000_000;
    try {
      for (CodeCell cell : submissionCells.cells()) {
        next.accept(cellResults.size());
        if (cell.source().isBlank()) {
          cellResults.add(CellResult.of(CellEnd.BLANK));
          continue;
        }
        if (cell.reasonNotToRun().isPresent()) {
          cellResults.add(notRun(cell.reasonNotToRun().get()));
          continue;
        }
        if (System.nanoTime() > deadline) {
          String late =
              "not run: the submission had its %d s".formatted(settings.totalMillis() / 1000);
          cellResults.add(notRun(late));
          continue;
        }
        while (session.isEmpty() && processes < MOST_PROCESSES) {
          processes++;
          session = replayed(submissionCells, again);
        }
        if (session.isEmpty()) {
          String many = "not run: the submission had ended or blocked %d processes before";
          cellResults.add(notRun(many.formatted(MOST_PROCESSES)));
          continue;
        }
        CellResult each = session.get().run(cell);
        cellResults.add(each);
        again.add(cell.with(session.get().completed(cell, each)));
        if (each.end() != CellEnd.DONE) {
          session.get().close();
          session = Optional.empty();
        }
      }
    } finally {
      if (session.isPresent()) {
        session.get().close();
      }
    }
    return cellResults;
  }

  /** Runs cells once and lets the process end by itself, so that it can write its archive. */
  void runForArchive(SubmissionCells submissionCells, Duration patience)
      throws IOException, InterruptedException {
    JvmSession session =
        new JvmSession(
            StudentJvm.start(sandbox, settings, tempFolder, submissionCells.files()),
            submissionCells);
    try {
      for (CodeCell cell : submissionCells.cells()) {
        session.run(cell);
      }
      session.jvm.closeAndAwait(patience);
    } finally {
      session.close();
    }
  }

  private Optional<JvmSession> replayed(SubmissionCells submissionCells, List<CodeCell> again)
      throws IOException {
    JvmSession session =
        new JvmSession(
            StudentJvm.start(sandbox, settings, tempFolder, submissionCells.files()),
            submissionCells);
    for (CodeCell cell : again) {
      if (!cell.source().isBlank() && session.run(cell).end() != CellEnd.DONE) {
        session.close();
        return Optional.empty();
      }
    }
    return Optional.of(session);
  }

  private static CellResult notRun(String why) {
    return new CellResult(
        List.of(ErrorOutput.json("NotRun", why)),
        CellEnd.NOT_RUN,
        why,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        false);
  }

  /** A student's JVM and the session with it. */
  private final class JvmSession {
    private final StudentJvm jvm;
    private final RemoteSession remote;
    private int completed;

    JvmSession(StudentJvm jvm, SubmissionCells submissionCells) {
      this.jvm = jvm;
      RemoteSession.Limits limits =
          new RemoteSession.Limits(settings.cellMillis(), settings.outputChars());
      this.remote = RemoteSession.open(jvm.channel(), limits, submissionCells.trusted());
    }

    CellResult run(CodeCell cell) throws IOException {
      ScheduledFuture<?> alarm =
          timeouts.schedule(jvm::kill, settings.cellMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      RemoteSession.CellOutcome outcome;
      try {
        outcome =
            cell.role() == CellRole.STUDENT
                ? remote.runUntrusted(cell.source(), cell.name())
                : remote.runTrusted(cell.source(), cell.name(), cell.role() == CellRole.SETUP);
      } finally {
        alarm.cancel(false);
      }
      completed = outcome.completed();
      // A student's output must not show where this machine keeps folders.
      List<String> outputs =
          new ArrayList<>(
              outcome.outputs().stream().map(json -> json.replace(jvm.work(), ".")).toList());
      CellEnd end = end(outcome.end(), alarm.isDone() && !alarm.isCancelled());
      String words = words(end);
      if (end == CellEnd.TIMED_OUT && outcome.end() == RemoteSession.End.TIMED_OUT) {
        // The session's own words speak of its settings.
        outputs.remove(outputs.size() - 1);
      }
      if (end != CellEnd.DONE) {
        outputs.add(ErrorOutput.json(name(end), words));
      }
      return new CellResult(
          outputs,
          end,
          words,
          outcome.refused(),
          outcome.changed(),
          outcome.threads(),
          outcome.magics(),
          outcome.flooded());
    }

    private CellEnd end(RemoteSession.End end, boolean alarmed) {
      return switch (end) {
        case DONE -> CellEnd.DONE;
        case TIMED_OUT -> CellEnd.TIMED_OUT;
        case FORGED -> CellEnd.FORGED;
        case DIED -> alarmed ? CellEnd.TIMED_OUT : CellEnd.DIED;
      };
    }

    private String words(CellEnd end) throws IOException {
      return switch (end) {
        case TIMED_OUT ->
            "the cell ran longer than %d s and was ended".formatted(settings.cellMillis() / 1000);
        case FORGED -> "the cell tried to answer in the grader's place";
        case DIED -> "the cell ended its process: it " + jvm.ending().words();
        default -> "";
      };
    }

    /** Returns the part of a cell that a new process is to replay. */
    String completed(CodeCell cell, CellResult result) {
      return result.end() == CellEnd.DONE
          ? cell.source()
          : cell.source().substring(0, Math.min(completed, cell.source().length()));
    }

    void close() throws IOException {
      jvm.close();
    }
  }

  private static String name(CellEnd end) {
    return switch (end) {
      case TIMED_OUT -> "CellTimeoutError";
      case FORGED -> "ForgedAnswer";
      default -> "DeadKernelError";
    };
  }

  @Override
  public void close() {
    timeouts.shutdownNow();
  }
}
