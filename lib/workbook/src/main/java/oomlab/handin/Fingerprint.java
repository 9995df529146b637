package oomlab.handin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.LongStream;
import oomlab.Experiment;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Words;
import oomlab.report.LogRecord;

/**
 * What a run is recognised by, also after its names, times or sizes were edited: groups of
 * differences of its samples, announcements and kernel records.
 */
public final class Fingerprint {
  /** More than that no honest strand has; it bounds what a class of hundreds costs. */
  private static final int MOST = 2000;

  private static final int LARGE_PAGES = 200;
  private static final int LEAST_PAGES = 1000;

  private final String identity;
  private final String digest;
  private final Map<Strand, int[]> strands = new EnumMap<>(Strand.class);

  private Fingerprint(Run run) {
    identity = "boot " + run.bootId() + ", started " + run.startedAt();
    // In the same words for whoever reads it.
    digest = Words.in(Catalog.ENGLISH, () -> digest(run));
    Series series = run.recording().series();
    long[][] samples = new long[series.size()][];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = new long[] {series.nanos(i), series.rssPages(i)};
    }
    // Rows in another order are the same run.
    Arrays.sort(samples, (a, b) -> Long.compare(a[0], b[0]));
    long[] gaps = differences(Arrays.stream(samples).mapToLong(s -> s[0]).toArray());
    long[] growth =
        LongStream.of(differences(Arrays.stream(samples).mapToLong(s -> s[1]).toArray()))
            .filter(d -> d != 0)
            .toArray();
    strands.put(Strand.GAPS, groups(gaps, 3, 1));
    strands.put(Strand.GAP_RATIOS, groups(ratios(gaps, 1e5), 3, 0));
    strands.put(Strand.GROWTH, groups(growth, 4, LEAST_PAGES));
    long[] large = LongStream.of(growth).filter(d -> Math.abs(d) >= LARGE_PAGES).toArray();
    strands.put(Strand.GROWTH_RATIOS, groups(ratios(large, 100), 5, 0));
    long[] read = run.recording().track("VmHWM").map(Track::nanos).orElse(new long[0]);
    strands.put(Strand.READINGS, groups(differences(read), 3, 1));
    long[] announced =
        differences(run.allocations().stream().mapToLong(Allocation::nanos).sorted().toArray());
    strands.put(Strand.ANNOUNCED, groups(announced, 3, 1));
    long[] log = differences(run.kernelLog().stream().mapToLong(LogRecord::micros).toArray());
    strands.put(Strand.LOG, groups(log, 16, 0));
  }

  /** Returns the fingerprint of a run. */
  public static Fingerprint of(Run run) {
    return new Fingerprint(run);
  }

  /** Boot and start: no second run has both. */
  String identity() {
    return identity;
  }

  /** SHA-256 over everything but the predictions and where it was loaded from. */
  String digest() {
    return digest;
  }

  /** The groups of a strand, as hashes in ascending order. */
  int[] strand(Strand strand) {
    int[] groups = strands.get(strand);
    return groups == null ? new int[0] : groups;
  }

  /** Counts what two sorted strands have in common. */
  static int common(int[] one, int[] other) {
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < one.length && j < other.length) {
      int order = Integer.compare(one[i], other[j]);
      if (order == 0) {
        count++;
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return count;
  }

  private static long[] differences(long[] values) {
    long[] out = new long[Math.max(0, values.length - 1)];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i + 1] - values[i];
    }
    return out;
  }

  private static long[] ratios(long[] values, double steps) {
    long[] out = new long[Math.max(0, values.length - 1)];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] == 0 ? 0 : Math.round(steps * values[i + 1] / values[i]);
    }
    return out;
  }

  /** Hashes of so many values in a row that are together at least so much. */
  private static int[] groups(long[] values, int length, long least) {
    int[] out = new int[Math.max(0, values.length - length + 1)];
    int count = 0;
    for (int i = 0; i < out.length; i++) {
      long[] group = Arrays.copyOfRange(values, i, i + length);
      if (LongStream.of(group).map(Math::abs).sum() >= least
          && LongStream.of(group).distinct().count() > 1) {
        out[count] = hash(group);
        count++;
      }
    }
    return Arrays.stream(out, 0, count).sorted().distinct().limit(MOST).toArray();
  }

  private static int hash(long[] group) {
    long hash = 0x9E3779B97F4A7C15L;
    for (long value : group) {
      hash = (hash ^ value) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
    }
    return (int) (hash >>> 32);
  }

  private static String digest(Run run) {
    Experiment e = run.experiment();
    StringBuilder text = new StringBuilder();
    text.append(e).append(e.sampleInterval()).append(e.timeLimit());
    text.append(run.recordedOn().label()).append(run.startedAt()).append(run.bootId());
    text.append(run.kernelRelease()).append(run.pageBytes()).append(run.expectedVictim());
    text.append(run.victim()).append(run.threadIds()).append(run.waitStatus());
    text.append(run.verdict().kind()).append(run.verdict()).append(run.terminal());
    text.append(run.allocations()).append(run.peakRssBytes()).append(run.limitBytes());
    text.append(run.clock()).append(run.killNanos()).append(run.deathNanos());
    text.append(run.kernelLog()).append(run.kernelLogGap()).append(run.wallMillis());
    text.append(run.recording().quality().hashCode());
    Series series = run.recording().series();
    for (int i = 0; i < series.size(); i++) {
      text.append(series.nanos(i)).append(' ').append(series.totalPages(i)).append(' ');
      text.append(series.rssPages(i)).append(' ').append(series.sharedPages(i)).append('\n');
    }
    for (Track track : run.recording().tracks()) {
      text.append(track.name()).append(track.unit());
      text.append(Arrays.toString(track.nanos())).append(Arrays.toString(track.values()));
    }
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException ex) {
      // java.security.MessageDigest: every Java platform has SHA-256.
      throw new IllegalStateException(ex);
    }
  }
}
