package oomlab.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oomlab.internal.text.Language;
import oomlab.kernel.LocalOutput;
import oomlab.trusted.SourceCell;
import tools.jackson.databind.json.JsonMapper;

/**
 * Main class of a {@link GradingWorker}'s process: compiles submissions and has them run, one a
 * line on its standard input, and answers a line {@code cell N} before each cell and {@code results
 * JSON} after all of them, or {@code failed SENTENCE}.
 */
final class WorkerMain {
  private static final JsonMapper JSON = new JsonMapper();

  private WorkerMain() {}

  /** Serves until its standard input ends. */
  public static void main(String[] args) throws IOException {
    InputStream given = System.in;
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream errors = System.err;
    Thread.currentThread().setUncaughtExceptionHandler((main, e) -> e.printStackTrace(errors));
    LocalOutput output = LocalOutput.install();
    BufferedReader lines = new BufferedReader(new InputStreamReader(given, StandardCharsets.UTF_8));
    WorkerConfig config = JSON.readValue(lines.readLine(), WorkerConfig.class);
    Sandbox sandbox = Sandbox.here(config.isolated());
    answers.println("ready " + sandbox.statement().replace('\n', ' '));
    try (SubmissionRunner runner =
        new SubmissionRunner(sandbox, config.settings(), config.tempFolder(), output)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        SubmissionCells submissionCells = JSON.readValue(line, Request.class).toCells();
        try {
          Reply answer =
              new Reply(runner.run(submissionCells, number -> answers.println("cell " + number)));
          answers.println("results " + JSON.writeValueAsString(answer));
          if (runner.stuck()) {
            break;
          }
        } catch (IOException e) {
          answers.println("failed " + String.valueOf(e.getMessage()).replace('\n', ' '));
        }
      }
    }
    System.exit(0);
  }

  /** A submission's cells as JSON; a path stays as it is, relative or not. */
  record Request(
      String name,
      List<SubmissionCells.CodeCell> cells,
      List<SourceCell> assignment,
      Map<String, String> files,
      String language) {
    static Request of(SubmissionCells submissionCells) {
      Map<String, String> files = new TreeMap<>();
      submissionCells
          .files()
          .forEach(each -> files.put(each.inside().toString(), each.host().toString()));
      return new Request(
          submissionCells.name(),
          submissionCells.cells(),
          submissionCells.assignment(),
          files,
          submissionCells.language().tag());
    }

    SubmissionCells toCells() {
      List<ReadOnlyMount> mounted = new ArrayList<>();
      files.forEach(
          (inside, host) -> mounted.add(new ReadOnlyMount(Path.of(host), Path.of(inside))));
      return new SubmissionCells(
          name, cells, assignment, mounted, Language.named(language).orElse(Language.ENGLISH));
    }
  }

  /** The results of a submission's cells. */
  record Reply(List<CellResult> cells) {}
}
