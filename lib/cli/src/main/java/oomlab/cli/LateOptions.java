package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.lms.Delivery;
import oomlab.lms.LateRule;
import oomlab.lms.LmsException;
import oomlab.lms.SubmissionTimes;
import oomlab.lms.Timestamps;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code oomlab grade} for late days. */
final class LateOptions {
  @Option(
      names = "--due",
      paramLabel = "TIME",
      description =
          "When it was due, such as 2026-03-01T23:59+01:00 or 2026-03-01T23:59[Europe/Berlin]."
              + " gradebook.csv gets late days, penalty and score; points stay as they are.")
  private Optional<String> due = Optional.empty();

  @Option(
      names = "--late-penalty",
      paramLabel = "POINTS",
      description = "What each late day that has begun costs: points, or a share such as 10%%.")
  private Optional<String> latePenalty = Optional.empty();

  @Option(
      names = "--late-grace",
      paramLabel = "MINUTES",
      description = "Late by so much is in time, and each late day ends so much later.")
  private Optional<Integer> lateGrace = Optional.empty();

  @Option(
      names = "--late-max-days",
      paramLabel = "N",
      description = "Accept N late days; what comes later loses all its points.")
  private Optional<Integer> lateMaxDays = Optional.empty();

  @Option(
      names = "--times",
      paramLabel = "FILE",
      description =
          "When students handed in: a CSV with the columns student and time, or Moodle's"
              + " grading worksheet. Without it only"
              + " nbgrader's timestamp.txt and Canvas' mark LATE tell.")
  private Optional<Path> times = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
  private CommandSpec spec;

  /**
   * Returns what a late submission costs; empty without a due time.
   *
   * @throws LmsException if an option's value is none
   */
  Optional<LateRule> rule() throws LmsException {
    boolean late = latePenalty.isPresent() || lateGrace.isPresent() || lateMaxDays.isPresent();
    if (due.isEmpty() && (late || times.isPresent())) {
      throw wrong("late days count from --due: say when the assignment was due.");
    }
    if (lateGrace.orElse(0) < 0 || lateMaxDays.orElse(0) < 0) {
      throw wrong("--late-grace and --late-max-days are 0 or more.");
    }
    return due.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LateRule(
                Timestamps.due(due.get()),
                latePenalty.isEmpty() ? LateRule.Cost.NONE : LateRule.Cost.parse(latePenalty.get()),
                Duration.ofMinutes(lateGrace.orElse(0)),
                lateMaxDays.map(OptionalInt::of).orElse(OptionalInt.empty())));
  }

  /**
   * Adds the times of the table that {@code --times} names.
   *
   * @throws LmsException if it is no such table
   */
  void addTimes(Map<String, Delivery> deliveries, LateRule rule) throws LmsException, IOException {
    if (times.isEmpty()) {
      return;
    }
    SubmissionTimes.Read read =
        SubmissionTimes.parse(
            String.valueOf(times.get().getFileName()),
            read(spec, times.get()),
            new ArrayList<>(deliveries.values()),
            rule.due().getZone());
    read.byName().forEach((name, time) -> deliveries.computeIfPresent(name, (n, d) -> d.at(time)));
    PrintWriter err = spec.commandLine().getErr();
    read.unknown().forEach(each -> err.println("--times: \"" + each + "\" fits no submission."));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** Returns a file's bytes; a parameter that names no file is a wrong one. */
  static byte[] read(CommandSpec spec, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(spec.commandLine(), file + " is no file.");
    }
    return Files.readAllBytes(file);
  }
}
