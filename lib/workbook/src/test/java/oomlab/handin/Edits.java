package oomlab.handin;

import static oomlab.handin.Edit.Claim.OTHER;
import static oomlab.handin.Edit.Claim.OWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import oomlab.internal.proc.TracksCsv;

/** What students do to a bundle, from one number to all of it. */
final class Edits {
  private static final String OTHER_BOOT = "11111111-2222-4333-8444-555555555555";

  private Edits() {}

  /** All kinds: those that must be found, and those that are known to pass. */
  static final List<Edit> ALL =
      List.of(
          other("another student's bundle as it is", (mine, other) -> {}),
          other("another's, limit edited", (mine, other) -> limit(mine, other)),
          other("another's, limit and threads edited", Edits::parameters),
          other("another's, all parameters edited", Edits::announced),
          other("another's, parameters and the report's limit edited", Edits::reportedLimit),
          own("limit read back changed", m -> m.number("limitBytes", v -> v + (8 << 20))),
          own("threads changed", m -> m.number("threads", v -> v + 1)),
          own("chunk changed", m -> m.number("chunkBytes", v -> v + (1 << 21))),
          own("deathNanos shortened", m -> m.number("deathNanos", v -> v / 2)),
          own(
              "wallMillis shortened",
              m -> m.number("wallMillis", v -> 1).number("deathNanos", v -> v + 5_000_000_000L)),
          own("peak changed", m -> m.number("peakRssBytes", v -> v + 4096)),
          own("kill time changed", m -> m.number("killNanos", v -> v + 1_000_000)),
          own("clock changed", m -> m.number("offsetNanos", v -> v - 3_000_000)),
          own("sampler's growth changed", m -> m.number("maxNanos", v -> v + 1)),
          own("sampling interval changed", m -> m.number("sampleIntervalNanos", v -> v * 2)),
          own("pid changed in run.json's victim", m -> m.number("expectedVictim", v -> v + 1)),
          own("pid changed everywhere but in the log", m -> pidBut(m, "kmsg.log")),
          own("pid changed everywhere but in the terminal", m -> pidBut(m, "terminal.txt")),
          own("pid changed everywhere but in run.json", m -> pidBut(m, "run.json")),
          own("boot id of another form", m -> m.word("bootId", "mine")),
          own("kernel release changed", m -> m.word("kernelRelease", "6.9.1-generic")),
          own("page size changed", m -> m.number("pageBytes", v -> v * 4)),
          own("format changed", m -> m.number("format", v -> 2)),
          own("verdict changed to exited", Edits::exited),
          own(
              "verdict's evidence removed",
              m ->
                  m.edit(
                      "run.json",
                      t ->
                          t.replaceFirst(
                              "(?s)\"evidence\" : \\[.*?\\n    \\]", "\"evidence\" : [ ]"))),
          own("wait status changed", m -> m.number("signaled", v -> 15)),
          own(
              "counter in the evidence changed",
              m -> m.edit("run.json", t -> t.replaceFirst("grew by 1", "grew by 0"))),
          own(
              "cgroup's name changed in the evidence",
              m ->
                  m.edit(
                      "run.json",
                      t ->
                          t.replaceAll(
                              "memory cgroup [\\w-]+ grew", "memory cgroup mine-1-2-3 grew"))),
          own(
              "evidence reworded",
              m ->
                  m.edit(
                      "run.json",
                      t ->
                          t.replace("anon-rss:1", "anon-rss:2")
                              .replace("anon-rss:2", "anon-rss:3"))),
          own("one sample changed", Edits::oneSample),
          own("samples scaled", m -> scale(m, 1.15)),
          own("samples scaled, sampler worked out anew", m -> scale(m, 1.15).sampler()),
          own("samples smoothed", Edits::smooth),
          own("curve cut", m -> cut(m)),
          own("curve cut, sampler worked out anew", m -> cut(m).sampler()),
          own("curve extended", Edits::extend),
          own("curve extended, sampler worked out anew", m -> extend(m).sampler()),
          own("curve delayed, sampler worked out anew", m -> delay(m).sampler()),
          own("a straight line for a curve, sampler worked out anew", m -> line(m, 0).sampler()),
          own("a line with jitter, sampler worked out anew", m -> line(m, 1).sampler()),
          swap("samples of another run", (m, o) -> m.samples(o.samples())),
          swap(
              "samples of another run, sampler worked out anew",
              (m, o) -> m.samples(o.samples()).sampler()),
          swap("samples, tracks and sampler of another run", Edits::recording),
          swap("tracks of another run", Edits::tracks),
          swap("kernel log of another run", (m, o) -> m.take("kmsg.log", o)),
          swap(
              "kernel log of another run, pid edited",
              (m, o) -> m.take("kmsg.log", o).pid("kmsg.log", o.pid(), m.pid())),
          swap("terminal of another run", (m, o) -> m.take("terminal.txt", o)),
          swap("announcements of another run", (m, o) -> m.takeObject("allocations", o)),
          own("half of the announcements deleted", m -> fewer(m, false)),
          own("half of the announcements deleted, in the terminal too", m -> fewer(m, true)),
          own("VmHWM scaled", m -> m.track("VmHWM", v -> v + v / 10)),
          own(
              "VmHWM scaled, the peak too",
              m ->
                  m.track("VmHWM", v -> (v + v / 5) / 4096 * 4096)
                      .number("peakRssBytes", v -> (v + v / 5) / 4096 * 4096)),
          own(
              "slower values deleted",
              m ->
                  m.put("tracks.csv", TracksCsv.HEADER + "\n")
                      .edit(
                          "run.json",
                          t ->
                              t.replaceFirst(
                                      "(?s)\"tracks\" : \\[.*?\\n?  ?\\],", "\"tracks\" : [ ],")
                                  .replaceFirst("\\s*\"peakRssBytes\" : \\d+,", ""))),
          own("RssAnon scaled", m -> m.track("RssAnon", v -> v + v / 10)),
          own("kill line's anon-rss changed", m -> rss(m, "kmsg.log")),
          own(
              "kill line's anon-rss changed, in the evidence too",
              m -> rss(rss(m, "kmsg.log"), "run.json")),
          own("table's rss changed", Edits::row),
          own("report's limit changed", m -> m.after("kmsg.log", "limit ", v -> v + 4096)),
          own(
              "a kernel record deleted",
              m -> m.edit("kmsg.log", t -> t.replaceFirst("(?m)^(.*;.*\n)(.*;.*\n)", "$1"))),
          own(
              "kernel records moved in time",
              m ->
                  m.edit(
                      "kmsg.log",
                      t ->
                          Pattern.compile("(?m)^(\\d+,\\d+),(\\d+),")
                              .matcher(t)
                              .replaceAll(
                                  r ->
                                      r.group(1)
                                          + ","
                                          + (Long.parseLong(r.group(2)) + 9_000_000)
                                          + ","))),
          own("predictions added with a seal of nobody", Edits::predictions),
          passes("another boot id", m -> m.word("bootId", OTHER_BOOT)),
          passes("another start", m -> m.word("startedAt", "2026-11-20T08:00:00.5Z")),
          passes(
              "another thread id",
              m ->
                  m.edit(
                      "run.json",
                      t -> t.replaceFirst("(\"threadIds\" : \\[\\s*\\d+,\\s*)\\d+", "$1" + 99999))),
          passes("one sample changed by a page, sampler worked out anew", Edits::onePage),
          passes("times shifted by a constant, everywhere", Edits::shifted),
          passes("pid changed everywhere", m -> pidBut(m, "")),
          passes("every number shaken by a program", Forgers::shake),
          new Edit(
              "a run written by a careful program",
              false,
              (mine, other, random) -> {
                Forgers.write(mine, other);
                return OTHER;
              }));

  private static Edit own(String kind, Consumer<Forged> how) {
    return new Edit(
        kind,
        true,
        (mine, other, random) -> {
          how.accept(mine);
          return OWN;
        });
  }

  private static Edit passes(String kind, Consumer<Forged> how) {
    return new Edit(
        kind,
        false,
        (mine, other, random) -> {
          how.accept(mine);
          return OWN;
        });
  }

  private static Edit swap(String kind, BiConsumer<Forged, Forged> how) {
    return new Edit(
        kind,
        true,
        (mine, other, random) -> {
          how.accept(mine, other);
          return OWN;
        });
  }

  /** The bundle is one student's, and another hands it in. */
  private static Edit other(String kind, BiConsumer<Forged, Forged> how) {
    return new Edit(
        kind,
        true,
        (mine, other, random) -> {
          how.accept(mine, other);
          return OTHER;
        });
  }

  private static Forged limit(Forged mine, Forged other) {
    return mine.number("limitBytes", v -> other.number("limitBytes"));
  }

  private static Forged parameters(Forged mine, Forged other) {
    return limit(mine, other)
        .number("threads", v -> other.number("threads"))
        .number("chunkBytes", v -> other.number("chunkBytes"));
  }

  private static Forged announced(Forged mine, Forged other) {
    long chunk = other.number("chunkBytes");
    return parameters(mine, other)
        .number("bytes", v -> chunk)
        .after("terminal.txt", "allocating ", v -> chunk);
  }

  private static Forged reportedLimit(Forged mine, Forged other) {
    long limit = other.number("limitBytes");
    return announced(mine, other)
        .after("kmsg.log", "usage ", v -> limit >> 10)
        .after("kmsg.log", "(?<!kmem: usage \\d{1,9}kB, )limit ", v -> limit >> 10)
        .after("kmsg.log", "hierarchical_memory_limit ", v -> limit);
  }

  private static Forged pidBut(Forged mine, String file) {
    long old = mine.pid();
    for (String name : List.of("run.json", "kmsg.log", "terminal.txt")) {
      if (!name.equals(file)) {
        mine.pid(name, old, old + 10_000);
      }
    }
    return mine;
  }

  private static Forged exited(Forged mine) {
    return mine.edit(
        "run.json",
        t ->
            t.replaceFirst(
                "(?s)\"verdict\" : \\{.*?\\n  \\}",
                "\"verdict\" : { \"kind\" : \"exited\", \"code\" : 12 }"));
  }

  private static Forged oneSample(Forged mine) {
    List<long[]> rows = mine.samples();
    rows.get(rows.size() / 2)[2] += 3000;
    return mine.samples(rows);
  }

  private static Forged onePage(Forged mine) {
    List<long[]> rows = mine.samples();
    rows.get(rows.size() / 3)[2] += 1;
    return mine.samples(rows).sampler();
  }

  private static Forged scale(Forged mine, double by) {
    List<long[]> rows = mine.samples();
    rows.forEach(row -> row[2] = Math.round(row[2] * by));
    return mine.samples(rows);
  }

  private static Forged smooth(Forged mine) {
    List<long[]> rows = mine.samples();
    List<long[]> out = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      long sum = 0;
      int count = 0;
      for (int j = Math.max(0, i - 5); j <= Math.min(rows.size() - 1, i + 5); j++) {
        sum += rows.get(j)[2];
        count++;
      }
      long[] row = rows.get(i).clone();
      row[2] = sum / count;
      out.add(row);
    }
    return mine.samples(out);
  }

  private static Forged cut(Forged mine) {
    List<long[]> rows = mine.samples();
    return mine.samples(new ArrayList<>(rows.subList(0, rows.size() / 2)));
  }

  private static Forged extend(Forged mine) {
    List<long[]> rows = mine.samples();
    long gap = mine.number("sampleIntervalNanos");
    for (int i = 0; i < 200; i++) {
      long[] row = rows.get(rows.size() - 1).clone();
      row[0] += gap + i % 7;
      row[2] += 150;
      row[1] += 150;
      rows.add(row);
    }
    return mine.samples(rows);
  }

  private static Forged delay(Forged mine) {
    List<long[]> rows = mine.samples();
    rows.forEach(row -> row[0] += 60_000_000);
    return mine.samples(rows);
  }

  private static Forged line(Forged mine, int jitter) {
    List<long[]> rows = mine.samples();
    Random random = new Random(1);
    long[] first = rows.get(0);
    long[] last = rows.get(rows.size() - 1);
    long gap = mine.number("sampleIntervalNanos");
    List<long[]> out = new ArrayList<>();
    long count = (last[0] - first[0]) / gap;
    for (int i = 0; i < count; i++) {
      long[] row = last.clone();
      row[0] = first[0] + i * gap + (long) jitter * random.nextInt(90_000);
      row[2] = first[2] + (last[2] - first[2]) * i / count + (long) jitter * random.nextInt(20);
      out.add(row);
    }
    return mine.samples(out);
  }

  private static Forged recording(Forged mine, Forged other) {
    return tracks(mine.samples(other.samples()), other).takeObject("sampler", other);
  }

  private static Forged tracks(Forged mine, Forged other) {
    String tracks =
        other.text("run.json").replaceAll("(?s).*(\"tracks\" : \\[.*?\\n?  ?\\]),.*", "$1");
    return mine.take("tracks.csv", other)
        .edit(
            "run.json",
            t ->
                Pattern.compile("(?s)\"tracks\" : \\[.*?\\n?  ?\\]")
                    .matcher(t)
                    .replaceFirst(java.util.regex.Matcher.quoteReplacement(tracks)));
  }

  private static Forged fewer(Forged mine, boolean terminal) {
    Pattern entry =
        Pattern.compile(
            "\\{\\s*\"nanos\" : \\d+,\\s*\"thread\" : \"\\w+\",\\s*\"bytes\" : \\d+\\s*\\}");
    List<String> all = entry.matcher(mine.text("run.json")).results().map(r -> r.group()).toList();
    String half = String.join(", ", all.subList(0, all.size() / 2));
    mine.edit(
        "run.json",
        t ->
            t.replaceFirst(
                "(?s)\"allocations\" : \\[.*?\\]", "\"allocations\" : [ " + half + " ]"));
    if (terminal) {
      long[] seen = {0};
      mine.edit(
          "terminal.txt",
          t ->
              t.lines()
                  .filter(l -> !l.startsWith("thread(") || seen[0]++ < all.size() / 2)
                  .reduce("", (a, b) -> a + b + "\n"));
    }
    return mine;
  }

  private static Forged rss(Forged mine, String file) {
    return mine.after(file, "anon-rss:", v -> v + v / 6);
  }

  private static Forged row(Forged mine) {
    return mine.edit(
        "kmsg.log",
        t ->
            Pattern.compile("(;\\[ *" + mine.pid() + "\\] +\\d+ +\\d+ +\\d+ +)(\\d+)")
                .matcher(t)
                .replaceAll(r -> r.group(1) + Long.parseLong(r.group(2)) * 5 / 4));
  }

  private static Forged predictions(Forged mine) {
    return mine.edit(
        "run.json",
        t ->
            t.replaceFirst(
                "\"wallMillis\" : (\\d+)",
                "\"wallMillis\" : $1, \"predictions\" : { \"answers\" : [ { \"question\" : \"q\","
                    + " \"answer\" : \"a\", \"madeAt\" : \"2026-01-01T00:00:00Z\" } ], \"seal\" :"
                    + " \"00\" }"));
  }

  private static Forged shifted(Forged mine) {
    return mine.number("offsetNanos", v -> v + 5_000_000_000L)
        .edit(
            "kmsg.log",
            t ->
                Pattern.compile("(?m)^(\\d+,\\d+),(\\d+),")
                    .matcher(t)
                    .replaceAll(
                        r -> r.group(1) + "," + (Long.parseLong(r.group(2)) + 5_000_000) + ","))
        .edit(
            "run.json",
            t ->
                Pattern.compile("(record \\d+ at )(\\d+)\\.")
                    .matcher(t)
                    .replaceAll(r -> r.group(1) + (Long.parseLong(r.group(2)) + 5) + "."));
  }
}
