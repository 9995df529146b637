package oomlab;

import static oomlab.internal.text.Words.words;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.Predictions.Prediction;
import oomlab.Recording.Track;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.run.RunBundle;
import oomlab.internal.text.Words;
import oomlab.report.LogRecord;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/**
 * What happened in one experiment: how the victim died, its memory until then, and what the kernel
 * wrote about it.
 *
 * @param experiment what was asked for
 * @param backend where it ran; {@link Backend#RECORDED} once loaded from a bundle
 * @param machine the machine that it was made on
 * @param child the process that allocated
 * @param ending how that process ended
 * @param timing when it ran, and for how long
 * @param recording its memory while it lived
 * @param log what the kernel wrote meanwhile
 * @param predictions what the reader expected, sealed when the run began; empty if nothing was
 */
public record Run(
    Experiment experiment,
    Backend backend,
    Machine machine,
    Child child,
    Ending ending,
    Timing timing,
    Recording recording,
    Log log,
    Optional<Predictions> predictions) {
  /**
   * The machine that a run was made on, this one or a guest.
   *
   * @param backend how memory was limited there
   * @param bootId its {@code /proc/sys/kernel/random/boot_id}
   * @param kernelRelease its {@code uname -r}
   * @param limitBytes the limit that held, read back from the cgroup; in a guest without one, the
   *     RAM that its kernel manages
   * @param host its name, kept with the run of a program of the user's
   */
  public record Machine(
      Backend backend,
      String bootId,
      String kernelRelease,
      OptionalLong limitBytes,
      Optional<String> host) {
    /** A machine without a name. */
    public Machine(Backend backend, String bootId, String kernelRelease, OptionalLong limitBytes) {
      this(backend, bootId, kernelRelease, limitBytes, Optional.empty());
    }
  }

  /**
   * What the run's memory cgroup counted, with all groups below it. It was made for the run, so
   * that its counters began at 0.
   *
   * @param peakBytes its highest charge; empty where the kernel keeps none ({@code memory.peak} of
   *     5.19, {@code memory.max_usage_in_bytes} of version 1)
   * @param events by the kernel's names, such as {@code memory.events oom_kill} or {@code
   *     memory.failcnt}; what it does not count is not there
   * @param left what was still charged when no process was left, by the kernel's names, such as
   *     {@code memory.stat shmem}, in bytes; only of a program of the user's
   */
  public record Charges(OptionalLong peakBytes, Map<String, Long> events, Map<String, Long> left) {}

  /**
   * A process of the group beside the one that was started.
   *
   * @param pid its process id
   * @param name of its program, at most 15 bytes
   * @param resident its resident memory, in bytes
   */
  public record Member(int pid, String name, Track resident) {
    private static final Pattern NAME = Pattern.compile("rss (\\d{1,9}) (.*)");

    private static Optional<Member> of(Track track) {
      Matcher m = NAME.matcher(track.name());
      return m.matches()
          ? Optional.of(new Member(Integer.parseInt(m.group(1)), m.group(2), track))
          : Optional.empty();
    }

    /** The most that was seen of it, in bytes. */
    public long peakBytes() {
      return Arrays.stream(resident.values()).max().orElse(0);
    }
  }

  /**
   * The process that allocates.
   *
   * @param pid its process id
   * @param threadIds kernel thread ids that were seen while it lived
   * @param terminal the lines that the experiment prints, in order
   * @param allocations what its threads announced
   */
  public record Child(
      int pid, List<Integer> threadIds, List<String> terminal, List<Allocation> allocations) {
    /** Copies the lists. */
    public Child {
      threadIds = List.copyOf(threadIds);
      terminal = List.copyOf(terminal);
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * A thread of the victim announced that it is about to map a chunk.
   *
   * @param nanos when the line arrived: nanoseconds since the run's start
   * @param thread the thread's {@code pthread_t} in hexadecimal
   * @param bytes size of the chunk
   */
  public record Allocation(long nanos, String thread, long bytes) {
    private static final Pattern LINE =
        Pattern.compile("thread\\(([0-9a-f]{1,16})\\), allocating (\\d{1,18}) bytes\\.");

    /** Reads the line that a victim prints; empty if it is another one. */
    public static Optional<Allocation> parse(long nanos, String line) {
      Matcher m = LINE.matcher(line);
      return m.matches()
          ? Optional.of(new Allocation(nanos, m.group(1), Long.parseLong(m.group(2))))
          : Optional.empty();
    }
  }

  /**
   * How the child ended.
   *
   * @param waitStatus what {@code waitid(2)} said; empty if a guest's kernel panicked before
   * @param victim pid that the kernel's kill record names, or a guard's log, where there is one
   * @param verdict what that means, with evidence
   */
  public record Ending(Optional<WaitStatus> waitStatus, OptionalInt victim, Verdict verdict) {}

  /**
   * When a run took place.
   *
   * @param startedAt wall-clock time of the "go"
   * @param deathNanos when the wait returned: nanoseconds since the run's start
   * @param wallMillis the whole run, spawn and clean-up included
   */
  public record Timing(Instant startedAt, long deathNanos, long wallMillis) {}

  /**
   * The kernel's log from the run's start to its end.
   *
   * @param records its records; none when the log is unreadable
   * @param gap why it is missing or has holes, in an English sentence
   * @param clock relation of its clock to the run's, where both could be read
   * @param reports the reports that the records make, in order
   */
  public record Log(
      List<LogRecord> records,
      Optional<String> gap,
      Optional<ClockOffset> clock,
      List<OomReport> reports) {
    /** Copies the lists. */
    public Log {
      records = List.copyOf(records);
      reports = List.copyOf(reports);
    }

    /** Returns the log of these records, with the reports in it. */
    public static Log of(
        List<LogRecord> records, Optional<String> gap, Optional<ClockOffset> clock) {
      return new Log(records, gap, clock, OomReports.parse(records));
    }
  }

  /**
   * How the kernel log's clock relates to the run's: {@code runNanos = kernelMicros * 1000 -
   * offsetNanos}.
   *
   * @param offsetNanos kernel-log time at the run's start, in nanoseconds
   * @param uncertaintyNanos half the width of the interval that the offset was found in
   * @param method how it was found, in words
   */
  public record ClockOffset(long offsetNanos, long uncertaintyNanos, String method) {
    /** Converts a kernel-log time in microseconds to nanoseconds since the run's start. */
    public long runNanos(long kernelMicros) {
      return kernelMicros * 1000 - offsetNanos;
    }
  }

  /** The backend that the run was made on, also once it is recorded. */
  public Backend recordedOn() {
    return machine.backend();
  }

  /** {@code /proc/sys/kernel/random/boot_id} of the machine it ran on. */
  public String bootId() {
    return machine.bootId();
  }

  /** {@code uname -r} of the machine it ran on. */
  public String kernelRelease() {
    return machine.kernelRelease();
  }

  /** Page size of that machine, in bytes. */
  public long pageBytes() {
    return recording.series().pageBytes();
  }

  /** The limit that held, in bytes: see {@link Machine}. */
  public OptionalLong limitBytes() {
    return machine.limitBytes();
  }

  /** Pid of the allocating child. */
  public int expectedVictim() {
    return child.pid();
  }

  /** Kernel thread ids of the child that were seen while it lived. */
  public List<Integer> threadIds() {
    return child.threadIds();
  }

  /** The lines the experiment prints, in order. */
  public List<String> terminal() {
    return child.terminal();
  }

  /** The child's announcements. */
  public List<Allocation> allocations() {
    return child.allocations();
  }

  /** How the child ended; empty if a guest's kernel panicked before it did. */
  public Optional<WaitStatus> waitStatus() {
    return ending.waitStatus();
  }

  /** Pid that the kernel's kill record names, or a guard's log, where there is one. */
  public OptionalInt victim() {
    return ending.victim();
  }

  /** What the end means, with evidence. */
  public Verdict verdict() {
    return ending.verdict();
  }

  /** Whether the process that died is the one that was expected to. */
  public boolean expectedDied() {
    return victim().isPresent() && victim().getAsInt() == expectedVictim();
  }

  /** Wall-clock time of the "go". */
  public Instant startedAt() {
    return timing.startedAt();
  }

  /** When the wait returned: nanoseconds since the run's start. */
  public long deathNanos() {
    return timing.deathNanos();
  }

  /** The whole run in milliseconds, spawn and clean-up included. */
  public long wallMillis() {
    return timing.wallMillis();
  }

  /** VmHWM as last read, in bytes; empty if it was never read. */
  public OptionalLong peakRssBytes() {
    return recording.peakRssBytes();
  }

  /** Kernel-log records from the run's start to its end; none when the log is unreadable. */
  public List<LogRecord> kernelLog() {
    return log.records();
  }

  /** Why the kernel log is missing or has holes, in a sentence. */
  public Optional<String> kernelLogGap() {
    return log.gap().map(Words::retold);
  }

  /** Relation of the kernel log's clock to the run's, where both could be read. */
  public Optional<ClockOffset> clock() {
    return log.clock();
  }

  /** The kill of the child at the kernel's own timestamp, on the run's clock. */
  public OptionalLong killNanos() {
    return killNanos(expectedVictim());
  }

  /** The kill of any process, by the kernel's log; empty if it names none of that pid. */
  public OptionalLong killNanos(int pid) {
    return log.clock().stream()
        .flatMap(
            clock ->
                KillRecord.of(log.records(), pid).stream()
                    .map(kill -> clock.runNanos(kill.record().micros())))
        .mapToLong(nanos -> nanos)
        .findFirst();
  }

  /**
   * Returns every report in {@link #kernelLog}, in order: with decoys, the victim's is the last of
   * several.
   */
  public List<OomReport> reports() {
    return log.reports();
  }

  /**
   * Returns the child's own report in {@link #kernelLog}, or else the one of another process of its
   * group, or the one that ends in a panic; a guest runs nothing else, so there any report is the
   * run's.
   */
  public Optional<OomReport> report() {
    return reports().stream()
        .filter(r -> kills(r, OptionalInt.of(expectedVictim())))
        .findFirst()
        .or(() -> reports().stream().filter(r -> kills(r, victim())).findFirst())
        .or(() -> reports().stream().filter(r -> r.panic().isPresent()).findFirst())
        .or(() -> experiment.guest().flatMap(guest -> reports().stream().findFirst()));
  }

  private static boolean kills(OomReport report, OptionalInt pid) {
    return pid.isPresent()
        && report.kills().stream().anyMatch(kill -> kill.pid() == pid.getAsInt());
  }

  /** Returns what the memory cgroup counted; nothing for a run that kept none of it. */
  public Charges charges() {
    Map<String, Long> events = new LinkedHashMap<>();
    Map<String, Long> left = new LinkedHashMap<>();
    for (Track track : recording.tracks()) {
      boolean counter = track.name().startsWith("memory.") && track.unit().equals("count");
      if (track.size() > 0 && counter) {
        events.put(track.name(), track.last());
      } else if (track.size() > 0 && track.name().startsWith("memory.stat ")) {
        left.put(track.name(), track.last());
      }
    }
    OptionalLong peak = recording.last("memory.peak");
    return new Charges(
        peak.isPresent() ? peak : recording.last("memory.max_usage_in_bytes"), events, left);
  }

  /** Returns the other processes of the group that held much, the largest first. */
  public List<Member> members() {
    return recording.tracks().stream().flatMap(track -> Member.of(track).stream()).toList();
  }

  /**
   * Saves the run as a bundle: {@code run.json}, {@code samples.csv}, {@code tracks.csv}, {@code
   * kmsg.log} in the format of {@code /dev/kmsg}, {@code terminal.txt}. It appears at once or not
   * at all.
   *
   * @param directory a new or empty directory
   * @throws ExperimentException if the directory holds something, or cannot be written
   */
  public void save(Path directory) {
    RunBundle.save(this, directory);
  }

  /**
   * Saves as {@link #save} does, also in the place of a run that was saved there before.
   *
   * @throws ExperimentException if the directory holds anything but a run, or cannot be written
   */
  public void saveOver(Path directory) {
    RunBundle.saveOver(this, directory);
  }

  /** Says why a run cannot be saved in this directory, in a sentence; empty if it can. */
  public static Optional<String> saveRefusal(Path directory) {
    return RunBundle.refusal(directory);
  }

  /**
   * Loads a saved run. It equals the one that was saved, but for its backend, which is {@link
   * Backend#RECORDED}.
   *
   * @throws ExperimentException if the bundle is missing, incomplete or damaged: says what and
   *     where
   */
  public static Run load(Path directory) {
    return RunBundle.load(directory);
  }

  /**
   * Returns the same run with what its reader expected, sealed.
   *
   * @param answers predictions that were made before the run
   */
  public Run predicted(List<Prediction> answers) {
    Predictions sealed = Predictions.of(answers, sealedFacts());
    return new Run(
        experiment, backend, machine, child, ending, timing, recording, log, Optional.of(sealed));
  }

  /** Whether the sealed predictions are as they were when the run began; true if there are none. */
  public boolean predictionsUnchanged() {
    return predictions.map(kept -> kept.fits(sealedFacts())).orElse(true);
  }

  private List<Object> sealedFacts() {
    return List.of(
        startedAt(), bootId(), expectedVictim(), deathNanos(), recording.series().size());
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    String where =
        backend == Backend.RECORDED
            ? words("%s (made on %s)", backend.label(), recordedOn().label())
            : backend.label();
    lines.add(words("run on %s, Linux %s", where, kernelRelease()));
    lines.add(experiment.toString());
    lines.add(words("process %d: %s", expectedVictim(), verdict()));
    peakRssBytes().ifPresent(peak -> lines.add(words("peak resident memory %s", Bytes.text(peak))));
    lines.add(recording.series().toString());
    kernelLogGap().ifPresent(gap -> lines.add(words("kernel log: %s", gap)));
    if (experiment.program().isPresent()) {
      lines.addAll(ProgramWords.of(this));
    }
    lines.add(words("took %d ms", wallMillis()));
    return String.join("\n  ", lines);
  }
}
