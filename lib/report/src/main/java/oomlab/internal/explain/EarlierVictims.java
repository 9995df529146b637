package oomlab.internal.explain;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;

/** Remembers whom earlier reports of a log killed: the kernel passes over them. */
public final class EarlierVictims {
  /** So many are enough for the processes that still wait for their end. */
  private static final int MOST = 1000;

  private final Set<Integer> killed = new LinkedHashSet<>();
  private String log = "";
  private Optional<OomReport> last = Optional.empty();
  private Optional<Explanation> explained = Optional.empty();

  /**
   * Explains the next report of a log; asked again for the same one, gives the same answer.
   *
   * @param file the log's name: with another name, another log begins
   */
  public Explanation explain(OomReport report, String file) {
    if (!file.equals(log)) {
      // Another log may be another machine's.
      log = file;
      killed.clear();
      last = Optional.empty();
    }
    if (last.isPresent() && last.get().equals(report)) {
      return explained.orElseThrow();
    }
    Explanation explanation = Explanation.of(report, Set.copyOf(killed));
    last = Optional.of(report);
    explained = Optional.of(explanation);
    report.kills().forEach(k -> killed.add(k.pid()));
    while (killed.size() > MOST) {
      killed.remove(killed.iterator().next());
    }
    return explanation;
  }
}
