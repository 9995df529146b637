package oomlab.guest;

import static oomlab.internal.text.Words.english;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Path;
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
import java.util.stream.Stream;
import oomlab.Backend;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.ExperimentException.Interrupted;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Live;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.Run.ClockOffset;
import oomlab.Scenario;
import oomlab.Scenario.Group;
import oomlab.Touch;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.Verdict.GuardLine;
import oomlab.WaitStatus;
import oomlab.guest.GuestObservation.Said;
import oomlab.internal.klog.GuestLogGap;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.run.DeathEvidence;
import oomlab.internal.run.RefusalWords;
import oomlab.internal.run.SourceCompiler;
import oomlab.internal.run.VerdictRule;
import oomlab.internal.text.KernelRelease;
import oomlab.report.LogRecord;

/** One run in a virtual machine. */
final class GuestRunner {
  private static final Pattern EXPECTED = Pattern.compile("expected victim is (\\d{1,9})\\.");
  private static final Pattern REFUSED =
      Pattern.compile("oom: mmap of (\\d{1,18}) bytes refused: .*");

  /** errno.h. */
  private static final int ENOMEM = 12;

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
          words(
              "a guest's program touches memory as page, byte, populate, madvise, huge or mlock, not as %s",
              experiment.touch().name().toLowerCase(Locale.ROOT)));
    }
    long begun = System.nanoTime();
    try {
      GuestObservation seen =
          Guests.ofUser()
              .observe(
                  guest,
                  load(experiment),
                  source(),
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
      throw Interrupted.after(e);
    } catch (GuestException e) {
      throw new ExperimentException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ExperimentException(words("the experiment failed: %s", e.getMessage()), e);
    }
  }

  static Workload load(Experiment experiment) {
    return new Workload(
        experiment.threads(),
        experiment.chunkBytes(),
        experiment.touch().name().toLowerCase(Locale.ROOT),
        experiment.sampleInterval().toNanos() / 1000,
        experiment.timeLimit().toNanos() / 1000,
        program(experiment));
  }

  /** Its words in the guest. */
  private static List<String> program(Experiment experiment) {
    List<String> words = new ArrayList<>();
    experiment.program().map(Experiment.Program::words).ifPresent(words::addAll);
    if (!words.isEmpty()) {
      words.set(0, "/oomlab/program/" + SourceCompiler.programName(Path.of(words.get(0))));
    }
    return words;
  }

  private Optional<Path> source() {
    return experiment.program().map(program -> SourceCompiler.source(program.words().get(0)));
  }

  private Run assemble(GuestObservation seen, Duration took) {
    int pid = expected(seen);
    Backend backend = guest.board().backend();
    OptionalLong limitBytes =
        OptionalLong.of(guest.scenario().group().map(Group::limitBytes).orElse(seen.memoryBytes()));
    Optional<ClockOffset> clock =
        seen.clock()
            .map(
                c ->
                    new ClockOffset(
                        c.logMicros() * 1000 - c.nanos(),
                        c.halfNanos(),
                        later("a line written to the guest's kernel log before the start")));
    return new Run(
        experiment,
        backend,
        new Run.Machine(backend, seen.bootId(), seen.release(), limitBytes),
        new Run.Child(pid, seen.threads(), said(seen), allocations(seen.lines())),
        ending(seen, pid),
        new Run.Timing(Instant.now().minus(took), death(seen), took.toMillis()),
        seen.recording(),
        Run.Log.of(seen.log(), gap(seen), clock),
        Optional.empty());
  }

  private int expected(GuestObservation seen) {
    return seen.lines().stream()
        .map(said -> EXPECTED.matcher(said.text()))
        .filter(Matcher::matches)
        .mapToInt(m -> Integer.parseInt(m.group(1)))
        .findFirst()
        .orElseThrow(
            () ->
                new ExperimentException(
                    words(
                        "the victim did not start in the guest: %s",
                        seen.lines().isEmpty()
                            ? seen.panic().orElseGet(() -> words("it printed nothing"))
                            : seen.lines().get(seen.lines().size() - 1).text())));
  }

  private static Optional<WaitStatus> status(GuestObservation seen) {
    return end(seen)
        .map(said -> ENDED.matcher(said.text()))
        .filter(Matcher::matches)
        .map(
            m -> {
              int number = Integer.parseInt(m.group(2));
              return m.group(1).equals("retcode")
                  ? new WaitStatus.Exited(number)
                  : new WaitStatus.Signaled(number, false);
            });
  }

  /** The line that tells how the victim ended: the last of its kind, for a program may print it. */
  private static Optional<Said> end(GuestObservation seen) {
    return seen.lines().stream()
        .filter(said -> ENDED.matcher(said.text()).matches())
        .reduce((before, last) -> last);
  }

  private Run.Ending ending(GuestObservation seen, int pid) {
    List<KillRecord> kills = KillRecord.scan(seen.log());
    Optional<WaitStatus> status = status(seen);
    if (status.isEmpty()) {
      Evidence panic = new Verdict.ConsoleLine(seen.panic().orElseThrow(() -> vanished(seen)));
      return new Run.Ending(
          status,
          victim(kills, pid),
          new Verdict.Panicked(withEarlier(List.of(panic), kills, pid)));
    }
    Optional<GuardLine> guardLine = guardLine(seen, pid, status.get());
    Verdict verdict = VerdictRule.decide(death(seen, pid, status.get(), kills, guardLine));
    if (verdict instanceof Verdict.Exited exited && exited.evidence().isEmpty()) {
      verdict =
          new Verdict.Exited(
              exited.code(),
              mappingRefused(guest.scenario(), seen.release(), exited.code(), said(seen)));
    }
    return new Run.Ending(
        status,
        guardLine.isPresent() ? OptionalInt.of(pid) : victim(kills, pid),
        verdict instanceof Verdict.OomKilled killed
            ? new Verdict.OomKilled(withEarlier(killed.evidence(), kills, pid))
            : verdict);
  }

  /** Says why an older kernel refused what a newer one grants, if that is what ended the victim. */
  static List<Evidence> mappingRefused(
      Scenario scenario, String release, int code, List<String> lines) {
    boolean guesses =
        KernelRelease.parse(release).filter(r -> !r.atLeast(5, 2)).isPresent()
            && scenario.overcommit() == 0
            && scenario.addressBytes() == 0;
    return guesses && code == ENOMEM
        ? lines.stream()
            .map(REFUSED::matcher)
            .filter(Matcher::matches)
            .limit(1)
            .<Evidence>map(m -> new Verdict.MappingRefused(Long.parseLong(m.group(1)), release))
            .toList()
        : List.of();
  }

  private static ExperimentException vanished(GuestObservation seen) {
    return new ExperimentException(
        words(
            "the guest ended before anybody could say how the victim did; its console ended with: %s",
            seen.console().isEmpty()
                ? words("nothing")
                : seen.console().get(seen.console().size() - 1)));
  }

  private DeathEvidence death(
      GuestObservation seen,
      int pid,
      WaitStatus status,
      List<KillRecord> kills,
      Optional<GuardLine> guardLine) {
    return new DeathEvidence(
        pid,
        status,
        guest.scenario().group().isPresent() ? "lab" : "/",
        guest.scenario().decoys().isEmpty(),
        // The group is the run's own: its counter starts at 0.
        seen.recording().last("memory.events oom_kill"),
        seen.kills(),
        Optional.empty(),
        gap(seen),
        kills,
        seen.limitNanos().isPresent()
            ? Optional.of(new Verdict.TimeOver(experiment.timeLimit()))
            : Optional.empty(),
        guardLine,
        experiment.program().isPresent()
            ? Optional.of(
                new DeathEvidence.ProgramEnd(
                    Optional.empty(), refusal(seen), KillRecord.wholeGroups(seen.log())))
            : Optional.empty());
  }

  private static Optional<Verdict.MemoryRefused> refusal(GuestObservation seen) {
    return seen.lines().stream().flatMap(said -> RefusalWords.in(said.text()).stream()).findFirst();
  }

  private Optional<GuardLine> guardLine(GuestObservation seen, int pid, WaitStatus status) {
    Guard guard = guest.scenario().guard();
    String prefix = guard.label() + ": ";
    return status instanceof WaitStatus.Signaled signaled
        ? seen.lines().stream()
            .filter(said -> said.text().startsWith(prefix))
            .map(
                said ->
                    new GuardLine(
                        guard.label(),
                        Math.round(said.nanos() / 1e6),
                        said.text().substring(prefix.length())))
            .filter(line -> new GuardProgram(guard).kills(line.line(), pid, signaled.signal()))
            .findFirst()
        : Optional.empty();
  }

  /** Whom the kernel killed first. */
  private static List<Evidence> withEarlier(
      List<Evidence> evidence, List<KillRecord> kills, int pid) {
    return Stream.concat(
            evidence.stream(),
            kills.stream()
                .takeWhile(kill -> kill.pid() != pid)
                .map(kill -> new Verdict.EarlierKill(kill.record().text())))
        .toList();
  }

  /** The expected victim if it was killed, else the first that was: a guest runs nothing else. */
  private static OptionalInt victim(List<KillRecord> kills, int pid) {
    return kills.stream()
        .filter(kill -> kill.pid() == pid)
        .findFirst()
        .or(() -> kills.stream().findFirst())
        .stream()
        .mapToInt(KillRecord::pid)
        .findFirst();
  }

  private static List<String> said(GuestObservation seen) {
    return seen.lines().stream().map(Said::text).toList();
  }

  private static List<Allocation> allocations(List<Said> lines) {
    return lines.stream()
        .flatMap(said -> Allocation.parse(said.nanos(), said.text()).stream())
        .toList();
  }

  private static long death(GuestObservation seen) {
    return end(seen).map(Said::nanos).orElse(seen.endNanos());
  }

  /** Why the log has holes; the sequence numbers tell. */
  private static Optional<String> gap(GuestObservation seen) {
    List<LogRecord> log = seen.log();
    for (int i = 1; i < log.size(); i++) {
      long lost = log.get(i).sequence() - log.get(i - 1).sequence() - 1;
      if (lost > 0) {
        return Optional.of(english(GuestLogGap.LOST, lost));
      }
    }
    if (seen.panic().isPresent()) {
      return Optional.of(GuestLogGap.PANICKED);
    }
    // A clock mark was written to the log and read back: an empty rest is no gap.
    return log.isEmpty() && seen.clock().isEmpty()
        ? Optional.of(GuestLogGap.EMPTY)
        : Optional.empty();
  }
}
