package oomlab.handin;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.internal.proc.TracksCsv;

/** Who writes a bundle by a program instead of editing one by hand. */
final class Forgers {
  private static final Pattern RECORD = Pattern.compile("(?m)^(\\d+,\\d+),(\\d+),");

  private Forgers() {}

  /** Changes every time and size of a run a little, and all that follows from them. */
  static void shake(Forged mine) {
    Random random = new Random(5);
    List<long[]> rows = mine.samples();
    for (int i = 0; i < rows.size(); i++) {
      long[] row = rows.get(i);
      long room = i + 1 < rows.size() ? rows.get(i + 1)[0] - row[0] : 100_000;
      row[0] += random.nextInt((int) Math.max(1, Math.min(9_000, room / 3)));
      row[2] += random.nextInt(5);
    }
    mine.samples(rows).sampler();
    AtomicLong before = new AtomicLong();
    mine.number(
        "nanos", v -> before.updateAndGet(last -> Math.max(last, v + random.nextInt(5_000))));
    mine.edit(
        "tracks.csv",
        t ->
            Pattern.compile("(?m)^([^,\n]+,[^,\n]+,)(\\d+)(,-?\\d+)$")
                .matcher(t)
                .replaceAll(m -> m.group(1) + shaken(m.group(2)) + m.group(3)));
    mine.word("startedAt", "2026-12-01T10:00:00Z")
        .word("bootId", "11111111-2222-4333-8444-555555555555");
    log(mine, random);
  }

  /** The same reading moves by the same time, and stays behind its sample. */
  private static long shaken(String nanos) {
    return Long.parseLong(nanos) + 9_500 + Math.floorMod(nanos.hashCode() * 31, 400);
  }

  /** Records but the kill's move by some microseconds. */
  private static void log(Forged mine, Random random) {
    mine.edit(
        "kmsg.log",
        t ->
            RECORD
                .matcher(t)
                .replaceAll(
                    m -> {
                      boolean last = m.end() > t.lastIndexOf('\n', t.length() - 2);
                      return m.group(1)
                          + ","
                          + (Long.parseLong(m.group(2)) - (last ? 0 : 1 + random.nextInt(20)))
                          + ",";
                    }));
  }

  /**
   * Writes another student's run from the template of one that is known: limit, threads, chunks, a
   * line for a curve, slower values on it, announcements in step, and a report that adds up.
   */
  static void write(Forged mine, Forged other) {
    long limit = other.number("limitBytes");
    long chunk = other.number("chunkBytes");
    long threads = other.number("threads");
    long pages = limit / mine.number("pageBytes");
    long anonKb = (limit >> 10) - 1024;
    mine.number("limitBytes", v -> limit)
        .number("threads", v -> threads)
        .number("chunkBytes", v -> chunk);
    Random random = new Random(9);
    List<long[]> rows = mine.samples();
    long first = rows.get(0)[0];
    long last = rows.get(rows.size() - 1)[0];
    long address = rows.get(rows.size() - 1)[1];
    for (long[] row : rows) {
      row[1] = address;
      row[2] = 2000 + (pages + 2000) * (row[0] - first) / (last - first) + random.nextInt(30);
      row[3] = 1500;
    }
    mine.samples(rows).sampler();
    announce(mine, limit, chunk, threads, first, last);
    slower(mine, rows);
    for (String file : List.of("kmsg.log", "run.json")) {
      mine.after(file, "anon-rss:", v -> anonKb).after(file, "file-rss:", v -> 6000);
    }
    mine.after("kmsg.log", "memory: usage ", v -> limit >> 10)
        .after("kmsg.log", "swap: usage ", v -> limit >> 10)
        .after("kmsg.log", "(?<!kmem: usage \\d{1,9}kB, )limit ", v -> limit >> 10)
        .after("kmsg.log", "hierarchical_mem\\w+ ", v -> limit)
        .after("kmsg.log", "(?:;|total_)rss ", v -> anonKb << 10)
        .edit(
            "kmsg.log",
            t ->
                Pattern.compile(
                        "(;\\[ *" + mine.pid() + "\\] +\\d+ +\\d+ +\\d+ +)\\d+( +)\\d+( +)\\d+")
                    .matcher(t)
                    .replaceAll(
                        m ->
                            m.group(1)
                                + (anonKb / 4 + 1500)
                                + m.group(2)
                                + anonKb / 4
                                + m.group(3)
                                + 1500));
    mine.word("startedAt", "2026-12-01T10:00:00Z")
        .word("bootId", "11111111-2222-4333-8444-555555555555");
  }

  /** Slower values that follow from the curve. */
  private static void slower(Forged mine, List<long[]> rows) {
    StringBuilder csv = new StringBuilder(TracksCsv.HEADER).append('\n');
    StringBuilder json = new StringBuilder();
    long peak = rows.get((rows.size() - 1) / 4 * 4)[2] * 4096;
    for (String name : List.of("VmHWM", "RssAnon", "RssFile")) {
      int count = 0;
      for (int i = 0; i < rows.size(); i += 4) {
        long bytes = rows.get(i)[2] * 4096;
        long file = rows.get(i)[3] * 4096;
        long value = name.equals("VmHWM") ? bytes : name.equals("RssFile") ? file : bytes - file;
        csv.append("%s,bytes,%d,%d\n".formatted(name, rows.get(i)[0] + 300, value));
        count++;
      }
      json.append(json.isEmpty() ? "" : ", ");
      json.append(
          "{ \"name\" : \"%s\", \"unit\" : \"bytes\", \"values\" : %d }".formatted(name, count));
    }
    mine.put("tracks.csv", csv.toString())
        .number("peakRssBytes", v -> peak)
        .edit(
            "run.json",
            t ->
                t.replaceFirst(
                    "(?s)\"tracks\" : \\[.*?\\n?  ?\\],",
                    Matcher.quoteReplacement("\"tracks\" : [ " + json + " ],")));
  }

  private static void announce(
      Forged mine, long limit, long chunk, long threads, long first, long last) {
    long count = limit / chunk + threads;
    StringBuilder json = new StringBuilder();
    StringBuilder lines = new StringBuilder("expected victim is " + mine.pid() + ".\n");
    for (long i = 0; i < count; i++) {
      String thread = "7f00000%02dc0".formatted(i % threads);
      long nanos = first + (last - first) * i / count;
      json.append(i == 0 ? "" : ", ")
          .append(
              "{ \"nanos\" : %d, \"thread\" : \"%s\", \"bytes\" : %d }"
                  .formatted(nanos, thread, chunk));
      lines.append("thread(%s), allocating %d bytes.\n".formatted(thread, chunk));
    }
    mine.put("terminal.txt", lines + "victim signalled: 9\n")
        .edit(
            "run.json",
            t ->
                t.replaceFirst(
                    "(?s)\"allocations\" : \\[.*?\\]",
                    Matcher.quoteReplacement("\"allocations\" : [ " + json + " ]")));
  }
}
