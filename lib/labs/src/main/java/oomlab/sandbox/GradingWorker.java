package oomlab.sandbox;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import oomlab.internal.text.Words;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JVM that compiles submissions and has them run, kept warm from one to the next. A cell that
 * keeps the compiler busy for too long, or takes its memory, ends this process and is left out.
 */
public final class GradingWorker implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long START_SECONDS = 120;
  private static final long COMPILING_MILLIS = 60_000;
  private static final int TRIES = 3;
  private static final String END = "end";

  private final List<String> command;
  private final StudentJvmSettings settings;
  private final Path tempFolder;
  private final boolean isolated;
  private final Path folder;
  private Optional<Running> running = Optional.empty();
  private String statement = "";

  /**
   * Prepares a worker; its process starts with the first submission.
   *
   * @param command the command that starts Java with the library on its class path, up to the main
   *     class
   * @param tempFolder an existing folder, for this worker alone
   * @param isolated whether to isolate students' processes as far as the machine allows
   * @param folder where the tests run, which is where the assignment's other files are
   */
  public GradingWorker(
      List<String> command,
      StudentJvmSettings settings,
      Path tempFolder,
      boolean isolated,
      Path folder) {
    this.command = List.copyOf(command);
    this.settings = settings;
    this.tempFolder = tempFolder;
    this.isolated = isolated;
    this.folder = folder;
  }

  /** The process while it runs. */
  private record Running(
      Process process, BufferedWriter to, BlockingQueue<String> lines, LastWords words) {}

  /** What the sandbox enforces and what it does not, in words. */
  public String statement() throws IOException, InterruptedException {
    start();
    return statement;
  }

  /**
   * Runs a submission's cells.
   *
   * @throws SubmissionFailure if no machine could run it, in one sentence
   * @throws IOException if this machine cannot run it, in one sentence
   */
  public List<CellResult> run(SubmissionCells submissionCells)
      throws IOException, InterruptedException {
    SubmissionCells rest = submissionCells;
    for (int i = 0; i < TRIES; i++) {
      Running process = start();
      process.to().write(JSON.writeValueAsString(WorkerMain.Request.of(rest)) + "\n");
      process.to().flush();
      int cell = -1;
      while (true) {
        @Nullable String line = process.lines().poll(patience(cell + 1), TimeUnit.MILLISECONDS);
        if (line == null || line.equals(END)) {
          stop();
          String why =
              line == null
                  ? Words.words("it kept the compiler busy for too long")
                  : Words.words("the compiler could not cope with it");
          if (cell < 0) {
            throw new IOException("the submission could not be run: " + why + process.words());
          }
          rest = rest.without(cell, Words.words("not run: %s", why));
          break;
        }
        if (line.startsWith("cell ")) {
          cell = Integer.parseInt(line.substring("cell ".length()));
        } else if (line.startsWith("results ")) {
          return JSON.readValue(line.substring("results ".length()), WorkerMain.Reply.class)
              .cells();
        } else if (line.startsWith("failed ")) {
          throw new IOException(line.substring("failed ".length()));
        }
      }
    }
    throw new SubmissionFailure(
        Words.words("the submission's source brought down the compiler %d times", TRIES));
  }

  /** A cell may have to wait until all before it have been replayed. */
  private long patience(int cell) {
    return COMPILING_MILLIS + Math.min(settings.totalMillis(), (cell + 1) * settings.cellMillis());
  }

  private Running start() throws IOException, InterruptedException {
    if (running.isPresent() && running.get().process().isAlive()) {
      return running.get();
    }
    stop();
    List<String> all = new ArrayList<>(command);
    all.add(WorkerMain.class.getName());
    ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
    builder.environment().putAll(StudentJvm.ENVIRONMENT);
    Process process = builder.start();
    LastWords words = LastWords.of(process.getErrorStream());
    BlockingQueue<String> lines = new ArrayBlockingQueue<>(10_000);
    Thread reader = new Thread(() -> read(process, lines), "worker-reader");
    reader.setDaemon(true);
    reader.start();
    Running fresh =
        new Running(
            process,
            new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)),
            lines,
            words);
    running = Optional.of(fresh);
    try {
      fresh
          .to()
          .write(JSON.writeValueAsString(new WorkerConfig(settings, tempFolder, isolated)) + "\n");
      fresh.to().flush();
    } catch (IOException gone) {
      boolean ignored = lines.offer(END);
    }
    @Nullable String ready = lines.poll(START_SECONDS, TimeUnit.SECONDS);
    if (ready == null || !ready.startsWith("ready ")) {
      stop();
      throw new IOException("the process that compiles submissions did not start" + words);
    }
    statement = ready.substring("ready ".length());
    return fresh;
  }

  private static void read(Process process, BlockingQueue<String> lines) {
    try (BufferedReader from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        lines.put(line);
      }
      lines.put(END);
    } catch (IOException | InterruptedException e) {
      boolean ignored = lines.offer(END);
    }
  }

  private void stop() throws IOException, InterruptedException {
    if (running.isPresent()) {
      // What it has started ends with it.
      running.get().process().destroyForcibly().waitFor();
      running = Optional.empty();
    }
    clear(tempFolder);
  }

  private static void clear(Path tempFolder) throws IOException {
    try (Stream<Path> left = Files.walk(tempFolder)) {
      for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(tempFolder)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  /** Ends the process. */
  @Override
  public void close() throws IOException {
    try {
      if (running.isPresent()) {
        running.get().to().close();
        if (!running.get().process().waitFor(10, TimeUnit.SECONDS)) {
          stop();
        }
        running = Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.get().process().destroyForcibly();
    }
  }
}
