package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.check.KbLines;
import oomlab.check.Question;
import oomlab.check.World;
import oomlab.graded.Variant;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.klog.KernelLog;
import oomlab.internal.proc.Proc;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * What a notebook's cells call: {@code import static oomlab.notebook.Lab.*;}.
 *
 * <p>Works on IJava, JJava and the built-in kernel, and as plain text in a terminal. Writes nothing
 * to standard error.
 */
public final class Lab {
  // Cells have no command that would have chosen: the kernel's environment does.
  static {
    Words.use(Catalog.of(Language.of(System.getenv())));
  }

  private static final Path ROOT = Path.of("/");
  private static final PredictionLog PREDICTIONS = new PredictionLog(Clock.systemUTC());
  private static final AnswerLog ANSWERS = new AnswerLog();
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();
  private static final ThisKernel SELF = new ThisKernel(ROOT, System.getenv(), library());

  /** What stands in a cell where your answer to a {@link #check} belongs. */
  public static final Object YOURS = Question.YOURS;

  private Lab() {}

  /**
   * Shows each value as richly as the reader's program can: tables, charts, reports, experiments,
   * runs, verdicts, recordings, lists of records, pictures, text.
   */
  public static void show(@Nullable Object... values) {
    Frontend frontend = Frontends.find();
    for (Object value : values) {
      frontend.display(Views.of(value));
    }
  }

  /**
   * Makes a run, with its curve growing in the notebook. Where no memory cgroup can be used, it is
   * made in one inside a virtual machine; on a machine that cannot do that either, and under {@code
   * OOMLAB_RECORDED=1}, the recorded run of this name is loaded. Each says so, a recorded one why
   * only the first time. Interrupting the cell ends the run.
   *
   * @param recordedName folder under {@code data/} that {@code ./oomlab kill --save} made
   * @throws oomlab.ExperimentException if the run cannot be made after all; nothing is left behind
   * @throws IllegalArgumentException if there is no such recorded run
   */
  public static Run run(Experiment experiment, String recordedName) {
    RunChooser chooser = chooser();
    SELF.note(chooser.frontend());
    return chooser.run(experiment, recordedName);
  }

  /**
   * Makes each of these experiments so many times, in turn, and returns a row for each run: {@code
   * touch}, {@code run}, and {@code ms} from the first announcement to the end. Where no memory
   * cgroup can be used on this machine, and under {@code OOMLAB_RECORDED=1}, the recorded table of
   * this name is read, and says so. Interrupting the cell ends the run that is being made.
   *
   * @param recordedName a table {@code data/NAME.csv}
   * @throws oomlab.ExperimentException if a run cannot be made after all; nothing is left behind
   * @throws IllegalArgumentException if there is no such recorded table
   */
  public static Table repeat(int times, String recordedName, Experiment... experiments) {
    return chooser().repeat(times, recordedName, List.of(experiments));
  }

  /**
   * Loads a recorded run from {@code data/}.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Run recorded(String name) {
    return chooser().recorded(name);
  }

  /**
   * Returns where a file of the book's data lies: in {@code data/} beside the notebook, or in the
   * project.
   *
   * @throws IllegalArgumentException if it is in neither
   */
  public static Path data(String name) {
    return chooser().data(name);
  }

  /**
   * Shows what machine this is: kernel, cgroup version, page size, memory, Java, and which kind of
   * run an experiment will be here; and how an earlier kernel died, if it could not say so.
   */
  public static void banner() {
    RunChooser chooser = chooser();
    chooser.frontend().display(chooser.banner(ROOT, SELF.deaths(chooser.frontend())));
  }

  /**
   * Keeps what the reader expects. A {@link #run} seals it and keeps it with the run, {@link
   * #compare} shows what came of it; another answer after that is shown as such.
   */
  public static void predict(String question, Object answer) {
    Frontends.find().display(PREDICTIONS.predict(question, answer));
  }

  /** Shows the prediction beside what came out, and how they differ. */
  public static void compare(String question, Object actual) {
    Frontends.find().display(PREDICTIONS.compare(question, actual));
  }

  /**
   * Judges an answer to one of the book's questions: GOOD, BAD with the mistake that was likely
   * made, or MISSING; with the line of the report that tells, two hints and the solution to unfold.
   *
   * @param id the question, such as {@code victim-bytes}
   * @param data the report, run or other thing that the question is about
   * @param answer a number, a word, true or false; {@link #YOURS} for none yet
   * @throws IllegalArgumentException if there is no such question, or it is about something else
   */
  public static void check(String id, Object data, @Nullable Object answer) {
    Frontends.find().display(ANSWERS.check(id, data, answer));
  }

  /**
   * Shows the next hint to a question each time, and its solution after the last one.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public static void hint(String id, Object data) {
    Frontends.find().display(ANSWERS.hint(id, data));
  }

  /** Shows what was predicted and answered since this kernel started, and how it came out. */
  public static void scorecard() {
    Frontends.find().display(Scorecard.of(PREDICTIONS.results(), ANSWERS.results()));
  }

  /**
   * Returns the parameters of the exercises for one reader: the same for the same name, others for
   * another.
   *
   * @param seed your name or student id
   * @throws IllegalArgumentException if it is blank
   */
  public static World world(String seed) {
    return new World(seed);
  }

  /**
   * Shows a report line by line, each with what it means.
   *
   * @param kinds only lines of these kinds; all lines if none is given
   */
  public static void annotate(OomReport report, LineKind... kinds) {
    Set<LineKind> wanted = Set.of(kinds);
    Frontends.find()
        .display(
            ReportView.lines(
                report.lines().stream()
                    .filter(line -> wanted.isEmpty() || wanted.contains(line.kind()))
                    .toList()));
  }

  /**
   * Shows what a word of a report means, its unit, and which kernel function prints it: {@code
   * field("total_vm")}. A word that stands in several blocks is shown for each.
   *
   * @param name the kernel's word, or the name of a column of a table
   * @throws IllegalArgumentException if no report has it; the message names the nearest ones
   */
  public static void field(String name) {
    Frontends.find().display(FieldView.of(name));
  }

  /**
   * Reads the first oom-killer report of a log file.
   *
   * @param file a path, or the name of a file in the book's {@code data/}
   * @throws IllegalArgumentException if there is no such file, or no report in it
   */
  public static OomReport readReport(String file) {
    return readReports(file).get(0);
  }

  /**
   * Reads all oom-killer reports of a log file, in its order.
   *
   * @param file a path, or the name of a file in the book's {@code data/}
   * @throws IllegalArgumentException if there is no such file, or no report in it
   */
  public static List<OomReport> readReports(String file) {
    Path path = Files.exists(Path.of(file)) ? Path.of(file) : data(file);
    try {
      List<OomReport> reports =
          OomReports.parse(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
      if (reports.isEmpty()) {
        throw new IllegalArgumentException(words("no oom-killer report in \"%s\"", path));
      }
      return reports;
    } catch (IOException e) {
      throw new IllegalArgumentException(words("cannot read \"%s\": %s", path, e.getMessage()), e);
    }
  }

  /** Reads the log that this reader's world has picked from {@code data/wild/}, and names it. */
  public static List<OomReport> wild(World world) {
    String file = "wild/" + world.wildLog();
    List<OomReport> reports = readReports(file);
    String sentence =
        words(
            reports.size() == 1
                ? "World %s reads data/%s: one report."
                : "World %s reads data/%s: %d reports.",
            world.code(),
            file,
            reports.size());
    Frontends.find().display(MimeBundle.html(Html.paragraph(sentence), sentence));
    return reports;
  }

  /**
   * Returns the report of this reader's graded exercises, and says what it was made from: the same
   * one for the same seed.
   */
  public static OomReport examReport(World world) {
    Variant variant = Variant.of(world);
    Frontends.find()
        .display(MimeBundle.html(Html.paragraph(variant.sentence()), variant.sentence()));
    return variant.report();
  }

  /**
   * Shows every field of a report: the ones to know first, all others folded by block, each with
   * its unit, its meaning and the kernel function that prints it.
   *
   * @param example a report whose lines show where each block stands
   */
  public static void cheatSheet(OomReport example) {
    Frontends.find().display(CheatSheet.of(example));
  }

  /**
   * Returns the kernel's report of a run; where the kernel's log could not be read, the report of
   * the recorded run of this name, and says so.
   */
  public static OomReport reportOf(Run run, String recordedName) {
    return run.report().orElseGet(() -> chooser().recordedReport(run, recordedName));
  }

  /** Size of a page of memory here, in bytes. */
  public static long pageBytes() {
    return Proc.pageBytes(Path.of("/proc")).orElseThrow();
  }

  /** Returns the memory cgroups that a run could use here, each usable or with reason and fix. */
  public static List<?> memoryCgroups() throws IOException {
    return MemoryCgroups.places(Path.of("/"));
  }

  /** Returns whether the kernel's log can be read here, or why not and what would help. */
  public static Object kernelLogAccess() {
    return KernelLog.access(Path.of("/"));
  }

  /**
   * Returns a value of {@code /proc/meminfo} or {@code /proc/PID/status}, in kB (man 5 proc).
   *
   * @param lines the file's lines
   * @param field its name, such as {@code VmRSS}
   * @throws IllegalArgumentException if no line has this name
   */
  public static long kb(List<String> lines, String field) {
    return KbLines.find(lines, field)
        .orElseThrow(() -> new IllegalArgumentException(words("no line \"%s:\"", field)));
  }

  /**
   * Shows side by side, to the page, what the curve, the kernel's report and the cgroup say about
   * the victim's memory, and what none of them explains.
   */
  public static void reconcile(Run run) {
    Frontends.find().display(Reconciliation.of(run));
  }

  /**
   * Returns the run to hand in: the one that lies in {@code runs/hand-in/} beside the notebook, as
   * it does when the notebook is graded; else makes the world's experiment and keeps it there.
   *
   * @throws IllegalArgumentException if what lies there cannot be read, or lacks under a grader
   */
  public static Run handIn(World world) {
    return new HandInRuns(chooser(), Path.of("runs").toAbsolutePath()).handIn(world);
  }

  /** Shows what fits in a run that will be handed in, and what does not. */
  public static void handInReport(Run run, World world) {
    Frontends.find().display(HandInView.of(run, world));
  }

  /**
   * Returns the points of a run, out of so many; shows why where it is not all of them.
   *
   * @throws IllegalArgumentException if there is no run
   */
  public static double handInPoints(@Nullable Run run, World world, double max) {
    if (run == null) {
      throw new IllegalArgumentException(
          words("there is no run: the cell with handIn has not made one"));
    }
    return new HandInRuns(chooser(), Path.of("runs")).points(run, world, max);
  }

  private static RunChooser chooser() {
    return new RunChooser(
        Frontends.find(),
        RunChooser.dataFolders(Path.of("").toAbsolutePath(), library()),
        System.getenv(),
        () -> MachineFacts.places(ROOT),
        GuestAvailability.OF_USER,
        Experiment::run,
        PREDICTIONS::seal,
        runsFolder(),
        TOLD);
  }

  /** Beside the notebook; a program on a terminal keeps what it wants to keep itself. */
  private static Optional<Path> runsFolder() {
    return Frontends.find().replaces()
        ? Optional.of(Path.of("runs").toAbsolutePath())
        : Optional.empty();
  }

  private static Optional<Path> library() {
    try {
      var source = Lab.class.getProtectionDomain().getCodeSource();
      return source == null ? Optional.empty() : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Not loaded from a file: then there is no project around it either.
      return Optional.empty();
    }
  }
}
