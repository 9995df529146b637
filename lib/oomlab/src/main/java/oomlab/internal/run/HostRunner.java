package oomlab.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import oomlab.Backend;
import oomlab.ClockOffset;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.InterruptedRunException;
import oomlab.Live;
import oomlab.Run;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.Place;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.NativeAccessException;
import oomlab.internal.posix.Signal;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.Sampler;
import oomlab.internal.proc.Track;
import oomlab.report.LogRecord;

/** One run, from the search for a place to the verdict. */
public final class HostRunner {
  private static final long LIVE_MILLIS = 200;
  private static final long RECORD_WAIT_MILLIS = 1000;
  private static final long SILENCE_WAIT_MILLIS = 100;

  private final Experiment experiment;
  private final RunDependencies means;
  private final Consumer<Live> live;
  private final Consumer<String> line;
  private final Set<Integer> strangers = new LinkedHashSet<>();
  private Optional<String> ended = Optional.empty();

  HostRunner(
      Experiment experiment, RunDependencies means, Consumer<Live> live, Consumer<String> line) {
    this.experiment = experiment;
    this.means = means;
    this.live = live;
    this.line = line;
  }

  public Run run() {
    long begun = System.nanoTime();
    try {
      Place place = ContainedChild.place(means.root());
      try (KernelWatch kernel = means.log().apply(means.root());
          ContainedChild arena =
              ContainedChild.open(place, means.root(), experiment, means.command())) {
        return observe(arena, kernel, begun);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw InterruptedRunException.after(e);
    } catch (IOException e) {
      throw new ExperimentException("the experiment failed: " + e.getMessage(), e);
    } catch (NativeAccessException e) {
      throw new ExperimentException(String.valueOf(e.getMessage()), e);
    }
  }

  private Run observe(ContainedChild arena, KernelWatch kernel, long begun)
      throws IOException, InterruptedException {
    MemoryCgroup group = arena.group();
    int pid = arena.child().pid();
    long limitBytes = group.limitBytes().orElseThrow(() -> new IOException(group + ": no limit"));
    OptionalLong groupBefore = kills(group);
    OptionalLong machineBefore = Gauges.machineKills(means.root());
    means.beforeGo().accept(group);
    long origin = System.nanoTime();
    Transcript transcript = new Transcript(origin, line);
    transcript.say("expected victim is " + pid + ".");
    transcript.follow(arena.child().stdout(), arena.child().stderr());
    try (Gauges gauges = Gauges.open(group)) {
      Sampler sampler =
          Sampler.start(
              means.root().resolve("proc"), pid, origin, experiment.sampleInterval(), gauges.all());
      Optional<Recording> stopped = Optional.empty();
      try {
        Instant startedAt = Instant.now();
        go(arena);
        WaitStatus status = waitFor(arena, sampler, transcript, kernel, origin, limitBytes);
        long deathNanos = System.nanoTime() - origin;
        Recording recording = sampler.stop();
        stopped = Optional.of(recording);
        transcript.finish();
        OptionalLong groupKills = grown(groupBefore, kills(group));
        boolean expectRecord = groupKills.orElse(0) > 0;
        kernel.awaitKillOf(pid, expectRecord ? RECORD_WAIT_MILLIS : SILENCE_WAIT_MILLIS);
        DeathEvidence clues =
            new DeathEvidence(
                pid,
                status,
                group.name(),
                strangers.isEmpty(),
                groupKills,
                grown(machineBefore, Gauges.machineKills(means.root())),
                kernel.problem(),
                kernel.gap(),
                kernel.kills(),
                ended,
                Optional.empty());
        refuseFalseStart(status, transcript);
        finishTranscript(status, transcript);
        arena.close();
        return assemble(
            clues,
            arena,
            kernel,
            recording,
            sampler.threadIds(),
            transcript,
            startedAt,
            origin,
            deathNanos,
            limitBytes,
            begun);
      } finally {
        if (stopped.isEmpty()) {
          Recording ignored = sampler.stop();
        }
      }
    }
  }

  private static void go(ContainedChild arena) throws IOException {
    try {
      arena.child().stdin().write("go\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      // The child ended before its start: what it said and how it ended tells more than EPIPE.
      if (arena.child().status().isEmpty()) {
        throw gone;
      }
    }
  }

  private WaitStatus waitFor(
      ContainedChild arena,
      Sampler sampler,
      Transcript transcript,
      KernelWatch kernel,
      long origin,
      long limitBytes)
      throws IOException, InterruptedException {
    long limitNanos = experiment.timeLimit().toNanos();
    while (true) {
      long left = limitNanos - (System.nanoTime() - origin);
      long sliceNanos =
          ended.isPresent() ? LIVE_MILLIS * 1_000_000 : Math.min(LIVE_MILLIS * 1_000_000, left);
      Optional<WaitStatus> status = arena.child().await(Duration.ofNanos(Math.max(sliceNanos, 1)));
      if (status.isPresent()) {
        return status.get();
      }
      lookForStrangers(arena);
      kernel.poll();
      long elapsed = System.nanoTime() - origin;
      if (elapsed >= limitNanos && ended.isEmpty()) {
        ended = Optional.of(timeOver(experiment.timeLimit()));
        arena.child().signal(Signal.SIGKILL);
      }
      live.accept(
          new Live(
              elapsed,
              sampler.snapshot(),
              transcript.allocations(),
              limitBytes,
              "the victim runs",
              List.of()));
    }
  }

  public static String timeOver(Duration limit) {
    return String.format(
        Locale.ROOT, "oomlab killed it: the time limit of %.1f s was over", limit.toNanos() / 1e9);
  }

  private void lookForStrangers(ContainedChild arena) throws IOException {
    for (int member : arena.group().members()) {
      if (member != arena.child().pid()) {
        strangers.add(member);
      }
    }
  }

  private OptionalLong kills(MemoryCgroup group) throws IOException {
    return means.counter() ? group.oomKills() : OptionalLong.empty();
  }

  private static OptionalLong grown(OptionalLong before, OptionalLong after) {
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }

  // The java launcher ends with 1 when there is no JVM, and our main with 1 on a failure of its
  // own.
  private static void refuseFalseStart(WaitStatus status, Transcript transcript) {
    if (status instanceof WaitStatus.Exited exited
        && (exited.code() == 1 || exited.code() == 2)
        && transcript.allocations().isEmpty()) {
      throw new ExperimentException(
          "the child ended with %d before it allocated anything: %s"
              .formatted(
                  exited.code(),
                  transcript.errors().isEmpty() ? "it said nothing" : transcript.errors()));
    }
  }

  private static void finishTranscript(WaitStatus status, Transcript transcript) {
    if (status instanceof WaitStatus.Exited && !transcript.errors().isEmpty()) {
      transcript.say(transcript.errors());
    }
    transcript.say(status.toString());
  }

  private Run assemble(
      DeathEvidence clues,
      ContainedChild arena,
      KernelWatch kernel,
      Recording recording,
      List<Integer> threadIds,
      Transcript transcript,
      Instant startedAt,
      long origin,
      long deathNanos,
      long limitBytes,
      long begun)
      throws IOException {
    Optional<KillRecord> own = clues.own();
    int samples = recording.series().size();
    long lastAlive = samples == 0 ? 0 : recording.series().nanos(samples - 1);
    Optional<ClockOffset> clock = kernel.clock(origin, own, lastAlive, deathNanos);
    Backend backend = arena.group().version() == 1 ? Backend.CGROUP_V1 : Backend.CGROUP_V2;
    List<LogRecord> log = kernel.records();
    return new Run(
        experiment,
        backend,
        backend,
        startedAt,
        proc("random/boot_id"),
        proc("osrelease"),
        recording.series().pageBytes(),
        clues.pid(),
        victim(clues),
        threadIds,
        Optional.of(clues.status()),
        VerdictRule.decide(clues),
        transcript.lines(),
        transcript.allocations(),
        recording,
        peak(recording),
        OptionalLong.of(limitBytes),
        clock,
        own.isPresent() && clock.isPresent()
            ? OptionalLong.of(clock.get().runNanos(own.get().record().micros()))
            : OptionalLong.empty(),
        deathNanos,
        log,
        kernel.problem().or(kernel::gap),
        RunReport.find(log, clues.pid()),
        (System.nanoTime() - begun) / 1_000_000,
        Optional.empty());
  }

  static OptionalInt victim(DeathEvidence clues) {
    List<KillRecord> named = new ArrayList<>(clues.own().stream().toList());
    named.addAll(clues.others());
    return named.isEmpty() ? OptionalInt.empty() : OptionalInt.of(named.get(0).pid());
  }

  public static OptionalLong peak(Recording recording) {
    Optional<Track> hwm = recording.track("VmHWM").filter(t -> t.size() > 0);
    return hwm.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(hwm.get().values()[hwm.get().size() - 1]);
  }

  private String proc(String name) throws IOException {
    Path file = means.root().resolve("proc/sys/kernel").resolve(name);
    return Files.readString(file).strip();
  }
}
