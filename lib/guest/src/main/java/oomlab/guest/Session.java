package oomlab.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import oomlab.Guest;
import oomlab.guest.Snapshots.Snapshot;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.Series;
import oomlab.report.LogRecord;

/** A guest that runs: from the start of QEMU to its end. */
final class Session implements AutoCloseable {
  private static final long LIVE_MILLIS = 200;
  private static final long STEP_MILLIS = 5;
  private static final int TAIL_LINES = 6;

  /** A restored guest answers at once; a loaded host may take its time. */
  private static final long RESTORED_MILLIS = 20_000;

  private final Guest guest;
  private final Keeper keeper;
  private final Console console = new Console();
  private final GuestWire wire;
  private final Consumer<GuestProgress> listener;
  private final Consumer<String> printed;
  private final long begun = System.nanoTime();
  private final Duration limit;
  private final boolean restored;
  private Optional<Line> consoleLine = Optional.empty();
  private Optional<Line> channel = Optional.empty();
  private long liveAt;
  private int told;

  Session(
      Guest guest,
      Keeper keeper,
      Optional<Snapshot> from,
      long sampleNanos,
      Duration limit,
      Consumer<GuestProgress> listener,
      Consumer<String> printed) {
    this.guest = guest;
    this.keeper = keeper;
    this.limit = limit;
    this.listener = listener;
    this.printed = printed;
    wire = new GuestWire(sampleNanos);
    restored = from.isPresent();
    if (from.isPresent()) {
      console.addAll(from.get().console());
      from.get().channel().forEach(wire::accept);
    }
  }

  /** Raised when nothing at all comes from a guest's kernel. */
  static final class SilentException extends IOException {
    private static final long serialVersionUID = 1;

    SilentException(String message) {
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
   * @param silenceMillis give up if the kernel has printed nothing by then
   */
  void awaitReady(long silenceMillis) throws IOException, InterruptedException {
    while (channel.isEmpty() || consoleLine.isEmpty()) {
      connect();
      step("QEMU starts", "before it started");
    }
    if (restored) {
      // It was saved while it stood still.
      try (Monitor monitor = Monitor.open(keeper.path("monitor"))) {
        monitor.goOn();
      } catch (IOException e) {
        throw new NotRestoredException("%s (%s)".formatted(e.getMessage(), keeper.complaints()));
      }
    }
    while (!wire.ready()) {
      step("the guest boots", "while it booted");
      if (console.silent() && millis() > silenceMillis) {
        throw new SilentException(
            "the kernel printed nothing on %s in %d s: is it a kernel for this machine (%s), with a serial console?"
                .formatted(guest.board().console(), silenceMillis / 1000, guest.board().label()));
      }
    }
  }

  private void connect() {
    if (consoleLine.isEmpty()) {
      consoleLine = Line.tryOpen(keeper.path("console"), console::accept);
    }
    if (channel.isEmpty()) {
      channel = Line.tryOpen(keeper.path("channel"), wire::accept);
    }
  }

  /** Keeps the waiting guest for later runs. */
  void save(Snapshots snapshots, String key) throws IOException {
    try (Monitor monitor = Monitor.open(keeper.path("monitor"))) {
      listener.accept(progress("the booted guest is saved"));
      snapshots.save(key, monitor, keeper.path("state"), console.lines(), wire.early());
    }
  }

  /** Hands over the script, and waits for the guest's end. */
  void conduct(String script) throws IOException, InterruptedException {
    channel.orElseThrow().send(script + "end of script\n");
    long handed = millis();
    while (!over()) {
      boolean heard = wire.fact("script").isPresent();
      if (restored && !heard && millis() - handed > RESTORED_MILLIS) {
        throw new NotRestoredException("the saved guest does not answer");
      }
      step("the experiment runs", "during the experiment");
    }
    tell();
    if (wire.failure().isPresent()) {
      throw new GuestException(
          "the experiment could not be set up in the guest: " + wire.failure().get());
    }
  }

  private boolean over() {
    return wire.done()
        || wire.failure().isPresent()
        || ended()
        || (wire.started() && console.panicOver());
  }

  private boolean ended() {
    return consoleLine.map(Line::over).orElse(false) && channel.map(Line::over).orElse(false);
  }

  private void step(String phase, String when) throws IOException, InterruptedException {
    Thread.sleep(STEP_MILLIS);
    tell();
    if (millis() > liveAt) {
      liveAt = millis() + LIVE_MILLIS;
      listener.accept(progress(phase));
    }
    boolean gone = !keeper.running() && (channel.isEmpty() || ended());
    if (gone && restored && wire.fact("script").isEmpty()) {
      throw new NotRestoredException("QEMU refused the saved guest: " + keeper.complaints());
    }
    if (gone && !wire.done() && !(wire.started() && console.panic().isPresent())) {
      throw new GuestException(ending(when));
    }
    if (millis() > limit.toMillis()) {
      throw new GuestException(
          String.format(
              Locale.ROOT,
              "the guest was given up after %.0f s, %s; its console ended with: %s",
              limit.toMillis() / 1e3,
              when,
              lastWords()));
    }
  }

  private String lastWords() {
    List<String> last = console.tail(2);
    return last.isEmpty() ? "nothing" : String.join(" / ", last);
  }

  private String ending(String when) {
    Optional<String> panic = console.panic();
    if (panic.isPresent()) {
      return "the guest's kernel panicked " + when + ": " + panic.get();
    }
    return keeper.complaints().isEmpty()
        ? "the guest ended " + when + "; its console ended with: " + lastWords()
        : "QEMU ended " + when + ": " + keeper.complaints();
  }

  private void tell() {
    List<Observation.Said> lines = wire.lines();
    for (; told < lines.size(); told++) {
      printed.accept(lines.get(told).text());
    }
  }

  private GuestProgress progress(String phase) {
    Recording recording = wire.recording();
    int samples = recording.series().size();
    long elapsed = samples == 0 ? 0 : recording.series().nanos(samples - 1);
    return new GuestProgress(phase, console.tail(TAIL_LINES), elapsed, recording, wire.lines());
  }

  private long millis() {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  Observation observation() {
    List<Observation.Said> lines = wire.lines();
    Optional<Observation.Relation> clock = wire.clock();
    List<LogRecord> log = wire.log();
    if (log.isEmpty()) {
      // No printk of the boot belongs to the run; without a clock nothing is known to.
      log = clock.isEmpty() ? List.of() : console.records(clock.get().logMicros());
    }
    long said = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).nanos();
    Series memory = wire.recording().series();
    long seen = memory.size() == 0 ? 0 : memory.nanos(memory.size() - 1);
    return new Observation(
        wire.recording(),
        lines,
        wire.threads(),
        log,
        clock,
        wire.kills(),
        console.lines(),
        console.panic(),
        wire.limitNanos(),
        wire.endNanos().orElse(Math.max(said, seen)),
        wire.fact("release").orElse("unknown"),
        wire.fact("boot").orElse("unknown"),
        wire.fact("memory").map(Session::kib).orElse(guest.memoryBytes()),
        wire.pageBytes());
  }

  private static long kib(String meminfo) {
    return Long.parseLong(meminfo.replaceAll("\\D", "")) * 1024;
  }

  @Override
  public void close() throws IOException {
    try {
      for (Line line : List.of(consoleLine, channel).stream().flatMap(Optional::stream).toList()) {
        line.close();
      }
    } finally {
      keeper.close();
    }
  }
}
