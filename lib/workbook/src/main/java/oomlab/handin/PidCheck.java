package oomlab.handin;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.internal.klog.KillRecord;

/**
 * The victim is the same process in the terminal, the threads, the kernel's log and the verdict.
 */
final class PidCheck implements Check {
  private static final String EXPECTED = "expected victim is ";

  @Override
  public String subject() {
    return "process ids, everywhere";
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    int pid = run.expectedVictim();
    List<String> said =
        run.terminal().stream().filter(line -> line.startsWith(EXPECTED)).distinct().toList();
    if (!said.equals(List.of(EXPECTED + pid + "."))) {
      findings.fault(
          "pid",
          "The run's process is %d, and the terminal says: %s",
          pid,
          said.isEmpty() ? "nothing of it." : String.join(" ", said));
    }
    List<Integer> threads = run.threadIds();
    if (!threads.isEmpty() && !threads.contains(pid)) {
      findings.fault(
          "pid",
          "Process %d is not among its own threads, which begin with %d.",
          pid,
          threads.get(0));
    }
    if (new HashSet<>(threads).size() != threads.size()) {
      findings.fault("pid", "The same thread id stands twice among the %d.", threads.size());
    }
    victim(handedIn, findings);
  }

  private static void victim(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    OptionalInt victim = run.victim();
    Optional<KillRecord> own = handedIn.ownKill();
    List<Integer> killed =
        KillRecord.scan(run.kernelLog()).stream().map(KillRecord::pid).distinct().toList();
    if (own.isPresent() && (victim.isEmpty() || victim.getAsInt() != run.expectedVictim())) {
      findings.fault(
          "victim",
          "The kernel's log says that it killed process %d, and the run names %s.",
          run.expectedVictim(),
          victim.isPresent() ? "process " + victim.getAsInt() : "no victim");
    }
    if (own.isEmpty()
        && victim.isPresent()
        && !(run.verdict() instanceof Verdict.GuardKilled)
        && !killed.contains(victim.getAsInt())) {
      findings.fault(
          "victim",
          "The run names process %d as the victim, and the kernel's log %s.",
          victim.getAsInt(),
          killed.isEmpty() ? "no kill" : "the processes " + killed);
    }
  }
}
