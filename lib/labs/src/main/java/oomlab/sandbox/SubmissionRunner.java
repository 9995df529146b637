package oomlab.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import oomlab.internal.text.Words;
import oomlab.kernel.GivenVariable;
import oomlab.kernel.LocalOutput;
import oomlab.kernel.RemoteSession;
import oomlab.kernel.RemoteSession.CellOutcome;
import oomlab.sandbox.CellResult.CellEnd;
import oomlab.sandbox.SubmissionCells.CellRole;
import oomlab.sandbox.SubmissionCells.CodeCell;
import oomlab.trusted.LabValues;
import oomlab.trusted.SourceCell;
import oomlab.trusted.TrustedAssignment;
import oomlab.trusted.TrustedRun;

/**
 * Runs the code cells of submissions: the student's in a sandboxed process, and the tests here. A
 * cell that ends its process loses only that cell: a new process replays the cells before it, and
 * goes on.
 */
public final class SubmissionRunner implements AutoCloseable {
  /** How often the cells before may end the process that replays them. */
  private static final int MOST_REPLAYS = 3;

  private static final long GRACE_MILLIS = 5_000;

  /** All outputs of a submission together, as a multiple of what one cell may print. */
  private static final int CELLS_OF_OUTPUT = 6;

  private final Sandbox sandbox;
  private final StudentJvmSettings settings;
  private final Path tempFolder;
  private final LocalOutput output;
  private final ScheduledExecutorService timeouts =
      Executors.newSingleThreadScheduledExecutor(
          body -> {
            Thread thread = new Thread(body, "cell-timeout");
            thread.setDaemon(true);
            return thread;
          });
  private List<SourceCell> source = List.of();
  private Optional<TrustedAssignment> compiled = Optional.empty();
  private boolean stuck;

  /**
   * Prepares to run submissions, one after the other.
   *
   * @param tempFolder an existing folder for the processes' sockets and work folders
   * @param output what this JVM prints, which is what tests print
   */
  public SubmissionRunner(
      Sandbox sandbox, StudentJvmSettings settings, Path tempFolder, LocalOutput output) {
    this.sandbox = sandbox;
    this.settings = settings;
    this.tempFolder = tempFolder;
    this.output = output;
  }

  /** Tells whether a test could not be ended, so that this process is of no more use. */
  boolean stuck() {
    return stuck;
  }

  /**
   * Runs a submission's cells, each once.
   *
   * @param next gets the number of each cell before it runs
   * @throws IOException if no process can be started, or one cannot be removed
   */
  public List<CellResult> run(SubmissionCells submissionCells, IntConsumer next)
      throws IOException {
    Progress progress = new Progress(submissionCells);
    Map<String, String> obstacles =
        compiled(submissionCells.assignment()).map(TrustedAssignment::obstacles).orElse(Map.of());
    List<CellResult> cellResults = new ArrayList<>();
    List<Integer> last = new ArrayList<>();
    try {
      for (CodeCell cell : submissionCells.cells()) {
        int number = cellResults.size();
        next.accept(number);
        if (cell.role() == CellRole.TEST && obstacles.containsKey(cell.name())) {
          last.add(number);
          cellResults.add(CellResult.of(CellEnd.BLANK));
        } else {
          cellResults.add(progress.run(cell, number));
        }
      }
      for (int number : last) {
        // A process of its own: what one test's process is told, no other test's gets to know.
        progress.close();
        next.accept(number);
        CodeCell cell = submissionCells.cells().get(number);
        CellResult result = progress.runThere(cell, number);
        cellResults.set(
            number, result.end() == CellEnd.NOT_RUN ? result : result.ranInStudentsProcess());
      }
    } finally {
      progress.close();
    }
    return cellResults;
  }

  /** A class has one assignment: it is compiled once. */
  private Optional<TrustedAssignment> compiled(List<SourceCell> cells) {
    if (!cells.equals(source)) {
      source = cells;
      compiled = cells.isEmpty() ? Optional.empty() : Optional.of(TrustedAssignment.of(cells));
    }
    return compiled;
  }

  /**
   * Runs cells once and lets the process end by itself, so that it can write its archive. What the
   * cells print here meanwhile is for nobody.
   */
  void runForArchive(SubmissionCells submissionCells, Duration patience)
      throws IOException, InterruptedException {
    Progress progress = new Progress(submissionCells);
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
    try {
      for (int i = 0; i < submissionCells.cells().size(); i++) {
        CellResult ignored = progress.run(submissionCells.cells().get(i), i);
      }
      progress.closeAndAwait(patience);
    } finally {
      System.setOut(out);
      System.setErr(err);
      progress.close();
    }
  }

  private static CellResult notRun(String why) {
    return new CellResult(
        List.of(ErrorOutput.json("NotRun", why)), CellEnd.NOT_RUN, why, List.of(), false, false);
  }

  /** How far one submission is. */
  private final class Progress {
    private final SubmissionCells submissionCells;
    private final Optional<TrustedRun> trusted;
    private final Map<Integer, Replay> again = new LinkedHashMap<>();
    private final Set<String> slow = new HashSet<>();
    private final long deadline = System.nanoTime() + settings.totalMillis() * 1_000_000;
    private Optional<JvmSession> session = Optional.empty();
    private long outputLeft = CELLS_OF_OUTPUT * settings.outputChars();
    private int failedReplays;

    Progress(SubmissionCells submissionCells) {
      this.submissionCells = submissionCells;
      this.trusted =
          compiled(submissionCells.assignment())
              .map(each -> new TrustedRun(each, output, settings.cellMillis() + 2 * GRACE_MILLIS));
    }

    CellResult run(CodeCell cell, int number) throws IOException {
      if (cell.role() == CellRole.TEST && trusted.isPresent()) {
        Optional<CellResult> not = begun(cell, number);
        return not.isPresent() ? not.get() : test(cell, trusted.get(), session.orElseThrow());
      }
      return runThere(cell, number);
    }

    private CellResult test(CodeCell cell, TrustedRun run, JvmSession there) throws IOException {
      CellResult result = there.run(remote -> run.test(remote, cell.name()));
      slow.addAll(there.remote.calls().slow());
      stuck |= run.stuck();
      return ended(result);
    }

    /** Runs a cell in the student's process. */
    CellResult runThere(CodeCell cell, int number) throws IOException {
      Optional<CellResult> not = begun(cell, number);
      if (not.isPresent()) {
        return not.get();
      }
      JvmSession there = session.orElseThrow();
      Map<String, GivenVariable> given =
          cell.role() == CellRole.SETUP && trusted.isPresent()
              ? trusted.get().setUp(there.remote, cell.name())
              : Map.of();
      // Where nothing is withheld, the student's process computes what the student's own did.
      Map<String, GivenVariable> known = settings.withheld().isEmpty() ? Map.of() : given;
      CellResult result = there.run(remote -> remote.run(cell.source(), cell.name(), known));
      if (cell.role() != CellRole.TEST || trusted.isEmpty()) {
        again.put(number, new Replay(cell.with(there.completed(cell, result)), known));
      }
      return ended(result);
    }

    private CellResult ended(CellResult result) throws IOException {
      outputLeft -= result.outputs().stream().mapToLong(String::length).sum();
      if (result.end() != CellEnd.DONE) {
        close();
      }
      return result;
    }

    /** Sees to it that there is a process; returns why the cell is not run, if so. */
    private Optional<CellResult> begun(CodeCell cell, int number) throws IOException {
      if (cell.source().isBlank()) {
        return Optional.of(CellResult.of(CellEnd.BLANK));
      }
      if (cell.reasonNotToRun().isPresent()) {
        return Optional.of(notRun(cell.reasonNotToRun().get()));
      }
      if (stuck) {
        return Optional.of(notRun(Words.words("not run: a test before it could not be ended")));
      }
      if (System.nanoTime() > deadline) {
        long seconds = settings.totalMillis() / 1000;
        return Optional.of(notRun(Words.words("not run: the submission had its %d s", seconds)));
      }
      while (session.isEmpty() && failedReplays < MOST_REPLAYS) {
        session = replayed(number);
      }
      if (session.isEmpty()) {
        return Optional.of(
            notRun(
                Words.words(
                    "not run: cells that had run before have ended %d processes", MOST_REPLAYS)));
      }
      session.get().remote.outputChars(Math.max(0, Math.min(settings.outputChars(), outputLeft)));
      return Optional.empty();
    }

    private Optional<JvmSession> replayed(int number) throws IOException {
      JvmSession fresh = new JvmSession(submissionCells);
      fresh.remote.calls().slow(slow);
      for (Map.Entry<Integer, Replay> each : again.entrySet()) {
        CodeCell cell = each.getValue().cell();
        if (each.getKey() < number && !cell.source().isBlank()) {
          Map<String, GivenVariable> given = each.getValue().given();
          CellResult result = fresh.run(remote -> remote.run(cell.source(), cell.name(), given));
          if (result.end() != CellEnd.DONE) {
            failedReplays++;
            fresh.close();
            return Optional.empty();
          }
        }
      }
      return Optional.of(fresh);
    }

    void closeAndAwait(Duration patience) throws IOException, InterruptedException {
      if (session.isPresent()) {
        session.get().jvm.closeAndAwait(patience);
      }
    }

    void close() throws IOException {
      if (session.isPresent()) {
        session.get().close();
        session = Optional.empty();
      }
    }
  }

  /** A cell that a new process runs again, and the variables that it need not compute. */
  private record Replay(CodeCell cell, Map<String, GivenVariable> given) {}

  private interface Work {
    CellOutcome with(RemoteSession remote);
  }

  /** A student's JVM and the session with it. */
  private final class JvmSession {
    private final StudentJvm jvm;
    private final RemoteSession remote;
    private int completed;

    JvmSession(SubmissionCells submissionCells) throws IOException {
      this.jvm =
          StudentJvm.start(
              sandbox, settings, tempFolder, submissionCells.files(), submissionCells.language());
      RemoteSession.Limits limits =
          new RemoteSession.Limits(settings.cellMillis(), settings.outputChars());
      this.remote = RemoteSession.open(jvm.channel(), limits, LabValues.TYPES);
    }

    CellResult run(Work work) throws IOException {
      ScheduledFuture<?> alarm =
          timeouts.schedule(jvm::kill, settings.cellMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      CellOutcome outcome;
      try {
        outcome = work.with(remote);
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
      if (end == CellEnd.TIMED_OUT) {
        // The session's own words speak of its settings.
        outputs.removeIf(json -> json.contains("\"EvaluationTimeoutException\""));
      }
      if (end != CellEnd.DONE) {
        outputs.add(ErrorOutput.json(name(end), words));
      }
      return new CellResult(outputs, end, words, outcome.magics(), outcome.flooded(), false);
    }

    private CellEnd end(RemoteSession.End end, boolean alarmed) {
      return switch (end) {
        case DONE -> CellEnd.DONE;
        case TIMED_OUT -> CellEnd.TIMED_OUT;
        case BROKEN -> CellEnd.BROKEN;
        case DIED -> alarmed ? CellEnd.TIMED_OUT : CellEnd.DIED;
      };
    }

    private String words(CellEnd end) throws IOException {
      return switch (end) {
        case TIMED_OUT ->
            Words.words(
                "the cell ran longer than %d s and was ended", settings.cellMillis() / 1000);
        case BROKEN -> Words.words("the cell's process sent something that is no answer");
        case DIED -> Words.words("the cell ended its process: it %s", jvm.ending().words());
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
      case BROKEN -> "BrokenAnswer";
      default -> "DeadKernelError";
    };
  }

  @Override
  public void close() {
    timeouts.shutdownNow();
  }
}
