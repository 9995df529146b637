package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import oomlab.Guest;
import oomlab.Recording;
import oomlab.Recording.Series;
import oomlab.guest.Snapshots.Snapshot;
import oomlab.report.LogRecord;

/** A running guest, from the start of QEMU to its end: boot, experiment, observation. */
final class GuestSession implements AutoCloseable {
  private static final long LIVE_MILLIS = 200;
  private static final long STEP_MILLIS = 5;
  private static final int TAIL_LINES = 6;

  /** A restored guest answers at once; a loaded host may take its time. */
  private static final long RESTORED_MILLIS = 20_000;

  private final Guest guest;
  private final QemuProcess qemu;
  private final KernelConsole console = new KernelConsole();
  private final ProbeOutput probe;
  private final Consumer<GuestProgress> listener;
  private final Consumer<String> printed;
  private final long begun = System.nanoTime();
  private final Duration limit;
  private final boolean restored;
  private Optional<SerialLine> consoleLine = Optional.empty();
  private Optional<SerialLine> channel = Optional.empty();
  private long liveAt;
  private int told;

  GuestSession(
      Guest guest,
      QemuProcess qemu,
      Optional<Snapshot> from,
      long sampleNanos,
      Duration limit,
      Consumer<GuestProgress> listener,
      Consumer<String> printed) {
    this.guest = guest;
    this.qemu = qemu;
    this.limit = limit;
    this.listener = listener;
    this.printed = printed;
    probe = new ProbeOutput(sampleNanos);
    restored = from.isPresent();
    if (from.isPresent()) {
      console.addAll(from.get().console());
      from.get().channel().forEach(probe::accept);
    }
  }

  /** Raised when a guest's kernel panics or stands still before it asks for its experiment. */
  static final class BootException extends GuestException {
    private static final long serialVersionUID = 1;

    BootException(String message) {
      super(message);
    }
  }

  /** Raised when a saved guest does not go on. */
  static final class NotRestoredException extends IOException {
    private static final long serialVersionUID = 1;

    NotRestoredException(String message) {
      super(message);
    }
  }

  /**
   * Waits until the guest asks for its experiment.
   *
   * @param kvm whether the host's processor runs it, so that silence tells soon
   * @throws BootException if its kernel panics or stands still
   */
  void awaitReady(boolean kvm) throws IOException, InterruptedException {
    while (channel.isEmpty() || consoleLine.isEmpty()) {
      connect();
      step(words("QEMU starts"), words("before it started"));
    }
    if (restored) {
      // It was saved while it stood still.
      try (QemuMonitor monitor = QemuMonitor.open(qemu.path("monitor"))) {
        monitor.goOn();
      } catch (IOException e) {
        throw new NotRestoredException(words("%s (%s)", e.getMessage(), qemu.complaints()));
      }
    }
    BootWatch watch = new BootWatch(guest, kvm);
    while (!probe.ready()) {
      step(words("the guest boots"), words("while it booted"));
      Optional<String> panic = console.panic();
      if (panic.isPresent()) {
        throw new BootException(
            words("the guest's kernel panicked while it booted: %s", panic.get()));
      }
      Optional<String> why = watch.standstill(console, millis(), qemu::cpuMillis);
      if (why.isPresent()) {
        throw new BootException(why.get());
      }
    }
  }

  private void connect() {
    if (consoleLine.isEmpty()) {
      consoleLine = SerialLine.tryOpen(qemu.path("console"), console::accept);
    }
    if (channel.isEmpty()) {
      channel = SerialLine.tryOpen(qemu.path("channel"), probe::accept);
    }
  }

  /** Keeps the waiting guest for later runs. */
  void save(Snapshots snapshots, String key) throws IOException {
    try (QemuMonitor monitor = QemuMonitor.open(qemu.path("monitor"))) {
      listener.accept(progress(words("the booted guest is saved")));
      snapshots.save(key, monitor, qemu.path("state"), console.lines(), probe.early());
    }
  }

  /** Hands over the script, and waits for the guest's end. */
  void conduct(String script) throws IOException, InterruptedException {
    channel.orElseThrow().send(script + "end of script\n");
    long handed = millis();
    while (!over()) {
      boolean heard = probe.fact("script").isPresent();
      if (restored && !heard && millis() - handed > RESTORED_MILLIS) {
        throw new NotRestoredException(words("the saved guest does not answer"));
      }
      step(words("the experiment runs"), words("during the experiment"));
    }
    tell();
    if (probe.failure().isPresent()) {
      throw new GuestException(
          words("the experiment could not be set up in the guest: %s", probe.failure().get()));
    }
  }

  private boolean over() {
    return probe.done()
        || probe.failure().isPresent()
        || ended()
        || (probe.started() && console.panicOver());
  }

  private boolean ended() {
    return consoleLine.map(SerialLine::over).orElse(false)
        && channel.map(SerialLine::over).orElse(false);
  }

  private void step(String phase, String when) throws IOException, InterruptedException {
    Thread.sleep(STEP_MILLIS);
    tell();
    if (millis() > liveAt) {
      liveAt = millis() + LIVE_MILLIS;
      listener.accept(progress(phase));
    }
    boolean gone = !qemu.running() && (channel.isEmpty() || ended());
    if (gone && restored && probe.fact("script").isEmpty()) {
      throw new NotRestoredException(words("QEMU refused the saved guest: %s", qemu.complaints()));
    }
    if (gone && !probe.done() && !(probe.started() && console.panic().isPresent())) {
      throw new GuestException(ending(when));
    }
    if (millis() > limit.toMillis()) {
      throw new GuestException(
          words(
              "the guest was given up after %.0f s, %s; its console ended with: %s",
              limit.toMillis() / 1e3, when, lastWords()));
    }
  }

  private String lastWords() {
    List<String> last = console.tail(2);
    return last.isEmpty() ? words("nothing") : String.join(" / ", last);
  }

  private String ending(String when) {
    Optional<String> panic = console.panic();
    if (panic.isPresent()) {
      return words("the guest's kernel panicked %s: %s", when, panic.get());
    }
    return qemu.complaints().isEmpty()
        ? words("the guest ended %s; its console ended with: %s", when, lastWords())
        : words("QEMU ended %s: %s", when, qemu.complaints());
  }

  private void tell() {
    List<GuestObservation.Said> lines = probe.lines();
    for (; told < lines.size(); told++) {
      printed.accept(lines.get(told).text());
    }
  }

  private GuestProgress progress(String phase) {
    Recording recording = probe.recording();
    int samples = recording.series().size();
    long elapsed = samples == 0 ? 0 : recording.series().nanos(samples - 1);
    return new GuestProgress(phase, console.tail(TAIL_LINES), elapsed, recording, probe.lines());
  }

  private long millis() {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  GuestObservation observation() {
    List<GuestObservation.Said> lines = probe.lines();
    Optional<GuestObservation.Relation> clock = probe.clock();
    List<LogRecord> log = probe.log();
    if (log.isEmpty()) {
      // No printk of the boot belongs to the run; without a clock nothing is known to.
      log = clock.isEmpty() ? List.of() : console.records(clock.get().logMicros());
    }
    long said = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).nanos();
    Series memory = probe.recording().series();
    long seen = memory.size() == 0 ? 0 : memory.nanos(memory.size() - 1);
    return new GuestObservation(
        probe.recording(),
        lines,
        probe.threads(),
        log,
        clock,
        probe.kills(),
        console.lines(),
        console.panic(),
        probe.limitNanos(),
        probe.endNanos().orElse(Math.max(said, seen)),
        release(),
        probe.fact("boot").orElse("unknown"),
        probe.fact("memory").map(GuestSession::kib).orElse(guest.memoryBytes()),
        probe.pageBytes());
  }

  /** The kernel's release, as it says itself; "unknown" if it does not. */
  String release() {
    return probe.fact("release").or(console::release).orElse("unknown");
  }

  /** Whether the guest's swap disk is in use. */
  boolean swaps() {
    return probe.fact("swap").isPresent();
  }

  private static long kib(String meminfo) {
    return Long.parseLong(meminfo.replaceAll("\\D", "")) * 1024;
  }

  @Override
  public void close() throws IOException {
    try {
      for (SerialLine line :
          List.of(consoleLine, channel).stream().flatMap(Optional::stream).toList()) {
        line.close();
      }
    } finally {
      qemu.close();
    }
  }
}
