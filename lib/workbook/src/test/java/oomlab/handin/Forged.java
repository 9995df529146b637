package oomlab.handin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.internal.proc.SamplingQuality;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.SeriesCsv;

/** The files of a bundle as text, in the hands of somebody who edits them. */
final class Forged {
  private final Map<String, String> files;

  private Forged(Map<String, String> files) {
    this.files = new TreeMap<>(files);
  }

  static Forged read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String name :
        List.of("run.json", "samples.csv", "tracks.csv", "kmsg.log", "terminal.txt")) {
      files.put(name, Files.readString(folder.resolve(name), StandardCharsets.UTF_8));
    }
    return new Forged(files);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
  }

  Forged copy() {
    return new Forged(files);
  }

  boolean sameAs(Forged other) {
    return files.equals(other.files);
  }

  String text(String file) {
    return files.getOrDefault(file, "");
  }

  Forged put(String file, String text) {
    files.put(file, text);
    return this;
  }

  Forged edit(String file, UnaryOperator<String> how) {
    return put(file, how.apply(text(file)));
  }

  Forged everywhere(UnaryOperator<String> how) {
    files.replaceAll((name, text) -> how.apply(text));
    return this;
  }

  /** Takes a file from another bundle. */
  Forged take(String file, Forged from) {
    return put(file, from.text(file));
  }

  boolean has(String field) {
    return Pattern.compile("\"" + field + "\" : ").matcher(text("run.json")).find();
  }

  /** The first number of this name in run.json; 0 if there is none. */
  long number(String field) {
    Matcher m = Pattern.compile("\"" + field + "\" : (-?\\d+)").matcher(text("run.json"));
    return m.find() ? Long.parseLong(m.group(1)) : 0;
  }

  /** The first text of this name in run.json; empty if there is none. */
  String word(String field) {
    Matcher m = Pattern.compile("\"" + field + "\" : \"([^\"]*)\"").matcher(text("run.json"));
    return m.find() ? m.group(1) : "";
  }

  /** Changes every number of this name in run.json. */
  Forged number(String field, LongUnaryOperator how) {
    return edit(
        "run.json",
        text ->
            Pattern.compile("(\"" + field + "\" : )(-?\\d+)")
                .matcher(text)
                .replaceAll(m -> m.group(1) + how.applyAsLong(Long.parseLong(m.group(2)))));
  }

  Forged word(String field, String value) {
    return edit(
        "run.json",
        text ->
            Pattern.compile("(\"" + field + "\" : \")[^\"]*\"")
                .matcher(text)
                .replaceFirst(m -> Matcher.quoteReplacement(m.group(1) + value + "\"")));
  }

  /** A part of run.json that is an object, such as the sampler's. */
  Forged takeObject(String field, Forged from) {
    Pattern form = Pattern.compile("\"" + field + "\" : (\\{[^{}]*\\}|\\[[^\\[\\]]*\\])");
    Matcher theirs = form.matcher(from.text("run.json"));
    if (!theirs.find()) {
      return this;
    }
    String taken = theirs.group();
    return edit(
        "run.json", text -> form.matcher(text).replaceFirst(Matcher.quoteReplacement(taken)));
  }

  /** The samples: nanos, total, rss and shared pages, bytes. */
  List<long[]> samples() {
    List<long[]> rows = new ArrayList<>();
    for (String line : text("samples.csv").lines().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      long[] row = new long[cells.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = Long.parseLong(cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Puts samples in, their bytes and their number made to fit. */
  Forged samples(List<long[]> rows) {
    long page = number("pageBytes");
    StringBuilder csv = new StringBuilder(SeriesCsv.HEADER).append('\n');
    for (long[] row : rows) {
      csv.append(row[0]).append(',').append(row[1]).append(',').append(row[2]).append(',');
      csv.append(row[3]).append(',').append(row[2] * page).append('\n');
    }
    return put("samples.csv", csv.toString()).number("samples", old -> rows.size());
  }

  /** Works out anew what run.json says of the samples, as a careful forger does. */
  Forged sampler() {
    Series series = SeriesCsv.parse(text("samples.csv"), number("pageBytes"));
    SamplingQuality sight =
        SamplingQuality.of(series, number("sampleIntervalNanos"), number("cpuNanos"), true);
    number("p50Nanos", old -> sight.p50Nanos());
    number("p99Nanos", old -> sight.p99Nanos());
    number("maxNanos", old -> sight.maxNanos());
    number("wallNanos", old -> sight.wallNanos());
    number("blindBytes", old -> sight.blindBytes());
    return edit(
        "run.json",
        text ->
            text.replaceFirst(
                "\"growthBytesPerSecond\" : [^,\n]*",
                "\"growthBytesPerSecond\" : " + sight.growthBytesPerSecond()));
  }

  /** Changes the values of a track. */
  Forged track(String name, LongUnaryOperator how) {
    return edit(
        "tracks.csv",
        text ->
            Pattern.compile("(?m)^(" + name + ",[^,]*,\\d+,)(-?\\d+)$")
                .matcher(text)
                .replaceAll(m -> m.group(1) + how.applyAsLong(Long.parseLong(m.group(2)))));
  }

  /** Changes the number after some words, in one file. */
  Forged after(String file, String words, LongUnaryOperator how) {
    return edit(
        file,
        text ->
            Pattern.compile("(" + words + ")(\\d+)")
                .matcher(text)
                .replaceAll(
                    m ->
                        Matcher.quoteReplacement(
                            m.group(1) + how.applyAsLong(Long.parseLong(m.group(2))))));
  }

  long pid() {
    return number("expectedVictim");
  }

  /** Writes another process id, as a word of its own, into a file. */
  Forged pid(String file, long old, long now) {
    return edit(file, text -> text.replaceAll("\\b" + old + "\\b", String.valueOf(now)));
  }
}
