package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.stream.IntStream;
import oomlab.Recording.Quality;
import oomlab.Recording.Series;
import oomlab.Run;

/**
 * The samples are in order, no more than the interval has room for, and what {@code run.json} says
 * of them (gaps, growth, blind bytes) is what comes out of them; both are written by the same
 * library from the same numbers.
 */
final class SampleCheck implements Check {
  private static final int ENOUGH = 20;

  @Override
  public String subject() {
    return words("the samples, and what is said of them");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    Series series = handedIn.series();
    if (!handedIn.hasSamples()) {
      findings.remark("no-samples", later("The run has no sample: there is no curve to check."));
      return;
    }
    order(series, findings);
    sizes(handedIn, findings);
    sight(run, findings);
    long interval = run.experiment().sampleInterval().toNanos();
    long wall = series.nanos(series.size() - 1) - series.nanos(0);
    if (series.size() > wall / interval + 2) {
      findings.fault(
          "sample-count",
          later("%d samples in %.3f ms are more than one each %.3f ms."),
          series.size(),
          wall / 1e6,
          interval / 1e6);
    }
    long last = series.nanos(series.size() - 1);
    // The sampler stamps a sample after reading it, and may be put aside in between.
    long late = Math.max(100_000_000, run.recording().quality().maxNanos());
    if (series.nanos(0) < 0 || last > run.deathNanos() + late) {
      findings.fault(
          "sample-times",
          later(
              "The samples are from %.3f ms to %.3f ms, and the process lived from 0 to %.3f ms."),
          series.nanos(0) / 1e6,
          last / 1e6,
          run.deathNanos() / 1e6);
    }
  }

  private static void order(Series series, Findings findings) {
    for (int i = 1; i < series.size(); i++) {
      if (series.nanos(i) <= series.nanos(i - 1)) {
        findings.fault(
            "sample-times",
            later("Sample %d, at %d ns, is not later than sample %d, at %d ns."),
            i + 1,
            series.nanos(i),
            i,
            series.nanos(i - 1));
        return;
      }
    }
    long gaps =
        IntStream.range(1, series.size())
            .mapToLong(i -> series.nanos(i) - series.nanos(i - 1))
            .distinct()
            .count();
    if (series.size() > ENOUGH && gaps < series.size() / 10) {
      findings.fault(
          "sample-jitter",
          later("%d samples have only %d different distances: no computer keeps time like that."),
          series.size(),
          gaps);
    }
  }

  private static void sizes(HandedInRun handedIn, Findings findings) {
    Series series = handedIn.series();
    long noise = handedIn.counterBytes() / handedIn.pageBytes();
    for (int i = 0; i < series.size(); i++) {
      if (series.rssPages(i) < 0
          || series.sharedPages(i) < 0
          || series.rssPages(i) > series.totalPages(i) + noise
          || series.sharedPages(i) > series.rssPages(i) + noise) {
        findings.fault(
            "sample-sizes",
            later(
                "Sample %d has %d pages of address space, %d resident and %d shared: each holds the next."),
            i + 1,
            series.totalPages(i),
            series.rssPages(i),
            series.sharedPages(i));
        return;
      }
    }
  }

  private static void sight(Run run, Findings findings) {
    Quality said = run.recording().quality();
    Quality is =
        Quality.of(
            run.recording().series(),
            run.experiment().sampleInterval().toNanos(),
            said.cpuNanos(),
            said.dying());
    if (said.intervalNanos() != is.intervalNanos()) {
      findings.fault(
          "sampler",
          later("The sampler's interval is %.3f ms, and the experiment asks for %.3f ms."),
          said.intervalNanos() / 1e6,
          is.intervalNanos() / 1e6);
    } else if (!said.equals(is)) {
      findings.fault(
          "sampler",
          later(
              "The samples do not give what the sampler said of them: median gap %d ns, longest %d ns,"
                  + " fastest growth %.0f bytes/s, %d ns in all; said were %d ns, %d ns, %.0f bytes/s and"
                  + " %d ns."),
          is.p50Nanos(),
          is.maxNanos(),
          is.growthBytesPerSecond(),
          is.wallNanos(),
          said.p50Nanos(),
          said.maxNanos(),
          said.growthBytesPerSecond(),
          said.wallNanos());
    }
  }
}
