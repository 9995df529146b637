package oomlab.sandbox;

import java.util.List;
import java.util.stream.Collectors;
import oomlab.WaitStatus;
import oomlab.internal.posix.Signal;
import oomlab.internal.text.Words;

/**
 * How a sandboxed process ended.
 *
 * @param status exit code or signal; of an isolated process a code above 128 is told as the signal
 *     that a shell means by it, because nothing else gets out of a process namespace
 * @param limits which of its limits it ran into, the one it was killed for first
 * @param killed whether the grader ended it, for a limit or because it was no longer needed
 * @param words both in words, such as {@code killed at its limit of time, 2.0 s}
 */
public record ProcessEnding(WaitStatus status, List<Limit> limits, boolean killed, String words) {
  static ProcessEnding of(
      WaitStatus status,
      boolean isolated,
      List<Limit> limitsHit,
      boolean killed,
      SandboxLimits limits) {
    WaitStatus told = isolated ? told(status, killed) : status;
    return new ProcessEnding(
        told, List.copyOf(limitsHit), killed, words(told, limitsHit, killed, limits));
  }

  private static WaitStatus told(WaitStatus status, boolean killed) {
    if (killed) {
      return new WaitStatus.Signaled(Signal.SIGKILL.number(), false); // unshare says 1 then
    }
    return status instanceof WaitStatus.Exited exited && exited.code() > 128
        ? new WaitStatus.Signaled(exited.code() - 128, false)
        : status;
  }

  private static String words(
      WaitStatus status, List<Limit> limitsHit, boolean killed, SandboxLimits limits) {
    String end =
        status instanceof WaitStatus.Exited exited
            ? Words.words("ended with exit code %d", exited.code())
            : Words.words("ended by %s", Signal.name(((WaitStatus.Signaled) status).signal()));
    if (limitsHit.isEmpty()) {
      return killed ? Words.words("ended by the grader") : end;
    }
    String which =
        limitsHit.stream().map(limits::words).collect(Collectors.joining(Words.words("; of ")));
    return killed
        ? Words.words("killed at its limit of %s", which)
        : Words.words("%s after reaching its limit of %s", end, which);
  }
}
