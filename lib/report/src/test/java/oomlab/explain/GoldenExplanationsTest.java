package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import oomlab.explain.Replay.Agreement;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;

/** Every kept report with its verdict, and every report of the collection where it is there. */
class GoldenExplanationsTest {
  private static final Path VERDICTS =
      Path.of("lib/report/src/test/resources/explain/verdicts.txt");

  @Test
  void givesEveryKeptReportItsVerdict() {
    List<String> seen = new ArrayList<>();
    for (String name : Logs.goldens()) {
      int n = 0;
      for (Explanation e : explanations(Logs.golden(name))) {
        Replay replay = e.replay();
        seen.add(
            "%s %d | %s | %s | %s"
                .formatted(
                    name,
                    ++n,
                    replay.formula(),
                    replay.total().exact()
                        ? replay.total().least()
                        : "at least " + replay.total().least(),
                    replay.verdict()));
      }
    }
    assertThat(String.join("\n", seen) + "\n").isEqualTo(Logs.text(VERDICTS));
  }

  @Test
  void neverDisagreesWithACollectedReport() {
    assumeTrue(
        !Logs.files(Logs.COLLECTION.resolve("seed")).isEmpty(),
        "no collection of reports at " + Logs.COLLECTION + " (-Doomlab.reports=FOLDER)");
    Map<Agreement, Integer> counts = new TreeMap<>();
    for (String folder : List.of("seed", "made", "public")) {
      for (Path file : Logs.files(Logs.COLLECTION.resolve(folder))) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".txt")) {
          continue;
        }
        int n = 0;
        for (Explanation e : explanations(OomReports.parse(Logs.text(file)))) {
          System.out.println(line(folder + "/" + name, ++n, e));
          counts.merge(e.replay().verdict(), 1, Integer::sum);
          assertThat(e.replay().verdict())
              .as("%s, report %d: %s", name, n, e.replay().why())
              .isNotEqualTo(Agreement.DISAGREES);
          LedgerTest.addsUp(e, name);
        }
      }
    }
    System.out.println(counts);
    assertThat(counts.getOrDefault(Agreement.AGREES, 0)).isPositive();
  }

  private static String line(String file, int n, Explanation e) {
    Replay replay = e.replay();
    long usable = e.request().zones().stream().filter(z -> z.barred().isEmpty()).count();
    long pass =
        e.request().zones().stream().filter(z -> z.barred().isEmpty() && z.passesHigh()).count();
    return String.format(
        Locale.ROOT,
        "%-60s %2d %4d rows %2d kills %3d unread %3d problems  %-22s %10s  %-18s ledger %6s  zones %d/%d  %s",
        file,
        n,
        e.report().tasks().size(),
        e.report().kills().size(),
        e.report().unread().size(),
        e.report().problems().size(),
        replay.formula(),
        (replay.total().exact() ? "" : ">=") + replay.total().least(),
        replay.verdict(),
        e.ledger()
            .map(l -> String.format(Locale.ROOT, "%.1f%%", l.unaccountedPercent()))
            .orElse("-"),
        pass,
        usable,
        replay.why());
  }

  private static List<Explanation> explanations(List<OomReport> reports) {
    List<Explanation> all = new ArrayList<>();
    Set<Integer> gone = new HashSet<>();
    for (OomReport report : reports) {
      all.add(Explanation.of(report, gone));
      report.kills().forEach(k -> gone.add(k.pid()));
    }
    return all;
  }
}
