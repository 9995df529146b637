package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Locale;
import java.util.OptionalLong;
import oomlab.Bytes;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.Scenario.Group;

/**
 * Limit, threads and chunk are those of the seed, on whichever machine the run was made; and the
 * limit that held is the one that was asked for.
 */
final class ParameterCheck implements Check {
  @Override
  public String subject() {
    return words("limit, threads, chunks against the seed");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Experiment asked = handedIn.expected();
    Experiment made = handedIn.run().experiment();
    if (made.wholeMachine()) {
      findings.remark(
          "whole-machine",
          later(
              "The run was made in a guest without a memory cgroup: its limit is the guest's memory, %s,"
                  + " and not the %s of the seed."),
          Bytes.text(made.limitBytes()),
          Bytes.text(asked.limitBytes()));
    } else if (made.limitBytes() != asked.limitBytes()) {
      findings.fault(
          "limit",
          later("The run was made with a limit of %s, and the seed asks for %s."),
          Bytes.text(made.limitBytes()),
          Bytes.text(asked.limitBytes()));
    }
    if (made.threads() != asked.threads()) {
      findings.fault(
          "threads",
          later("The run was made with %d threads, and the seed asks for %d."),
          made.threads(),
          asked.threads());
    }
    if (made.chunkBytes() != asked.chunkBytes()) {
      findings.fault(
          "chunk",
          later("The run was made with chunks of %s, and the seed asks for %s."),
          Bytes.text(made.chunkBytes()),
          Bytes.text(asked.chunkBytes()));
    }
    if (made.touch() != asked.touch() || (!made.wholeMachine() && made.swap() != asked.swap())) {
      findings.fault(
          "touch",
          later("The run touched memory as %s, and the task asks for %s."),
          touch(made),
          touch(asked));
    }
    limitHeld(handedIn, findings);
  }

  private static void limitHeld(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    Experiment made = run.experiment();
    if (run.limitBytes().isEmpty()) {
      return;
    }
    long held = run.limitBytes().getAsLong();
    if (made.wholeMachine()) {
      // MemTotal is what the kernel manages: less than the machine has.
      if (held > made.limitBytes() || held < made.limitBytes() / 2) {
        findings.fault(
            "limit-held",
            later("The guest has %s of memory, and its kernel is said to manage %s."),
            Bytes.text(made.limitBytes()),
            Bytes.text(held));
      }
      return;
    }
    long whole = made.limitBytes() / handedIn.pageBytes() * handedIn.pageBytes();
    OptionalLong group =
        made.guest().flatMap(g -> g.scenario().group()).map(Group::limitBytes).stream()
            .mapToLong(bytes -> bytes)
            .findFirst();
    if (held != whole && held != made.limitBytes()) {
      findings.fault(
          "limit-held",
          later("A limit of %d bytes was asked for, and %d bytes were read back from the cgroup."),
          made.limitBytes(),
          held);
    } else if (group.isPresent() && group.getAsLong() != made.limitBytes()) {
      findings.fault(
          "limit-held",
          later(
              "The experiment's limit is %d bytes, and the one of the group in its guest %d bytes."),
          made.limitBytes(),
          group.getAsLong());
    }
  }

  private static String touch(Experiment experiment) {
    return words(
        experiment.swap() ? "%s with swap" : "%s without swap",
        experiment.touch().name().toLowerCase(Locale.ROOT));
  }
}
