package oomlab.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import oomlab.grade.GradedSubmission.Status;
import oomlab.sandbox.StudentJvmSettings;

/**
 * Grades the submissions of a class, several at a time, each in a worker process. What this machine
 * could not run, such as for want of memory, is tried once more at the end, one after the other.
 */
public final class ClassGrader {
  private final GradingSlot.Opener slots;

  /**
   * Prepares.
   *
   * @param workerCommand starts Java with the library on its class path, up to the main class
   * @param tempFolder an existing folder with a short path
   * @param isolated whether to isolate students' processes as far as the machine allows
   */
  public ClassGrader(
      Grader grader,
      List<String> workerCommand,
      StudentJvmSettings settings,
      boolean isolated,
      Path tempFolder) {
    List<String> command = List.copyOf(workerCommand);
    this.slots = () -> WorkerSlot.open(grader, command, settings, isolated, tempFolder);
  }

  ClassGrader(GradingSlot.Opener slots) {
    this.slots = slots;
  }

  /** Who learns of results, from any thread, one at a time. */
  public interface Listener {
    /** Says what students' processes are kept from; once, before the first result. */
    void isolation(String statement);

    /** Takes a result; of status {@link Status#NOT_RUN} if this machine could not run it. */
    void graded(Submission submission, Grader.Result result) throws IOException;
  }

  /** A submission that is to be graded, and the key of its result. */
  public record Todo(Submission submission, String key) {}

  /**
   * Grades all of them.
   *
   * @param jobs how many at a time
   * @throws IOException if a result cannot be kept, or this machine can run none at all
   */
  public void grade(List<Todo> todo, int jobs, Listener listener)
      throws IOException, InterruptedException {
    AtomicBoolean opened = new AtomicBoolean();
    List<GradingRound.NotRun> left =
        new GradingRound(slots, todo, listener, false, opened).run(jobs);
    if (left.isEmpty()) {
      return;
    }
    List<Todo> again = left.stream().map(GradingRound.NotRun::todo).toList();
    left = new GradingRound(slots, again, listener, true, opened).run(1);
    if (!opened.get() && !left.isEmpty()) {
      throw new IOException(left.get(0).why());
    }
    for (GradingRound.NotRun each : left) {
      Submission submission = each.todo().submission();
      GradedSubmission none =
          GradedSubmission.without(
              submission.name(), Status.NOT_RUN, each.why(), 0, each.todo().key());
      listener.graded(submission, Grader.Result.without(none));
    }
  }
}
