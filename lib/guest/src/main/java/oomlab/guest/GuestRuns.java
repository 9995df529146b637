package oomlab.guest;

import java.util.Optional;
import java.util.function.Consumer;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.Run;

/** Makes runs in virtual machines. */
public final class GuestRuns implements Experiment.Runner {
  @Override
  public boolean makes(Experiment experiment) {
    return experiment.guest().isPresent();
  }

  @Override
  public Run run(Experiment experiment, Consumer<Live> listener, Consumer<String> line) {
    return new GuestRunner(experiment, experiment.guest().orElseThrow(), listener, line).run();
  }

  @Override
  public Optional<String> script(Experiment experiment) {
    return experiment.guest().map(guest -> Guests.script(guest, GuestRunner.load(experiment)));
  }
}
