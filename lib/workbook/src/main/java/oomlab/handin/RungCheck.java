package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Optional;
import oomlab.Backend;
import oomlab.Run;

/** The machine that the run names is the one that its experiment and its tracks are of. */
final class RungCheck implements Check {
  @Override
  public String subject() {
    return words("the machine it was made on");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    Backend on = run.recordedOn();
    Optional<Backend> guest = run.experiment().guest().map(g -> g.board().backend());
    if (on == Backend.RECORDED) {
      findings.fault(
          "rung", later("The run says that it was made on a recorded run, and none is."));
    } else if (handedIn.onHost() == guest.isPresent()) {
      findings.fault(
          "rung",
          guest.isPresent()
              ? later("The run was made on %s, and its experiment is one in a guest.")
              : later("The run was made on %s, and its experiment is one without a guest."),
          on.label());
    } else if (guest.isPresent() && guest.get() != on) {
      findings.fault(
          "rung",
          later("The run was made on %s, and its experiment is one for %s."),
          on.label(),
          guest.get().label());
    }
    String others = on == Backend.CGROUP_V1 ? "memory.current" : "memory.usage_in_bytes";
    if (handedIn.onHost() && run.recording().track(others).isPresent()) {
      findings.fault(
          "rung",
          later("The run was made on %s, and has the track %s, a file of the other version."),
          on.label(),
          others);
    }
  }
}
