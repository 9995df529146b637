package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.book.Book;
import oomlab.book.BookException;
import oomlab.book.Jupyter;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.book.PythonNeeds;
import oomlab.grade.Assignment;
import oomlab.grade.ClassGrader;
import oomlab.grade.Feedback;
import oomlab.grade.GradeException;
import oomlab.grade.GradeStore;
import oomlab.grade.GradedSubmission;
import oomlab.grade.Grader;
import oomlab.grade.ManualPoints;
import oomlab.grade.Submission;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Words;
import oomlab.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./oomlab grade}: grades what was handed in. */
@Command(
    name = "grade",
    description = "Grades submissions of an assignment, with the scores that nbgrader gives.",
    footer = {
      "",
      "DIR gets gradebook.csv, scores.csv, statistics.csv, manual.csv (write the points of written"
          + " answers",
      "there and grade again), manual.html, feedback/ and executed/. What is graded already is not"
          + " graded",
      "again unless the submission, the assignment or the grader has changed.",
      "--again, --only and --failures show each change of points before they write anything, with"
          + " --yes.",
      "Status: 0 every submission has a grade, 1 some have none (the last lines name them), 2 wrong"
          + " arguments, 3 points would change and --yes is missing."
    },
    mixinStandardHelpOptions = true)
final class GradeCommand implements Callable<Integer> {
  private static final Pattern SHARD = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  @Option(
      names = "--source",
      required = true,
      paramLabel = "NB",
      description = "The assignment's source notebook, with solutions and hidden tests.")
  private @Nullable Path source;

  @Parameters(
      paramLabel = "SUBMISSION",
      arity = "1..*",
      description =
          "A notebook, a folder with one of the source's name, a folder of those, such as"
              + " nbgrader's submitted/, or a class's zip from Moodle, Canvas or nbgrader.")
  private List<Path> submissions = List.of();

  @Mixin private final LmsOptions lms = new LmsOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go; default: graded/ and the assignment's name.")
  private @Nullable Path out;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write scores.csv there as well; - is standard output.")
  private @Nullable String csv;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many submissions at a time; default: the number of processors.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Limit for one cell; default ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Option(
      names = "--shard",
      paramLabel = "K/N",
      description = "Only every Nth submission, from the Kth; for a job array.")
  private String shard = "1/1";

  @Option(names = "--no-feedback", description = "Write no feedback pages.")
  private boolean noFeedback;

  @Option(
      names = "--remarks",
      description = "Show students also what looks like an attempt to cheat.")
  private boolean remarks;

  @Option(names = "--show-hidden-tests", description = "Show students the source of hidden tests.")
  private boolean hiddenTests;

  @Option(
      names = "--no-isolation",
      description =
          "Run students' code with limits only, even where it could be isolated: one submission at"
              + " a time, as the user nobody. Where you are not root it runs as you, who could lose"
              + " files and grades by it; then give it twice.")
  private boolean[] noIsolation = {};

  @Mixin private RegradeOptions regrade = new RegradeOptions();

  @Mixin private ManualOptions manual = new ManualOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    // What is kept is English; each student's page is in the language of the lab.
    Words.use(Catalog.ENGLISH);
    try (lms) {
      return gradeAll();
    }
  }

  private Integer gradeAll() throws Exception {
    require(
        timeoutSeconds > 0, "--timeout " + timeoutSeconds + ": a cell needs at least 1 second.");
    require(jobs > 0, "--jobs " + jobs + ": at least one submission must be graded at a time.");
    require(
        !(regrade.asked() && manual.merging()),
        "--merge: merge first, then grade a part once more.");
    Project project = Project.find();
    Assignment assignment;
    List<Submission> all;
    try {
      assignment = Assignment.read(Objects.requireNonNull(source));
      all = lms.find(submissions, assignment, project);
      regrade.check(assignment);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage() + ".");
    }
    List<Submission> chosen = chosen(all);
    Path dir = out == null ? Path.of("graded", assignment.name()) : out;
    try (GradeStore store = GradeStore.open(dir)) {
      Optional<ManualPoints> other;
      try {
        other = manual.other();
        ManualPoints ours = store.manual();
        if (other.isPresent() && !manual.fits(ours, other.get(), spec.commandLine().getErr())) {
          return 2;
        }
      } catch (GradeException e) {
        throw wrong(e.getMessage());
      }
      GradeBooks books = new GradeBooks(assignment, store, lms, other, manual.names());
      Map<String, GradedSubmission> graded;
      int status = 0;
      if (regrade.asked()) {
        PartialGrading part =
            new PartialGrading(regrade, assignment, store, words(), spec.commandLine().getErr());
        PartialGrading.End end = regrade(part, project, assignment, chosen);
        status = end.status();
        if (!end.kept()) {
          return status;
        }
        graded = part.kept(chosen);
      } else {
        graded = grade(project, assignment, chosen, store);
      }
      List<GradedSubmission> finished;
      try {
        finished = books.write(chosen, graded);
      } catch (GradeException e) {
        throw wrong(e.getMessage());
      }
      export(dir);
      if (!noFeedback) {
        feedback(project, store, assignment, finished);
      }
      lms.write(store, finished);
      words().println(books.table(finished));
      GradeSummary summary = new GradeSummary(finished);
      summary.print(words(), dir);
      return summary.exitStatus() == 0 ? status : summary.exitStatus();
    } catch (GradeException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  /** What is not asked for as CSV goes where it does not get into it. */
  private PrintWriter words() {
    return "-".equals(csv) ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  private List<Submission> chosen(List<Submission> all) {
    Matcher parts = SHARD.matcher(shard);
    require(parts.matches(), "--shard " + shard + ": it takes two numbers, such as 3/10.");
    int k = Integer.parseInt(parts.group(1));
    int n = Integer.parseInt(parts.group(2));
    require(k >= 1 && k <= n, "--shard " + shard + ": the first number is from 1 to the second.");
    List<Submission> chosen = new ArrayList<>();
    for (int i = k - 1; i < all.size(); i += n) {
      chosen.add(all.get(i));
    }
    return chosen;
  }

  private PartialGrading.End regrade(
      PartialGrading part, Project project, Assignment assignment, List<Submission> chosen)
      throws IOException, InterruptedException {
    try {
      return part.run(
          chosen,
          grader(project, assignment),
          (todo, into) -> grade(project, assignment, todo, into));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage() + ".");
    } catch (GradeException e) {
      throw wrong(e.getMessage());
    }
  }

  private Grader grader(Project project, Assignment assignment) throws IOException {
    return new Grader(
        assignment,
        "%s, %d s, isolation %s".formatted(version(project), timeoutSeconds, isolated()));
  }

  private Map<String, GradedSubmission> grade(
      Project project, Assignment assignment, List<Submission> chosen, GradeStore store)
      throws IOException, InterruptedException {
    Grader grader = grader(project, assignment);
    Map<String, GradedSubmission> graded = new TreeMap<>();
    List<ClassGrader.Todo> todo = new ArrayList<>();
    PrintWriter err = spec.commandLine().getErr();
    for (Submission each : chosen) {
      String key = grader.key(each);
      GradeStore.Found found = store.find(each.name(), key);
      if (found instanceof GradeStore.Found.Kept kept) {
        graded.put(each.name(), kept.graded());
        continue;
      }
      if (found instanceof GradeStore.Found.Corrupt corrupt) {
        err.println(corrupt.sentence());
      }
      todo.add(new ClassGrader.Todo(each, key));
    }
    if (!graded.isEmpty()) {
      err.printf("%d of %d were graded before.%n", graded.size(), chosen.size());
    }
    if (todo.isEmpty()) {
      return graded;
    }
    int atATime = atATime();
    try (SandboxFolder sandbox =
        SandboxFolder.open(project, timeoutSeconds, assignment.withheld(), isolated())) {
      new ClassGrader(grader, sandbox.worker(), sandbox.settings(), isolated(), sandbox.folder())
          .grade(todo, atATime, new Progress(store, graded, todo.size(), err));
    }
    return graded;
  }

  private boolean isolated() {
    return noIsolation.length == 0;
  }

  /** Processes of one user that see each other could end each other. */
  private int atATime() {
    Sandbox sandbox = Sandbox.here(isolated());
    require(
        sandbox.apart() || noIsolation.length > 1,
        "Nothing isolates processes here, and students' code would run as you: it could end the"
            + " grading, and read and change your files. Install bubblewrap, or give"
            + " --no-isolation twice.");
    return sandbox.isolated() ? jobs : 1;
  }

  /** Says how far it is, and keeps each result at once. */
  private static final class Progress implements ClassGrader.Listener {
    private final GradeStore store;
    private final Map<String, GradedSubmission> graded;
    private final int count;
    private final PrintWriter err;
    private final long start = System.nanoTime();
    private int done;

    Progress(GradeStore store, Map<String, GradedSubmission> graded, int count, PrintWriter err) {
      this.store = store;
      this.graded = graded;
      this.count = count;
      this.err = err;
    }

    @Override
    public void isolation(String statement) {
      err.println(statement);
      err.flush();
    }

    @Override
    public void graded(Submission submission, Grader.Result result) throws IOException {
      GradedSubmission one = result.graded();
      if (result.executed().isPresent()) {
        store.putExecuted(one.submission(), result.executed().get());
      }
      store.put(one);
      graded.put(one.submission(), one);
      done++;
      double left = (System.nanoTime() - start) / 1e9 / done * (count - done);
      String what =
          one.graded()
              ? "%.2f of %.2f".formatted(one.total(), one.max())
              : one.status().word() + ": " + one.why();
      err.printf("%d/%d %s: %s (%.0f s left)%n", done, count, one.submission(), what, left);
      err.flush();
    }
  }

  private void export(Path dir) throws IOException {
    if (csv == null) {
      return;
    }
    String text = Files.readString(dir.resolve("scores.csv"));
    if (csv.equals("-")) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else {
      Files.writeString(Path.of(csv), text);
    }
  }

  private void feedback(
      Project project, GradeStore store, Assignment assignment, List<GradedSubmission> finished)
      throws BookException, GradeException, IOException, InterruptedException {
    Map<String, String> given = new HashMap<>(System.getenv());
    Optional<PythonInstallation> python =
        Jupyter.on(project, given, System.err).find(PythonNeeds.BOOK);
    if (python.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("No feedback pages: nbconvert is not there. ./oomlab run gets it.");
      return;
    }
    Feedback.Options options = new Feedback.Options(assignment.title(), remarks, hiddenTests);
    try (Feedback pages =
        Feedback.open(
            project, python.get(), Book.environment(project, given), store.dir(), options)) {
      for (GradedSubmission each : finished) {
        pages.write(each, store.executed(each.submission()));
      }
      pages.index(finished);
    }
  }

  private static String version(Project project) throws IOException {
    return Files.size(project.commands())
        + "-"
        + Files.getLastModifiedTime(project.commands()).toMillis();
  }

  private void require(boolean fits, String otherwise) {
    if (!fits) {
      throw wrong(otherwise);
    }
  }

  private ParameterException wrong(@Nullable String sentence) {
    return new ParameterException(spec.commandLine(), String.valueOf(sentence));
  }
}
