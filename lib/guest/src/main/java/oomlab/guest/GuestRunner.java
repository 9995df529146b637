package oomlab.guest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.Allocation;
import oomlab.Backend;
import oomlab.Board;
import oomlab.ClockOffset;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.Group;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.InterruptedRunException;
import oomlab.Live;
import oomlab.Run;
import oomlab.Touch;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.proc.Track;
import oomlab.internal.run.DeathEvidence;
import oomlab.internal.run.DeathEvidence.GuardLine;
import oomlab.internal.run.HostRunner;
import oomlab.internal.run.RunReport;
import oomlab.internal.run.VerdictRule;
import oomlab.report.LogRecord;
import oomlab.report.OomReports;

/** One run in a virtual machine. */
final class GuestRunner {
  private static final Pattern EXPECTED = Pattern.compile("expected victim is (\\d{1,9})\\.");
  private static final Pattern ENDED = Pattern.compile("victim (signalled|retcode): (\\d{1,3})");

  /** What a guest may take beside its experiment: on a loaded host some boots took a minute. */
  private static final Duration BESIDE = Duration.ofMinutes(1);

  private final Experiment experiment;
  private final Guest guest;
  private final Consumer<Live> live;
  private final Consumer<String> line;

  GuestRunner(Experiment experiment, Guest guest, Consumer<Live> live, Consumer<String> line) {
    this.experiment = experiment;
    this.guest = guest;
    this.live = live;
    this.line = line;
  }

  Run run() {
    if (experiment.touch() == Touch.FILE || experiment.touch() == Touch.SHARED) {
      throw new ExperimentException(
          "a guest's program touches memory as page, byte, populate, madvise, huge or mlock, not as "
              + experiment.touch().name().toLowerCase(Locale.ROOT));
    }
    long begun = System.nanoTime();
    try {
      Observation seen =
          Guests.ofUser()
              .observe(
                  guest,
                  load(experiment),
                  experiment.timeLimit().plus(BESIDE),
                  so ->
                      live.accept(
                          new Live(
                              so.elapsedNanos(),
                              so.recording(),
                              allocations(so.lines()),
                              experiment.limitBytes(),
                              so.phase(),
                              so.console())),
                  line);
      return assemble(seen, Duration.ofNanos(System.nanoTime() - begun));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw InterruptedRunException.after(e);
    } catch (GuestException e) {
      throw new ExperimentException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ExperimentException("the experiment failed: " + e.getMessage(), e);
    }
  }

  static Load load(Experiment experiment) {
    return new Load(
        experiment.threads(),
        experiment.chunkBytes(),
        experiment.touch().name().toLowerCase(Locale.ROOT),
        experiment.sampleInterval().toNanos() / 1000,
        experiment.timeLimit().toNanos() / 1000);
  }

  private Run assemble(Observation seen, Duration took) {
    int pid = expected(seen);
    Optional<WaitStatus> status = status(seen);
    List<LogRecord> log = seen.log();
    Optional<DeathEvidence> clues = status.map(how -> clues(seen, pid, how));
    List<KillRecord> kills = KillRecord.scan(log);
    Optional<KillRecord> own = named(kills, pid);
    Optional<ClockOffset> clock =
        seen.clock()
            .map(
                c ->
                    new ClockOffset(
                        c.logMicros() * 1000 - c.nanos(),
                        c.halfNanos(),
                        "a line written to the guest's kernel log before the start"));
    Backend backend = guest.board() == Board.ARM32 ? Backend.GUEST_ARM32 : Backend.GUEST_X86_64;
    return new Run(
        experiment,
        backend,
        backend,
        Instant.now().minus(took),
        seen.bootId(),
        seen.release(),
        seen.pageBytes(),
        pid,
        clues.flatMap(DeathEvidence::guard).isPresent() ? OptionalInt.of(pid) : victim(kills, pid),
        seen.threads(),
        status,
        verdict(seen, clues, kills, pid),
        seen.lines().stream().map(Observation.Said::text).toList(),
        allocations(seen.lines()),
        seen.recording(),
        HostRunner.peak(seen.recording()),
        OptionalLong.of(guest.scenario().group().map(Group::limitBytes).orElse(seen.memoryBytes())),
        clock,
        own.isPresent() && clock.isPresent()
            ? OptionalLong.of(clock.get().runNanos(own.get().record().micros()))
            : OptionalLong.empty(),
        death(seen),
        log,
        gap(seen, log),
        RunReport.find(log, pid).or(() -> OomReports.parse(log).stream().findFirst()),
        took.toMillis(),
        Optional.empty());
  }

  private int expected(Observation seen) {
    return seen.lines().stream()
        .map(said -> EXPECTED.matcher(said.text()))
        .filter(Matcher::matches)
        .mapToInt(m -> Integer.parseInt(m.group(1)))
        .findFirst()
        .orElseThrow(
            () ->
                new ExperimentException(
                    "the victim did not start in the guest: "
                        + (seen.lines().isEmpty()
                            ? seen.panic().orElse("it printed nothing")
                            : seen.lines().get(seen.lines().size() - 1).text())));
  }

  private static Optional<WaitStatus> status(Observation seen) {
    return seen.lines().stream()
        .map(said -> ENDED.matcher(said.text()))
        .filter(Matcher::matches)
        .<WaitStatus>map(
            m -> {
              int number = Integer.parseInt(m.group(2));
              return m.group(1).equals("retcode")
                  ? new WaitStatus.Exited(number)
                  : new WaitStatus.Signaled(number, false);
            })
        .findFirst();
  }

  private DeathEvidence clues(Observation seen, int pid, WaitStatus status) {
    Optional<GuardLine> line = guardLine(seen, pid, status);
    return new DeathEvidence(
        pid,
        status,
        guest.scenario().group().isPresent() ? "lab" : "/",
        guest.scenario().decoys().isEmpty(),
        groupKills(seen),
        seen.kills(),
        Optional.empty(),
        gap(seen, seen.log()),
        KillRecord.scan(seen.log()),
        seen.limitNanos().isPresent()
            ? Optional.of(HostRunner.timeOver(experiment.timeLimit()))
            : Optional.empty(),
        line);
  }

  /** The group is the run's own: its counter starts at 0. */
  private static OptionalLong groupKills(Observation seen) {
    return seen.recording().track("memory.events oom_kill").stream()
        .mapToLong(Track::last)
        .findFirst();
  }

  private Optional<GuardLine> guardLine(Observation seen, int pid, WaitStatus status) {
    Guard guard = guest.scenario().guard();
    String prefix = guard.label() + ": ";
    return status instanceof WaitStatus.Signaled signaled
        ? seen.lines().stream()
            .filter(said -> said.text().startsWith(prefix))
            .map(
                said ->
                    new GuardLine(
                        guard.label(), said.nanos(), said.text().substring(prefix.length())))
            .filter(line -> guard.kills(line.text(), pid, signaled.signal()))
            .findFirst()
        : Optional.empty();
  }

  private static Verdict verdict(
      Observation seen, Optional<DeathEvidence> clues, List<KillRecord> kills, int pid) {
    if (clues.isPresent()) {
      Verdict verdict = VerdictRule.decide(clues.get());
      return verdict instanceof Verdict.OomKilled killed
          ? new Verdict.OomKilled(withEarlier(killed.evidence(), kills, pid))
          : verdict;
    }
    String panic =
        seen.panic()
            .orElseThrow(
                () ->
                    new ExperimentException(
                        "the guest ended before anybody could say how the victim did; its console ended with: "
                            + (seen.console().isEmpty()
                                ? "nothing"
                                : seen.console().get(seen.console().size() - 1))));
    return new Verdict.Panicked(withEarlier(List.of(new Evidence("console", panic)), kills, pid));
  }

  /** Whom the kernel killed first. */
  private static List<Evidence> withEarlier(
      List<Evidence> evidence, List<KillRecord> kills, int pid) {
    List<Evidence> all = new ArrayList<>(evidence);
    for (KillRecord kill : kills) {
      if (kill.pid() == pid) {
        break;
      }
      all.add(new Evidence("kernel-log", "before that: " + kill.record().text()));
    }
    return List.copyOf(all);
  }

  /** The expected victim if it was killed, else the first that was: a guest runs nothing else. */
  private static OptionalInt victim(List<KillRecord> kills, int pid) {
    return named(kills, pid).or(() -> kills.stream().findFirst()).stream()
        .mapToInt(KillRecord::pid)
        .findFirst();
  }

  private static Optional<KillRecord> named(List<KillRecord> kills, int pid) {
    return kills.stream().filter(kill -> kill.pid() == pid).findFirst();
  }

  private static List<Allocation> allocations(List<Observation.Said> lines) {
    return lines.stream()
        .flatMap(said -> Allocation.parse(said.nanos(), said.text()).stream())
        .toList();
  }

  private static long death(Observation seen) {
    return seen.lines().stream()
        .filter(said -> ENDED.matcher(said.text()).matches())
        .mapToLong(Observation.Said::nanos)
        .findFirst()
        .orElse(seen.endNanos());
  }

  /** Why the log has holes; the sequence numbers tell. */
  private static Optional<String> gap(Observation seen, List<LogRecord> log) {
    for (int i = 1; i < log.size(); i++) {
      long lost = log.get(i).sequence() - log.get(i - 1).sequence() - 1;
      if (lost > 0) {
        return Optional.of("%d records of the guest's kernel log were lost".formatted(lost));
      }
    }
    if (seen.panic().isPresent()) {
      return Optional.of("the guest's kernel panicked: this is what its console showed until then");
    }
    // A clock mark was written to the log and read back: an empty rest is no gap.
    return log.isEmpty() && seen.clock().isEmpty()
        ? Optional.of("the guest's kernel log is empty")
        : Optional.empty();
  }
}
