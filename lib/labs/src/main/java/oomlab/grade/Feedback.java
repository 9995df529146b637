package oomlab.grade;

import static oomlab.internal.text.Words.later;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.internal.text.Language;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the students' pages: {@code feedback/<submission>.html} and an index. One Python process
 * with nbconvert makes all pages, one after the other; it ends when this is closed or this JVM
 * ends.
 */
public final class Feedback implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final Path log;
  private final Options options;
  private final Process driver;
  private final Writer jobs;
  private final BufferedReader answers;
  private final Map<Language, FeedbackWords> byLanguage = new EnumMap<>(Language.class);

  /**
   * What pages show.
   *
   * @param title the assignment's
   * @param remarks whether also remarks of weight CHEAT stand there
   * @param hiddenTests whether the source of hidden tests stands there
   */
  public record Options(String title, boolean remarks, boolean hiddenTests) {}

  private Feedback(Path folder, Path log, Options options, Process driver) {
    this.folder = folder;
    this.log = log;
    this.options = options;
    this.driver = driver;
    this.jobs = driver.outputWriter(StandardCharsets.UTF_8);
    this.answers = driver.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process that makes pages.
   *
   * @param python one that has {@link oomlab.book.PythonNeeds#BOOK}
   * @param environment such as {@link oomlab.book.Book#environment} returns
   * @param dir the folder of the results; pages go to {@code feedback} in it
   */
  public static Feedback open(
      Project project,
      PythonInstallation python,
      Map<String, String> environment,
      Path dir,
      Options options)
      throws IOException {
    Path folder = dir.toAbsolutePath().resolve("feedback");
    Files.createDirectories(folder);
    Files.createDirectories(project.state().resolve("tmp"));
    Path log = project.state().resolve("feedback.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            python.executable().toString(),
            "-W",
            "ignore",
            project.root().resolve("lib/labs/src/main/python/feedback.py").toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    // Its cells are rendered as the book's are.
    String book = project.root().resolve("lib/workbook/src/main/python").toString();
    builder.environment().merge("PYTHONPATH", book, (others, own) -> own + ":" + others);
    builder.redirectError(log.toFile());
    return new Feedback(folder, log, options, builder.start());
  }

  /**
   * Writes a submission's page.
   *
   * @param notebook the executed notebook, nbformat 4, with nbgrader's metadata of the assignment;
   *     empty for a submission that could not be read
   * @return the page
   * @throws GradeException if the process that makes pages ended
   */
  public Path write(GradedSubmission graded, byte[] notebook) throws GradeException, IOException {
    Path page = folder.resolve(SafeName.of(graded.submission()) + ".html");
    ObjectNode job = job(page, options.title());
    ObjectNode shown = JSON.valueToTree(graded);
    if (graded.status() == GradedSubmission.Status.NOT_RUN) {
      // What a machine lacks is no business of a student's.
      shown.put("why", later("This submission has not been graded yet."));
    }
    job.set("graded", shown);
    // What an earlier grading kept is of another submission.
    byte[] executed = graded.graded() ? notebook : new byte[0];
    FeedbackWords words = byLanguage.computeIfAbsent(FeedbackWords.of(executed), FeedbackWords::in);
    words.say(job);
    job.put("notebook", words.outputs(new String(executed, StandardCharsets.UTF_8)));
    job.put("title", words.title(executed, options.title()));
    job.put("remarks", options.remarks()).put("hidden", options.hiddenTests());
    ask(job);
    return page;
  }

  /**
   * Writes the index of the pages.
   *
   * @return the page
   * @throws GradeException if the process that makes pages ended
   */
  public Path index(List<GradedSubmission> graded) throws GradeException, IOException {
    // A submission may be called index, too.
    Path page = folder.resolve("~index.html");
    ObjectNode job = job(page, options.title());
    ArrayNode rows = job.putArray("rows");
    for (GradedSubmission one : graded) {
      String points = CsvFile.rounded(one.total()) + " of " + CsvFile.rounded(one.max());
      rows.addObject()
          .put("submission", one.submission())
          .put("file", SafeName.of(one.submission()) + ".html")
          .put(
              "points",
              one.graded() ? points + (one.needsManual() ? ", waits" : "") : words(one.status()));
    }
    ask(job);
    return page;
  }

  private static String words(GradedSubmission.Status status) {
    return status.word().replace('-', ' ');
  }

  private static ObjectNode job(Path page, String title) {
    return JSON.createObjectNode().put("file", page.toString()).put("title", title);
  }

  private void ask(ObjectNode job) throws GradeException, IOException {
    String answer;
    try {
      jobs.write(JSON.writeValueAsString(job) + "\n");
      jobs.flush();
      answer = answers.readLine();
    } catch (IOException gone) {
      answer = null;
    }
    if (answer == null) {
      List<String> lines = Files.readAllLines(log);
      throw new GradeException(
          "the program that writes feedback ended early; its last words are in "
              + log
              + (lines.isEmpty() ? "." : ": " + lines.get(lines.size() - 1)));
    }
  }

  @Override
  public void close() {
    try {
      jobs.close();
      if (!driver.waitFor(5, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (IOException gone) {
      driver.destroyForcibly();
    } catch (InterruptedException interrupted) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
