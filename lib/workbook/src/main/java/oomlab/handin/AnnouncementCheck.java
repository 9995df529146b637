package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.Experiment;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.Run.Allocation;

/**
 * The announcements are the lines of the terminal, of chunks and threads as many as there were; and
 * a thread that announces a chunk has touched those before it, so the curve has to have them.
 */
final class AnnouncementCheck implements Check {
  /** File pages of a JVM, which other processes may have read already. */
  private static final long FILE_BYTES = 32 * HandedInRun.MIB;

  @Override
  public String subject() {
    return words("announcements against terminal and curve");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    List<String> said = run.terminal().stream().filter(line -> line.startsWith("thread(")).toList();
    List<String> kept =
        run.allocations().stream()
            .map(a -> "thread(%s), allocating %d bytes.".formatted(a.thread(), a.bytes()))
            .toList();
    if (!said.equals(kept)) {
      findings.fault(
          "announcements",
          later("The terminal has %d announcements of a thread, and run.json %d; they differ."),
          said.size(),
          kept.size());
    }
    settings(run, findings);
    if (handedIn.hasSamples() && handedIn.memoryStays()) {
      touched(handedIn, findings);
    }
  }

  private static void settings(Run run, Findings findings) {
    Experiment made = run.experiment();
    long threads = run.allocations().stream().map(Allocation::thread).distinct().count();
    if (threads > made.threads()) {
      findings.fault(
          "announcements",
          later("%d threads announce chunks, and the run was made with %d."),
          threads,
          made.threads());
    }
    long before = 0;
    for (Allocation a : run.allocations()) {
      if (a.bytes() != made.chunkBytes()) {
        findings.fault(
            "announcements",
            later("A thread announces %d bytes, and the run's chunks are of %d."),
            a.bytes(),
            made.chunkBytes());
      }
      if (a.nanos() < before || a.nanos() > run.deathNanos() + 3_000_000_000L) {
        findings.fault(
            "announcement-times",
            later(
                "An announcement is from %.3f ms: it is out of order, or after the end at %.3f ms."),
            a.nanos() / 1e6,
            run.deathNanos() / 1e6);
      }
      before = Math.max(before, a.nanos());
    }
  }

  private static void touched(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    Series series = handedIn.series();
    List<Allocation> all = run.allocations();
    long chunk = run.experiment().chunkBytes();
    int threads = run.experiment().threads();
    int count = 0;
    for (int i = 0; i < series.size(); i++) {
      while (count < all.size() && all.get(count).nanos() <= series.nanos(i)) {
        count++;
      }
      long least = (long) (count - threads) * chunk;
      if (series.rssBytes(i) < least - handedIn.counterBytes()) {
        findings.fault(
            "curve-late",
            later(
                "By %.3f ms %d chunks were announced, so that %d bytes were touched; the curve has %d."),
            series.nanos(i) / 1e6,
            count,
            least,
            series.rssBytes(i));
        return;
      }
    }
    long most = all.size() * chunk + handedIn.besideBytes() + FILE_BYTES;
    if (series.maxRssBytes() > most) {
      findings.fault(
          "curve-high",
          later("The curve reaches %d bytes, and %d announced chunks of %d bytes cannot."),
          series.maxRssBytes(),
          all.size(),
          chunk);
    }
  }
}
