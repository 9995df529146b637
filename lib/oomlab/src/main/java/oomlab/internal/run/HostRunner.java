package oomlab.internal.run;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Collectors;
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
import oomlab.internal.proc.Gauges;
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
      experiment.program().ifPresent(ProgramLaunch::check);
      Place place = ContainedChild.place(dependencies.root());
      try (KernelWatch kernel = dependencies.log().apply(dependencies.root());
          ContainedChild contained =
              ContainedChild.open(
                  place,
                  dependencies.root(),
                  experiment,
                  dependencies.command(),
                  dependencies.streams().isPresent())) {
        return observe(contained, kernel, begun);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interrupted.after(e);
    } catch (IOException | UncheckedIOException e) {
      throw new ExperimentException(
          words("the experiment failed: %s", String.valueOf(e.getMessage())), e);
    } catch (NativeAccessException e) {
      throw new ExperimentException(String.valueOf(e.getMessage()), e);
    }
  }

  private Run observe(ContainedChild contained, KernelWatch kernel, long begun)
      throws IOException, InterruptedException {
    MemoryCgroup group = contained.group();
    int pid = contained.child().pid();
    long limitBytes =
        group.limitBytes().orElseThrow(() -> new IOException(words("%s: no limit", group)));
    OptionalLong groupBefore = kills(group);
    OptionalLong machineBefore = Proc.oomKills(dependencies.root().resolve("proc"));
    dependencies.beforeGo().accept(group);
    long origin = System.nanoTime();
    Transcript transcript = new Transcript(origin, line);
    transcript.say("expected victim is " + pid + ".");
    follow(contained, transcript);
    try (Sampler sampler =
        Sampler.start(
            dependencies.root().resolve("proc"),
            pid,
            origin,
            experiment.sampleInterval(),
            isProgram()
                ? GroupFacts.gauges(group, pid, limitBytes)
                : Gauges.of(List.of(group.usageFile())))) {
      Instant startedAt = Instant.now();
      go(contained);
      WaitStatus status = waitFor(contained, sampler, transcript, kernel, origin, limitBytes);
      long deathNanos = System.nanoTime() - origin;
      Recording sampled = sampler.stop();
      boolean begunProgram = isProgram() && !command(pid).equals(ContainedChild.START);
      if (isProgram()) {
        endOthers(group, transcript);
      }
      transcript.finish();
      Recording recording =
          GroupFacts.added(sampled, group, System.nanoTime() - origin, isProgram());
      OptionalLong groupKills = grown(groupBefore, kills(group));
      long counted = groupKills.orElse(0);
      kernel.awaitKillOf(
          pid, group.name(), counted, counted > 0 ? RECORD_WAIT_MILLIS : SILENCE_WAIT_MILLIS);
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
              Optional.empty(),
              isProgram()
                  ? Optional.of(programEnd(begunProgram, transcript, kernel))
                  : Optional.empty());
      if (isProgram()) {
        refuseWrongProgram(begunProgram, recording, status, transcript);
      } else {
        refuseFalseStart(status, transcript);
      }
      finishTranscript(status, transcript);
      contained.close();
      Backend backend = group.version() == 1 ? Backend.CGROUP_V1 : Backend.CGROUP_V2;
      return new Run(
          experiment,
          backend,
          new Run.Machine(
              backend,
              proc("random/boot_id"),
              proc("osrelease"),
              OptionalLong.of(limitBytes),
              isProgram() ? Optional.of(proc("hostname")) : Optional.empty()),
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

  private boolean isProgram() {
    return experiment.program().isPresent();
  }

  // Our own child begins at once and waits for its go; a program begins when it is watched.
  private void follow(ContainedChild contained, Transcript transcript) throws IOException {
    if (isProgram()) {
      contained.child().stdin().close();
      transcript.follow(
          contained.child().stdout(), contained.child().stderr(), dependencies.streams());
    } else {
      contained.child().openGate();
      transcript.follow(contained.child().stdout(), contained.child().stderr());
    }
  }

  /** The name of a process's program; also that of one which has ended and is not reaped yet. */
  private String command(int pid) {
    Path file = dependencies.root().resolve("proc").resolve(Integer.toString(pid)).resolve("comm");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static void endOthers(MemoryCgroup group, Transcript transcript) throws IOException {
    List<Integer> members = group.members();
    if (!members.isEmpty()) {
      group.empty();
      transcript.say(
          "oomlab killed what the command left running: "
              + members.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  private static DeathEvidence.ProgramEnd programEnd(
      boolean begun, Transcript transcript, KernelWatch kernel) {
    return new DeathEvidence.ProgramEnd(
        begun ? Optional.empty() : Optional.of(new Verdict.NotStarted()),
        transcript.refusal(),
        kernel.wholeGroups());
  }

  // The shell that was to become the program said why it could not; for want of memory, that is the
  // run's result.
  private void refuseWrongProgram(
      boolean begun, Recording recording, WaitStatus status, Transcript transcript) {
    long refused =
        recording.last("memory.failcnt").orElse(0) + recording.last("memory.events max").orElse(0);
    if (!begun
        && status instanceof WaitStatus.Exited
        && refused == 0
        && transcript.refusal().isEmpty()) {
      throw new ExperimentException.WrongProgram(
          words(
              "%s cannot be started: %s",
              experiment.program().map(Experiment.Program::toString).orElse(""),
              transcript.errors().replaceFirst("^" + ContainedChild.START + ": [^/]*exec: ", "")));
    }
  }

  private void go(ContainedChild contained) throws IOException {
    if (isProgram()) {
      contained.child().openGate();
      return;
    }
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
              words("the victim runs"),
              List.of()));
    }
  }

  private void lookForStrangers(ContainedChild contained) throws IOException {
    OptionalLong ignored = kills(contained.group()); // a group below may be gone before the end
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
          words(
              "the child ended with %d before it allocated anything: %s",
              exited.code(),
              transcript.errors().isEmpty() ? words("it said nothing") : transcript.errors()));
    }
  }

  private void finishTranscript(WaitStatus status, Transcript transcript) {
    if (status instanceof WaitStatus.Exited && !isProgram() && !transcript.errors().isEmpty()) {
      transcript.say(transcript.errors());
    }
    transcript.say(status.toString());
  }

  private String proc(String name) throws IOException {
    Path file = dependencies.root().resolve("proc/sys/kernel").resolve(name);
    return Files.readString(file).strip();
  }
}
