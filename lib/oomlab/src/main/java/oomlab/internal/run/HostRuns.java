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
}
