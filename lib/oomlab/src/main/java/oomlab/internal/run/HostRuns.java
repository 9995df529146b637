package oomlab.internal.run;

import java.util.function.Consumer;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.Run;

/** Makes runs in a memory cgroup of this machine. */
public final class HostRuns implements Experiment.Runner {
  @Override
  public boolean makes(Experiment experiment) {
    return experiment.guest().isEmpty();
  }

  @Override
  public Run run(Experiment experiment, Consumer<Live> listener, Consumer<String> line) {
    return new HostRunner(experiment, RunDependencies.real(experiment), listener, line).run();
  }

  /**
   * Makes the run of a program, whose input and output are this process's.
   *
   * @param line gets the lines that are not the program's
   */
  public static Run run(
      Experiment experiment,
      Consumer<Live> listener,
      Consumer<String> line,
      ProgramStreams streams) {
    RunDependencies own = RunDependencies.real(experiment).withStreams(streams);
    return new HostRunner(experiment, own, listener, line).run();
  }
}
