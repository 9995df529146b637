package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import oomlab.book.Project;
import oomlab.exam.Hall;
import oomlab.exam.Halls;
import oomlab.grade.Assignment;
import oomlab.grade.Grader;
import oomlab.grade.Graders;
import oomlab.grade.Mark;
import oomlab.grade.Submission;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./oomlab grade}: grades what was handed in. */
@Command(
    name = "grade",
    description = "Grades submissions of an assignment, as nbgrader would.",
    mixinStandardHelpOptions = true)
final class GradeCommand implements Callable<Integer> {
  private static final int LONGEST_ROOM = 50;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "NB",
      description = "The assignment's source notebook, with solutions and hidden tests.")
  private @Nullable Path source;

  @Parameters(
      paramLabel = "SUBMISSION",
      arity = "1..*",
      description = "Notebooks, folders with one, or folders of those.")
  private List<Path> submissions = List.of();

  @Option(names = "--jobs", paramLabel = "N", description = "How many at a time.")
  private int jobs = 1;

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "Limit for one cell.")
  private int timeoutSeconds = 60;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Project project = Project.find();
    Assignment assignment;
    List<Submission> found;
    try {
      assignment = Assignment.read(java.util.Objects.requireNonNull(source));
      found = Submission.find(submissions, assignment.name());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    Path room = room(project);
    try {
      Path home = Path.of(System.getProperty("java.home"));
      Hall hall = Halls.of(home, project.jar(), exam(project), timeoutSeconds * 1000L, List.of());
      List<String> worker =
          List.of(
              home.resolve("bin/java").toString(),
              "-XX:+UseSerialGC",
              "-XX:-UsePerfData",
              "-Xmx512m",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              project.jar().toString());
      Grader grader = new Grader(assignment, "1");
      List<Graders.Todo> todo = new ArrayList<>();
      for (Submission each : found) {
        todo.add(new Graders.Todo(each, grader.key(each)));
      }
      new Graders(grader, worker, hall, true, room)
          .grade(
              todo,
              jobs,
              new Graders.Listener() {
                @Override
                public void isolation(String statement) {
                  spec.commandLine().getErr().println(statement);
                }

                @Override
                public void graded(Submission submission, Grader.Result result) throws IOException {
                  out.printf(
                      "%s %s %s %.2fs%n",
                      submission.name(),
                      result.graded().status(),
                      result.graded().why(),
                      result.graded().seconds());
                  for (Mark mark : result.graded().marks()) {
                    out.printf(
                        "  %s %s/%s%s %s%n",
                        mark.gradeId(),
                        mark.score(),
                        mark.max(),
                        mark.needsManual() ? "*" : "",
                        mark.comment());
                  }
                  result.graded().remarks().forEach(r -> out.println("  ! " + r));
                  if (System.getenv("OOMLAB_DUMP") != null && result.executed().isPresent()) {
                    Files.write(
                        Path.of(System.getenv("OOMLAB_DUMP"), submission.name() + ".ipynb"),
                        result.executed().get().bytes());
                  }
                  out.flush();
                }
              });
    } finally {
      Files.deleteIfExists(room);
    }
    return 0;
  }

  private static Path exam(Project project) throws IOException {
    return Files.createDirectories(project.state().resolve("exam"));
  }

  /** The path of a Unix socket may not be long (man 7 unix). */
  private static Path room(Project project) throws IOException {
    Path tmp = project.state().resolve("tmp");
    Path place = tmp.toString().length() <= LONGEST_ROOM ? tmp : Path.of("/tmp");
    Path room = Files.createTempDirectory(place, "exam-");
    Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxr-xr-x"));
    return room;
  }
}
