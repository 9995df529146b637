package oomlab.internal.json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oomlab.Allocation;
import oomlab.Backend;
import oomlab.ClockOffset;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.Touch;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.SamplingQuality;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;
import oomlab.report.LogRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as JSON: what {@code kill --json} prints, and the {@code run.json} of a saved run. */
public final class RunJson {
  private static final JsonMapper MAPPER = Json.mapper();
  private static final int FORMAT = 1;

  private RunJson() {}

  /** Returns what {@code ./oomlab kill --json} prints. */
  public static String contract(Run run) {
    ObjectNode out = MAPPER.createObjectNode();
    out.set("verdict", VerdictJson.write(MAPPER, run.verdict()));
    out.put("expectedVictim", run.expectedVictim());
    run.victim().ifPresent(pid -> out.put("victim", pid));
    run.limitBytes().ifPresent(bytes -> out.put("limitBytes", bytes));
    out.put("threads", run.experiment().threads());
    out.put("chunkBytes", run.experiment().chunkBytes());
    out.put("touch", label(run.experiment().touch()));
    out.put("wallMillis", run.wallMillis());
    run.peakRssBytes().ifPresent(bytes -> out.put("peakRssBytes", bytes));
    out.put("samples", run.recording().series().size());
    out.set("sampler", sight(run.recording().sight()));
    out.put("backend", run.backend().label());
    run.killNanos().ifPresent(nanos -> out.put("killNanos", nanos));
    out.put("deathNanos", run.deathNanos());
    run.kernelLogGap().ifPresent(gap -> out.put("kernelLogGap", gap));
    run.experiment().guest().ifPresent(guest -> out.set("guest", GuestJson.write(MAPPER, guest)));
    run.report()
        .ifPresent(
            report -> out.set("report", MAPPER.valueToTree(ReportJson.of(report, "kernel log"))));
    return Json.write(out);
  }

  /** Returns the {@code run.json} of a saved run. */
  public static String bundle(Run run) {
    ObjectNode out = MAPPER.createObjectNode();
    out.put("format", FORMAT);
    out.put("recordedOn", run.recordedOn().label());
    out.put("startedAt", run.startedAt().toString());
    out.put("bootId", run.bootId());
    out.put("kernelRelease", run.kernelRelease());
    out.put("pageBytes", run.pageBytes());
    out.set("experiment", experiment(run.experiment()));
    out.put("expectedVictim", run.expectedVictim());
    run.victim().ifPresent(pid -> out.put("victim", pid));
    ArrayNode threads = out.putArray("threadIds");
    run.threadIds().forEach(threads::add);
    run.waitStatus().ifPresent(status -> out.set("waitStatus", VerdictJson.write(MAPPER, status)));
    out.set("verdict", VerdictJson.write(MAPPER, run.verdict()));
    ArrayNode allocations = out.putArray("allocations");
    for (Allocation a : run.allocations()) {
      allocations
          .addObject()
          .put("nanos", a.nanos())
          .put("thread", a.thread())
          .put("bytes", a.bytes());
    }
    out.set("sampler", sight(run.recording().sight()));
    ArrayNode tracks = out.putArray("tracks");
    for (Track t : run.recording().tracks()) {
      tracks.addObject().put("name", t.name()).put("unit", t.unit()).put("values", t.size());
    }
    out.put("samples", run.recording().series().size());
    run.peakRssBytes().ifPresent(bytes -> out.put("peakRssBytes", bytes));
    run.limitBytes().ifPresent(bytes -> out.put("limitBytes", bytes));
    run.clock()
        .ifPresent(
            c ->
                out.putObject("clock")
                    .put("offsetNanos", c.offsetNanos())
                    .put("uncertaintyNanos", c.uncertaintyNanos())
                    .put("method", c.method()));
    run.killNanos().ifPresent(nanos -> out.put("killNanos", nanos));
    out.put("deathNanos", run.deathNanos());
    run.kernelLogGap().ifPresent(gap -> out.put("kernelLogGap", gap));
    out.put("wallMillis", run.wallMillis());
    run.predictions().ifPresent(kept -> out.set("predictions", SealedJson.write(MAPPER, kept)));
    return Json.write(out) + "\n";
  }

  /**
   * Reads a {@code run.json}.
   *
   * @throws IllegalArgumentException if it is damaged, in a sentence that says where
   */
  public static Run read(String json, RunParts parts) {
    JsonFields in;
    try {
      in = new JsonFields(MAPPER.readTree(json), "run.json");
    } catch (JacksonException e) {
      throw new IllegalArgumentException("run.json is no JSON: " + e.getOriginalMessage(), e);
    }
    if (in.integer("format") != FORMAT) {
      throw new IllegalArgumentException(
          "run.json has format %d, and this version reads %d"
              .formatted(in.integer("format"), FORMAT));
    }
    return read(in, parts);
  }

  private static Run read(JsonFields in, RunParts parts) {
    List<LogRecord> log = parts.kernelLog();
    int pid = in.integer("expectedVictim");
    Optional<WaitStatus> status = in.optionalObject("waitStatus").map(VerdictJson::readStatus);
    return new Run(
        readExperiment(in.object("experiment")),
        Backend.RECORDED,
        in.constant("recordedOn", Backend.class, Backend::label),
        in.time("startedAt"),
        in.text("bootId"),
        in.text("kernelRelease"),
        in.number("pageBytes"),
        pid,
        in.optionalInteger("victim"),
        in.integers("threadIds"),
        status,
        VerdictJson.readVerdict(in.object("verdict"), status),
        parts.terminal(),
        in.objects("allocations").stream()
            .map(a -> new Allocation(a.number("nanos"), a.text("thread"), a.number("bytes")))
            .toList(),
        new Recording(series(in, parts), tracks(in, parts), readSight(in.object("sampler"))),
        in.optionalNumber("peakRssBytes"),
        in.optionalNumber("limitBytes"),
        in.optionalObject("clock")
            .map(
                c ->
                    new ClockOffset(
                        c.number("offsetNanos"), c.number("uncertaintyNanos"), c.text("method"))),
        in.optionalNumber("killNanos"),
        in.number("deathNanos"),
        log,
        in.optionalText("kernelLogGap"),
        parts.report(log, pid),
        in.number("wallMillis"),
        in.optionalObject("predictions").map(SealedJson::read));
  }

  private static Series series(JsonFields in, RunParts parts) {
    Series series = parts.series(in.number("pageBytes"));
    requireSize("the samples", in.integer("samples"), series.size());
    return series;
  }

  private static List<Track> tracks(JsonFields in, RunParts parts) {
    List<Track> stored = parts.tracks();
    List<Track> tracks = new ArrayList<>();
    for (JsonFields f : in.objects("tracks")) {
      String name = f.text("name");
      Track track =
          stored.stream()
              .filter(t -> t.name().equals(name))
              .findFirst()
              .orElse(new Track(name, f.text("unit"), new long[0], new long[0]));
      requireSize("track " + name, f.integer("values"), track.size());
      tracks.add(track);
    }
    return List.copyOf(tracks);
  }

  private static void requireSize(String what, int wanted, int found) {
    if (wanted != found) {
      throw new IllegalArgumentException(
          "%s should have %d values but have %d".formatted(what, wanted, found));
    }
  }

  private static ObjectNode experiment(Experiment e) {
    ObjectNode out = MAPPER.createObjectNode();
    e.guest().ifPresent(guest -> out.set("guest", GuestJson.write(MAPPER, guest)));
    return out.put("limitBytes", e.limitBytes())
        .put("threads", e.threads())
        .put("chunkBytes", e.chunkBytes())
        .put("touch", label(e.touch()))
        .put("swap", e.swap())
        .put("sampleIntervalNanos", e.sampleInterval().toNanos())
        .put("timeLimitNanos", e.timeLimit().toNanos());
  }

  private static Experiment readExperiment(JsonFields in) {
    return new Experiment(
        in.number("limitBytes"),
        in.integer("threads"),
        in.number("chunkBytes"),
        in.constant("touch", Touch.class, RunJson::label),
        in.flag("swap"),
        Duration.ofNanos(in.number("sampleIntervalNanos")),
        Duration.ofNanos(in.number("timeLimitNanos")),
        in.optionalObject("guest").map(GuestJson::read));
  }

  private static String label(Touch touch) {
    return touch.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode sight(SamplingQuality s) {
    return MAPPER
        .createObjectNode()
        .put("intervalNanos", s.intervalNanos())
        .put("p50Nanos", s.p50Nanos())
        .put("p99Nanos", s.p99Nanos())
        .put("maxNanos", s.maxNanos())
        .put("cpuNanos", s.cpuNanos())
        .put("wallNanos", s.wallNanos())
        .put("growthBytesPerSecond", s.growthBytesPerSecond())
        .put("blindBytes", s.blindBytes())
        .put("dying", s.dying());
  }

  private static SamplingQuality readSight(JsonFields in) {
    return new SamplingQuality(
        in.number("intervalNanos"),
        in.number("p50Nanos"),
        in.number("p99Nanos"),
        in.number("maxNanos"),
        in.number("cpuNanos"),
        in.number("wallNanos"),
        in.real("growthBytesPerSecond"),
        in.number("blindBytes"),
        in.flag("dying"));
  }
}
