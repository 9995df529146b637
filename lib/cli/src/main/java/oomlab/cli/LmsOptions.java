package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oomlab.book.Project;
import oomlab.grade.Assignment;
import oomlab.grade.GradeStore;
import oomlab.grade.Gradebook;
import oomlab.grade.GradedSubmission;
import oomlab.grade.Remark;
import oomlab.grade.Submission;
import oomlab.lms.ClassDownload;
import oomlab.lms.Delivery;
import oomlab.lms.GradeTemplate;
import oomlab.lms.LateRule;
import oomlab.lms.LearningPlatform;
import oomlab.lms.LmsException;
import oomlab.lms.ZipLimits;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What {@code oomlab grade} has to do with a learning platform: zips of a class, late days, and
 * what goes back there.
 */
final class LmsOptions implements GradeBooks.More, AutoCloseable {
  @Mixin private final LateOptions late = new LateOptions();

  @Option(
      names = "--export",
      paramLabel = "PLATFORM",
      description = "canvas or moodle: write DIR/PLATFORM.csv, to be imported there.")
  private Optional<String> export = Optional.empty();

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The gradebook (Canvas) or grading worksheet (Moodle) that --export fills in.")
  private Optional<Path> template = Optional.empty();

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The template's column for the grades, where its name does not tell.")
  private Optional<String> column = Optional.empty();

  @Option(
      names = "--rescale",
      description = "Scale the grades if the platform has another maximum.")
  private boolean rescale;

  @Option(
      names = "--feedback-zip",
      paramLabel = "FILE",
      description = "Write the feedback pages into a zip that the platform takes back.")
  private Optional<Path> feedbackZip = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
  private CommandSpec spec;

  private Optional<ClassDownload> download = Optional.empty();
  private Optional<LmsClass> lmsClass = Optional.empty();

  /**
   * Finds submissions, also in zips of a class, and reads what else the options name.
   *
   * @throws IllegalArgumentException as {@link Submission#find} does
   */
  List<Submission> find(List<Path> paths, Assignment assignment, Project project)
      throws IOException {
    feedbackZip
        .map(zip -> zip.toAbsolutePath().getParent())
        .filter(into -> !Files.isDirectory(into))
        .ifPresent(
            into -> {
              throw wrong("--feedback-zip: there is no folder " + into + ".");
            });
    try {
      Optional<LateRule> rule = late.rule();
      Optional<GradeTemplate> grades = template(assignment);
      Map<String, Submission> found = new TreeMap<>();
      Map<String, Delivery> deliveries = new TreeMap<>();
      List<Path> zips = paths.stream().filter(ClassDownload::isZip).toList();
      List<Path> others = paths.stream().filter(path -> !zips.contains(path)).toList();
      if (!others.isEmpty()) {
        for (Submission each : Submission.find(others, assignment.name())) {
          found.put(each.name(), each);
          deliveries.put(each.name(), Delivery.of(each));
        }
      }
      for (Submission each : unzipped(zips, assignment, project)) {
        if (found.put(each.name(), each) != null) {
          throw new IllegalArgumentException(
              "\"%s\" is in a zip and in a folder; give one of them".formatted(each.name()));
        }
      }
      download.ifPresent(each -> deliveries.putAll(each.deliveries()));
      if (rule.isPresent()) {
        late.addTimes(deliveries, rule.get());
      }
      lmsClass = Optional.of(new LmsClass(assignment, deliveries, rule, grades));
      return List.copyOf(found.values());
    } catch (LmsException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private List<Submission> unzipped(List<Path> zips, Assignment assignment, Project project)
      throws LmsException, IOException {
    if (zips.isEmpty()) {
      return List.of();
    }
    Path temp = project.state().resolve("tmp");
    ClassDownload opened = ClassDownload.open(zips, assignment.name(), ZipLimits.CLASS, temp);
    download = Optional.of(opened);
    opened.notes().forEach(this::loud);
    return opened.submissions();
  }

  private Optional<GradeTemplate> template(Assignment assignment) throws LmsException, IOException {
    if (export.isPresent() != template.isPresent()) {
      throw wrong("--export PLATFORM and --template FILE need each other.");
    }
    if (export.isEmpty()) {
      return Optional.empty();
    }
    String name = export.get().toLowerCase(Locale.ROOT);
    if (!name.equals("canvas") && !name.equals("moodle")) {
      throw wrong("--export " + export.get() + ": it takes canvas or moodle.");
    }
    Path file = template.orElseThrow();
    return Optional.of(
        GradeTemplate.read(
            String.valueOf(file.getFileName()),
            LateOptions.read(spec, file),
            LearningPlatform.valueOf(name.toUpperCase(Locale.ROOT)),
            column,
            List.of(assignment.name(), assignment.title()),
            LmsClass.max(assignment),
            rescale));
  }

  /**
   * Writes what goes back to the platform.
   *
   * @param finished what has been graded, with all that was remarked
   */
  void write(GradeStore store, List<GradedSubmission> finished) throws IOException {
    LmsClass done = lmsClass.orElseThrow();
    List<String> said = new ArrayList<>(done.unknownTimes(finished));
    Optional<GradeTemplate.Filled> filled = done.fill(finished);
    if (filled.isPresent()) {
      String file = export.orElseThrow().toLowerCase(Locale.ROOT) + ".csv";
      store.write(file, filled.get().csv());
      filled.get().sentences().forEach(each -> said.add("--export: " + each));
      said.add("Grades in %s: %d.".formatted(store.dir().resolve(file), filled.get().rows()));
    }
    if (feedbackZip.isPresent()) {
      int pages = done.feedback(store.dir(), feedbackZip.get(), finished);
      said.add("Feedback pages in %s: %d.".formatted(feedbackZip.get(), pages));
    }
    said.forEach(this::loud);
  }

  @Override
  public List<Remark> remarks(GradedSubmission graded) {
    return lmsClass.map(each -> each.remarks(graded)).orElse(List.of());
  }

  @Override
  public List<Gradebook.Column> columns() {
    return lmsClass.map(LmsClass::columns).orElse(List.of());
  }

  private void loud(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  @Override
  public void close() throws IOException {
    if (download.isPresent()) {
      download.get().close();
    }
  }
}
