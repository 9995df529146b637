package oomlab.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import oomlab.Backend;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.ExperimentException.Interrupted;
import oomlab.Live;
import oomlab.Recording;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.WaitStatus;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.Place;
import oomlab.internal.posix.NativeAccessException;
import oomlab.internal.posix.Signal;
import oomlab.internal.proc.Proc;
import oomlab.internal.proc.Sampler;

/** One run, from the search for a place to the verdict. */
public final class HostRunner {
  private static final long LIVE_MILLIS = 200;
  private static final long RECORD_WAIT_MILLIS = 1000;
  private static final long SILENCE_WAIT_MILLIS = 100;

  private final Experiment experiment;
  private final RunDependencies dependencies;
  private final Consumer<Live> live;
  private final Consumer<String> line;
  private final Set<Integer> strangers = new LinkedHashSet<>();
  private Optional<Verdict.TimeOver> timeOver = Optional.empty();

  HostRunner(
      Experiment experiment,
      RunDependencies dependencies,
      Consumer<Live> live,
      Consumer<String> line) {
    this.experiment = experiment;
    this.dependencies = dependencies;
    this.live = live;
    this.line = line;
  }

  public Run run() {
    long begun = System.nanoTime();
    try {
      Place place = ContainedChild.place(dependencies.root());
      try (KernelWatch kernel = dependencies.log().apply(dependencies.root());
          ContainedChild contained =
              ContainedChild.open(place, dependencies.root(), experiment, dependencies.command())) {
        return observe(contained, kernel, begun);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interrupted.after(e);
    } catch (IOException e) {
      throw new ExperimentException("the experiment failed: " + e.getMessage(), e);
    } catch (NativeAccessException e) {
      throw new ExperimentException(String.valueOf(e.getMessage()), e);
    }
  }

  private Run observe(ContainedChild contained, KernelWatch kernel, long begun)
      throws IOException, InterruptedException {
    MemoryCgroup group = contained.group();
    int pid = contained.child().pid();
    long limitBytes = group.limitBytes().orElseThrow(() -> new IOException(group + ": no limit"));
    OptionalLong groupBefore = kills(group);
    OptionalLong machineBefore = Proc.oomKills(dependencies.root().resolve("proc"));
    dependencies.beforeGo().accept(group);
    long origin = System.nanoTime();
    Transcript transcript = new Transcript(origin, line);
    transcript.say("expected victim is " + pid + ".");
    transcript.follow(contained.child().stdout(), contained.child().stderr());
    try (Sampler sampler =
        Sampler.start(
            dependencies.root().resolve("proc"),
            pid,
            origin,
            experiment.sampleInterval(),
            List.of(group.usageFile()))) {
      Instant startedAt = Instant.now();
      go(contained);
      WaitStatus status = waitFor(contained, sampler, transcript, kernel, origin, limitBytes);
      long deathNanos = System.nanoTime() - origin;
      Recording recording = sampler.stop();
      transcript.finish();
      OptionalLong groupKills = grown(groupBefore, kills(group));
      boolean expectRecord = groupKills.orElse(0) > 0;
      kernel.awaitKillOf(pid, expectRecord ? RECORD_WAIT_MILLIS : SILENCE_WAIT_MILLIS);
      DeathEvidence death =
          new DeathEvidence(
              pid,
              status,
              group.name(),
              strangers.isEmpty(),
              groupKills,
              grown(machineBefore, Proc.oomKills(dependencies.root().resolve("proc"))),
              kernel.problem(),
              kernel.gap(),
              kernel.kills(),
              timeOver,
              Optional.empty());
      refuseFalseStart(status, transcript);
      finishTranscript(status, transcript);
      contained.close();
      Backend backend = group.version() == 1 ? Backend.CGROUP_V1 : Backend.CGROUP_V2;
      return new Run(
          experiment,
          backend,
          new Run.Machine(
              backend, proc("random/boot_id"), proc("osrelease"), OptionalLong.of(limitBytes)),
          new Run.Child(pid, sampler.threadIds(), transcript.lines(), transcript.allocations()),
          death.ending(),
          new Run.Timing(startedAt, deathNanos, (System.nanoTime() - begun) / 1_000_000),
          recording,
          kernel.log(origin, death.own(), lastAlive(recording.series()), deathNanos),
          Optional.empty());
    }
  }

  private static long lastAlive(Series series) {
    return series.size() == 0 ? 0 : series.nanos(series.size() - 1);
  }

  private static void go(ContainedChild contained) throws IOException {
    try {
      contained.child().stdin().write("go\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      // The child ended before its start: what it said and how it ended tells more than EPIPE.
      if (contained.child().status().isEmpty()) {
        throw gone;
      }
    }
  }

  private WaitStatus waitFor(
      ContainedChild contained,
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
          timeOver.isPresent() ? LIVE_MILLIS * 1_000_000 : Math.min(LIVE_MILLIS * 1_000_000, left);
      Optional<WaitStatus> status =
          contained.child().await(Duration.ofNanos(Math.max(sliceNanos, 1)));
      if (status.isPresent()) {
        return status.get();
      }
      lookForStrangers(contained);
      kernel.poll();
      long elapsed = System.nanoTime() - origin;
      if (elapsed >= limitNanos && timeOver.isEmpty()) {
        timeOver = Optional.of(new Verdict.TimeOver(experiment.timeLimit()));
        contained.child().signal(Signal.SIGKILL);
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

  private void lookForStrangers(ContainedChild contained) throws IOException {
    for (int member : contained.group().members()) {
      if (member != contained.child().pid()) {
        strangers.add(member);
      }
    }
  }

  private OptionalLong kills(MemoryCgroup group) throws IOException {
    return dependencies.counter() ? group.oomKills() : OptionalLong.empty();
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

  private String proc(String name) throws IOException {
    Path file = dependencies.root().resolve("proc/sys/kernel").resolve(name);
    return Files.readString(file).strip();
  }
}
