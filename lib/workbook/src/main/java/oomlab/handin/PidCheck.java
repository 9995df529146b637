package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

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
    return words("process ids, everywhere");
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
          said.isEmpty()
              ? later("The run's process is %d, and the terminal says: nothing of it.")
              : later("The run's process is %d, and the terminal says: %s"),
          pid,
          String.join(" ", said));
    }
    List<Integer> threads = run.threadIds();
    if (!threads.isEmpty() && !threads.contains(pid)) {
      findings.fault(
          "pid",
          later("Process %d is not among its own threads, which begin with %d."),
          pid,
          threads.get(0));
    }
    if (new HashSet<>(threads).size() != threads.size()) {
      findings.fault("pid", later("The same thread id stands twice among the %d."), threads.size());
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
          victim.isPresent()
              ? later(
                  "The kernel's log says that it killed process %d, and the run names process %d.")
              : later(
                  "The kernel's log says that it killed process %d, and the run names no victim."),
          run.expectedVictim(),
          victim.orElse(0));
    }
    if (own.isEmpty()
        && victim.isPresent()
        && !(run.verdict() instanceof Verdict.GuardKilled)
        && !killed.contains(victim.getAsInt())) {
      findings.fault(
          "victim",
          killed.isEmpty()
              ? later("The run names process %d as the victim, and the kernel's log no kill.")
              : later(
                  "The run names process %d as the victim, and the kernel's log the processes %s."),
          victim.getAsInt(),
          killed);
    }
  }
}
