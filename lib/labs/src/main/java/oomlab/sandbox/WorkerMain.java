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
import oomlab.kernel.RemoteSession;
import tools.jackson.databind.json.JsonMapper;

/**
 * Main class of a {@link GradingWorker}'s process: compiles papers and has them run, one a line on
 * its standard input, and answers a line {@code step N} before each step and {@code ran JSON} after
 * all of them, or {@code failed SENTENCE}.
 */
final class WorkerMain {
  private static final JsonMapper JSON = new JsonMapper();

  private WorkerMain() {}

  /** Serves until its standard input ends. */
  public static void main(String[] args) throws IOException {
    InputStream given = System.in;
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setIn(InputStream.nullInputStream());
    System.setOut(System.err);
    BufferedReader lines = new BufferedReader(new InputStreamReader(given, StandardCharsets.UTF_8));
    WorkerConfig order = JSON.readValue(lines.readLine(), WorkerConfig.class);
    Sandbox sandbox = Sandbox.here(order.isolated());
    answers.println("ready " + sandbox.statement().replace('\n', ' '));
    try (SubmissionRunner sitting = new SubmissionRunner(sandbox, order.hall(), order.room())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        SubmissionCells paper = JSON.readValue(line, Sheet.class).paper();
        try {
          Answer answer =
              new Answer(sitting.run(paper, number -> answers.println("step " + number)));
          answers.println("ran " + JSON.writeValueAsString(answer));
        } catch (IOException e) {
          answers.println("failed " + String.valueOf(e.getMessage()).replace('\n', ' '));
        }
      }
    }
    System.exit(0);
  }

  /** A paper on its way to a worker; a path stays as it is, relative or not. */
  record Sheet(
      String name,
      List<SubmissionCells.Step> steps,
      RemoteSession.Owner owner,
      Map<String, String> files) {
    static Sheet of(SubmissionCells paper) {
      Map<String, String> files = new TreeMap<>();
      paper.files().forEach(each -> files.put(each.inside().toString(), each.host().toString()));
      return new Sheet(paper.name(), paper.steps(), paper.owner(), files);
    }

    SubmissionCells paper() {
      List<Mounted> mounted = new ArrayList<>();
      files.forEach((inside, host) -> mounted.add(new Mounted(Path.of(host), Path.of(inside))));
      return new SubmissionCells(name, steps, owner, mounted);
    }
  }

  /** What came of a paper. */
  record Answer(List<CellResult> steps) {}
}
