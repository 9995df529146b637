package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Optional;
import java.util.OptionalInt;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;

/**
 * The slower values against the samples between which they were read: VmHWM never falls and is not
 * below the curve; RssAnon and RssFile add up to the curve; the group stays below its limit.
 */
final class TrackCheck implements Check {
  /** What RssAnon and RssFile leave out (RssShmem), and what changes between two reads. */
  private static final long BESIDE_BYTES = 2 * HandedInRun.MIB;

  private static final int ENOUGH = 20;

  private static final long YOUNG_BYTES = 32 * HandedInRun.MIB;

  @Override
  public String subject() {
    return words("VmHWM, RssAnon, RssFile, usage against the curve");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    for (Track track : run.recording().tracks()) {
      times(run, track, findings);
    }
    // Whoever may read statm may read status.
    if (handedIn.series().size() >= ENOUGH && run.recording().track("VmHWM").isEmpty()) {
      findings.fault(
          "tracks",
          later("The run has %d samples, and VmHWM was never read."),
          handedIn.series().size());
    }
    run.recording().track("VmHWM").ifPresent(peak -> peak(handedIn, peak, findings));
    split(handedIn, findings);
    run.recording().cgroupUsage().ifPresent(usage -> usage(run, usage, findings));
  }

  private static void times(Run run, Track track, Findings findings) {
    long most = run.deathNanos() + 2_000_000_000L;
    for (int i = 0; i < track.size(); i++) {
      long nanos = track.nanos()[i];
      if (nanos < 0 || nanos > most || (i > 0 && nanos < track.nanos()[i - 1])) {
        findings.fault(
            "track-times",
            later(
                "Value %d of the track %s is from %.3f ms: it is out of order, or not of this run."),
            i + 1,
            track.name(),
            nanos / 1e6);
        return;
      }
    }
  }

  private static void peak(HandedInRun handedIn, Track peak, Findings findings) {
    for (int i = 1; i < peak.size(); i++) {
      long before = peak.values()[i - 1];
      // A process that starts another program (execve) begins anew, and the shell and the young JVM
      // of a victim are small.
      if (before > YOUNG_BYTES && peak.values()[i] < before - handedIn.counterBytes()) {
        findings.fault(
            "peak",
            later("VmHWM falls from %d to %d bytes; the kernel keeps the highest value."),
            before,
            peak.values()[i]);
        return;
      }
    }
    Series series = handedIn.series();
    for (int i = 0; i < peak.size(); i++) {
      OptionalInt sample = before(series, peak.nanos()[i]);
      if (sample.isPresent()
          && series.rssBytes(sample.getAsInt()) > peak.values()[i] + handedIn.counterBytes()) {
        findings.fault(
            "peak",
            later("At %.3f ms the curve had reached %d bytes, and VmHWM only %d."),
            peak.nanos()[i] / 1e6,
            series.rssBytes(sample.getAsInt()),
            peak.values()[i]);
        return;
      }
    }
    stillSampled(series, peak, findings);
  }

  /** VmHWM is read right after a sample: two readings without a sample between them miss one. */
  private static void stillSampled(Series series, Track peak, Findings findings) {
    for (int i = 1; i < peak.size(); i++) {
      long from = peak.nanos()[i - 1];
      OptionalInt sample = before(series, peak.nanos()[i]);
      if (series.size() > 0
          && from > series.nanos(0)
          && sample.isPresent()
          && series.nanos(sample.getAsInt()) < from
          && peak.nanos()[i] > from) {
        findings.fault(
            "curve-hole",
            later(
                "VmHWM was read at %.3f ms and at %.3f ms, and the curve has no sample between them."),
            from / 1e6,
            peak.nanos()[i] / 1e6);
        return;
      }
    }
  }

  private static void split(HandedInRun handedIn, Findings findings) {
    Optional<Track> anonymous = handedIn.run().recording().track("RssAnon");
    Optional<Track> files = handedIn.run().recording().track("RssFile");
    if (anonymous.isEmpty() || files.isEmpty() || anonymous.get().size() != files.get().size()) {
      return;
    }
    Track anon = anonymous.get();
    Track file = files.get();
    Series series = handedIn.series();
    for (int i = 0; i < anon.size(); i++) {
      OptionalInt before = before(series, anon.nanos()[i]);
      if (before.isEmpty() || before.getAsInt() + 1 >= series.size()) {
        continue;
      }
      long one = series.rssBytes(before.getAsInt());
      long two = series.rssBytes(before.getAsInt() + 1);
      long sum = anon.values()[i] + file.values()[i];
      if (sum < Math.min(one, two) - BESIDE_BYTES || sum > Math.max(one, two) + BESIDE_BYTES) {
        findings.fault(
            "tracks",
            later(
                "At %.3f ms RssAnon and RssFile are %d bytes, and the samples around it %d and %d."),
            anon.nanos()[i] / 1e6,
            sum,
            one,
            two);
        return;
      }
    }
  }

  private static void usage(Run run, Track usage, Findings findings) {
    if (run.limitBytes().isEmpty() || run.experiment().wholeMachine()) {
      return;
    }
    // The kernel may charge a little by force.
    long most = run.limitBytes().getAsLong() + HandedInRun.MIB;
    for (long value : usage.values()) {
      if (value > most) {
        findings.fault(
            "usage",
            later("%s reached %d bytes, above the limit of %d."),
            usage.name(),
            value,
            run.limitBytes().getAsLong());
        return;
      }
    }
  }

  /** The last sample that was taken by then. */
  private static OptionalInt before(Series series, long nanos) {
    int low = 0;
    int high = series.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (series.nanos(middle) <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? OptionalInt.empty() : OptionalInt.of(low - 1);
  }
}
