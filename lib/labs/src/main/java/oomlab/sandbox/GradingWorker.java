package oomlab.sandbox;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JVM that compiles and runs papers, kept warm from one to the next. Source that keeps the
 * compiler busy for too long, or takes its memory, costs this process and that cell.
 */
public final class GradingWorker implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long START_SECONDS = 120;
  private static final long COMPILING_MILLIS = 60_000;
  private static final int TRIES = 3;
  private static final String END = "end";

  private final List<String> command;
  private final StudentJvmSettings hall;
  private final Path room;
  private final boolean isolated;
  private Optional<Running> running = Optional.empty();
  private String statement = "";

  /**
   * Prepares a worker; its process starts with the first paper.
   *
   * @param command the command that starts Java with the library on its class path, up to the main
   *     class
   * @param room an existing folder, for this worker alone
   * @param isolated whether to isolate students' processes as far as the machine allows
   */
  public GradingWorker(List<String> command, StudentJvmSettings hall, Path room, boolean isolated) {
    this.command = List.copyOf(command);
    this.hall = hall;
    this.room = room;
    this.isolated = isolated;
  }

  /** One life of the process. */
  private record Running(Process process, BufferedWriter to, BlockingQueue<String> lines) {}

  /** What students' processes are kept from, in words. */
  public String statement() throws IOException, InterruptedException {
    start();
    return statement;
  }

  /**
   * Runs a paper.
   *
   * @throws IOException if it cannot be run at all, in one sentence
   */
  public List<CellResult> run(SubmissionCells paper) throws IOException, InterruptedException {
    SubmissionCells rest = paper;
    for (int i = 0; i < TRIES; i++) {
      Running process = start();
      process.to().write(JSON.writeValueAsString(WorkerMain.Sheet.of(rest)) + "\n");
      process.to().flush();
      int step = -1;
      while (true) {
        @Nullable String line = process.lines().poll(patience(step + 1), TimeUnit.MILLISECONDS);
        if (line == null || line.equals(END)) {
          stop();
          String why =
              line == null
                  ? "it kept the compiler busy for too long"
                  : "the compiler could not cope with it";
          if (step < 0) {
            throw new IOException("the submission could not be run: " + why);
          }
          rest = rest.without(step, "not run: " + why);
          break;
        }
        if (line.startsWith("step ")) {
          step = Integer.parseInt(line.substring(5));
        } else if (line.startsWith("ran ")) {
          return JSON.readValue(line.substring(4), WorkerMain.Answer.class).steps();
        } else if (line.startsWith("failed ")) {
          throw new IOException(line.substring(7));
        }
      }
    }
    throw new IOException("the submission's source brought down the compiler " + TRIES + " times");
  }

  /** A step may have to wait until all before it have run once more. */
  private long patience(int step) {
    return COMPILING_MILLIS + Math.min(hall.totalMillis(), (step + 1) * hall.cellMillis());
  }

  private Running start() throws IOException, InterruptedException {
    if (running.isPresent()) {
      return running.get();
    }
    List<String> all = new ArrayList<>(command);
    all.add(WorkerMain.class.getName());
    Process process = new ProcessBuilder(all).redirectError(Redirect.DISCARD).start();
    BlockingQueue<String> lines = new ArrayBlockingQueue<>(10_000);
    Thread reader = new Thread(() -> read(process, lines), "worker-reader");
    reader.setDaemon(true);
    reader.start();
    Running fresh =
        new Running(
            process,
            new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)),
            lines);
    running = Optional.of(fresh);
    fresh.to().write(JSON.writeValueAsString(new WorkerConfig(hall, room, isolated)) + "\n");
    fresh.to().flush();
    @Nullable String ready = lines.poll(START_SECONDS, TimeUnit.SECONDS);
    if (ready == null || !ready.startsWith("ready ")) {
      stop();
      throw new IOException("the process that compiles submissions did not start");
    }
    statement = ready.substring(6);
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
    clear(room);
  }

  private static void clear(Path room) throws IOException {
    try (Stream<Path> left = Files.walk(room)) {
      for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(room)) {
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
