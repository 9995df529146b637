package oomlab.guest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.SamplingQuality;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;
import oomlab.report.LogRecord;

/**
 * Takes in what comes over the guest's second serial line (see probe.c). A line that is not of the
 * protocol is kept as strange, never guessed at.
 */
final class GuestWire {
  private record Column(String name, String unit, long factor) {}

  // In probe.c's order.
  private static final List<Column> TRACKS =
      List.of(
          new Column("VmHWM", "bytes", 1024),
          new Column("VmSwap", "bytes", 1024),
          new Column("RssAnon", "bytes", 1024),
          new Column("RssFile", "bytes", 1024),
          new Column("oom_score", "count", 1),
          new Column("MemFree", "bytes", 1024),
          new Column("MemAvailable", "bytes", 1024),
          new Column("SwapFree", "bytes", 1024),
          new Column("oom_kill", "count", 1),
          new Column("pswpout", "count", 1),
          new Column("psi some", "us", 1),
          new Column("psi full", "us", 1),
          new Column("memory.current", "bytes", 1),
          new Column("memory.events high", "count", 1),
          new Column("memory.events max", "count", 1),
          new Column("memory.events oom", "count", 1),
          new Column("memory.events oom_kill", "count", 1),
          new Column("memory.pressure some", "us", 1),
          new Column("memory.pressure full", "us", 1),
          new Column("memory.usage_in_bytes", "bytes", 1),
          new Column("memory.failcnt", "count", 1));

  private final long intervalNanos;
  private final Numbers[] series = numbers(4);
  private final Numbers[] tracks = numbers(2 * TRACKS.size());
  private final Map<String, String> facts = new HashMap<>();
  private final List<Observation.Said> lines = new ArrayList<>();
  private final List<LogRecord> log = new ArrayList<>();
  private final TreeSet<Integer> threads = new TreeSet<>();
  private final List<String> early = new ArrayList<>();
  private final List<String> strange = new ArrayList<>();
  private Optional<Clock> clock = Optional.empty();
  private OptionalLong startNanos = OptionalLong.empty();
  private OptionalLong endNanos = OptionalLong.empty();
  private OptionalLong limitNanos = OptionalLong.empty();
  private OptionalLong kills = OptionalLong.empty();
  private Optional<String> failure = Optional.empty();
  private long pageBytes = 4096;
  private long cpuNanos;
  private boolean ready;
  private boolean done;
  private boolean dying;

  /** One moment on the guest's CLOCK_MONOTONIC and on its kernel log's clock. */
  record Clock(long nanos, long logMicros, long halfNanos) {}

  GuestWire(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /** Takes in a line. */
  synchronized void accept(String line) {
    if (!ready) {
      early.add(line);
    }
    String[] words = line.split(" ", 3);
    try {
      switch (words[0]) {
        case "ready" -> ready = true;
        case "done" -> done = true;
        case "fact" -> facts.put(words[1], words[2]);
        case "failed" -> fail(line.substring("failed ".length()));
        case "s" -> sample(line.split(" ", -1));
        case "t" -> lastTracks(line.split(" ", -1));
        case "line" ->
            lines.add(new Observation.Said(since(words[1]), words.length > 2 ? words[2] : ""));
        case "kmsg" -> record(line.substring("kmsg ".length()));
        default -> rare(line.split(" ", -1), line);
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      strange.add(line);
    }
  }

  private void rare(String[] words, String line) {
    switch (words[0]) {
      case "start" -> {
        startNanos = OptionalLong.of(Long.parseLong(words[1]));
        pageBytes = Long.parseLong(words[2]);
      }
      case "clock" ->
          clock =
              Optional.of(
                  new Clock(
                      Long.parseLong(words[1]),
                      Long.parseLong(words[2]),
                      Long.parseLong(words[3])));
      case "limit" -> limitNanos = OptionalLong.of(since(words[1]));
      case "threads" -> Arrays.stream(words).skip(1).map(Integer::valueOf).forEach(threads::add);
      case "kills" -> {
        long before = Long.parseLong(words[1]);
        kills = before < 0 ? kills : OptionalLong.of(Long.parseLong(words[2]) - before);
      }
      case "ended" -> {
        endNanos = OptionalLong.of(since(words[1]));
        cpuNanos = Long.parseLong(words[2]);
      }
      default -> strange.add(line);
    }
  }

  // What follows from the first failure says less than the first.
  private void fail(String why) {
    failure = failure.or(() -> Optional.of(why));
  }

  private void record(String text) {
    Optional<LogRecord> record = LogRecord.parse(text);
    record.ifPresentOrElse(log::add, () -> strange.add("kmsg " + text));
  }

  private long since(String nanos) {
    return Long.parseLong(nanos) - startNanos.orElse(0);
  }

  private void sample(String[] words) {
    if (words.length != 5 + TRACKS.size()) {
      throw new IndexOutOfBoundsException(words.length);
    }
    long[] values = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
    long nanos = values[0] - startNanos.orElse(0);
    if (values[1] == 0) {
      dying = true; // the process has let go of its memory: zeros, not measurements
    } else {
      series[0].add(nanos);
      for (int i = 1; i < 4; i++) {
        series[i].add(values[i]);
      }
    }
    tracks(nanos, Arrays.copyOfRange(values, 4, values.length));
  }

  private void lastTracks(String[] words) {
    if (words.length != 2 + TRACKS.size()) {
      throw new IndexOutOfBoundsException(words.length);
    }
    long[] values = Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray();
    tracks(since(words[1]), values);
  }

  private void tracks(long nanos, long[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] >= 0) {
        tracks[2 * i].add(nanos);
        tracks[2 * i + 1].add(values[i] * TRACKS.get(i).factor());
      }
    }
  }

  synchronized boolean ready() {
    return ready;
  }

  synchronized boolean done() {
    return done;
  }

  synchronized boolean started() {
    return startNanos.isPresent();
  }

  /** When the experiment started on the guest's clock, in nanoseconds. */
  synchronized long startNanos() {
    return startNanos.orElse(0);
  }

  /** When the command had ended and all its output was read, since the start. */
  synchronized OptionalLong endNanos() {
    return endNanos;
  }

  /** When the experiment's time was over and the victim was killed for it, since the start. */
  synchronized OptionalLong limitNanos() {
    return limitNanos;
  }

  synchronized Optional<String> failure() {
    return failure;
  }

  /** What the guest had said until it was ready. */
  synchronized List<String> early() {
    return List.copyOf(early);
  }

  /** Lines that are none of the protocol's. */
  synchronized List<String> strange() {
    return List.copyOf(strange);
  }

  synchronized Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  synchronized List<Observation.Said> lines() {
    return List.copyOf(lines);
  }

  synchronized List<LogRecord> log() {
    return List.copyOf(log);
  }

  synchronized List<Integer> threads() {
    return List.copyOf(threads);
  }

  synchronized Optional<Observation.Relation> clock() {
    return clock.map(
        c -> new Observation.Relation(c.nanos() - startNanos(), c.logMicros(), c.halfNanos()));
  }

  /** Growth of the guest's own count of OOM kills; empty before Linux 4.13. */
  synchronized OptionalLong kills() {
    return kills;
  }

  synchronized long pageBytes() {
    return pageBytes;
  }

  /** Returns the samples so far. */
  synchronized Recording recording() {
    Series memory =
        new Series(
            pageBytes,
            series[0].toArray(),
            series[1].toArray(),
            series[2].toArray(),
            series[3].toArray());
    List<Track> slower = new ArrayList<>();
    for (int i = 0; i < TRACKS.size(); i++) {
      if (tracks[2 * i].size > 0) {
        slower.add(
            new Track(
                TRACKS.get(i).name(),
                TRACKS.get(i).unit(),
                tracks[2 * i].toArray(),
                tracks[2 * i + 1].toArray()));
      }
    }
    return new Recording(
        memory, List.copyOf(slower), SamplingQuality.of(memory, intervalNanos, cpuNanos, dying));
  }

  private static Numbers[] numbers(int count) {
    Numbers[] columns = new Numbers[count];
    Arrays.setAll(columns, i -> new Numbers());
    return columns;
  }

  private static final class Numbers {
    private long[] values = new long[256];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size] = value;
      size++;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
