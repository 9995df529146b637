package oomlab.explain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import oomlab.explain.Explanation.Request;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/** Reports for tests: small ones written line by line, and the kept ones. */
final class Logs {
  static final Path DIRECTORY = Path.of("lib/report/src/test/resources/reports");
  static final Path COLLECTION =
      Path.of(System.getProperty("oomlab.reports", "../shared/oom-reports"));

  private static final String GIB =
      "Node 0 Normal free:%dkB min:%dkB low:20000kB high:%dkB present:1048576kB managed:1000000kB";

  private Logs() {}

  /** A machine of 1,000,000 kB in one zone: 250,000 pages, and 50,000 of swap. */
  static List<String> machine() {
    return machine(9000, 10000, 30000);
  }

  static List<String> machine(long freeKb, long minKb, long highKb) {
    return List.of(
        "Mem-Info:",
        "active_anon:1 inactive_anon:1 isolated_anon:0",
        " free:" + freeKb / 4 + " free_pcp:0 free_cma:0",
        "Node 0 active_anon:4kB inactive_anon:4kB all_unreclaimable? yes",
        GIB.formatted(freeKb, minKb, highKb),
        "lowmem_reserve[]: 0 0 0 0",
        "Node 0 Normal: 1*4kB (U) 0*8kB 0*16kB = 4kB",
        "Free swap  = 0kB",
        "Total swap = 200000kB",
        "262144 pages RAM",
        "0 pages HighMem/MovableOnly",
        "12144 pages reserved");
  }

  static String trigger(int order) {
    return "hog invoked oom-killer: gfp_mask=0x6200ca(GFP_HIGHUSER_MOVABLE), order=%d, oom_score_adj=0"
        .formatted(order);
  }

  static String cpu(String release, int pid) {
    return "CPU: 0 PID: %d Comm: hog Not tainted %s #1".formatted(pid, release);
  }

  /** The header and rows of 5.1 to 6.7. */
  static List<String> table(String... rows) {
    List<String> lines = new ArrayList<>();
    lines.add("Tasks state (memory values in pages):");
    lines.add("[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name");
    lines.addAll(Arrays.asList(rows));
    return lines;
  }

  /** A row of that table. */
  static String row(int pid, int uid, long rss, long tables, long swap, int adj, String name) {
    return "[%7d] %5d %5d %8d %8d %8d %8d %9d %s"
        .formatted(pid, uid, pid, rss * 2, rss, tables, swap, adj, name);
  }

  /** The header and rows of 3.7 to 3.19; pgtables in pages. */
  static List<String> oldTable(String... rows) {
    List<String> lines = new ArrayList<>();
    lines.add("[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name");
    lines.addAll(Arrays.asList(rows));
    return lines;
  }

  static String oldRow(int pid, int uid, long rss, long tables, long swap, int adj, String name) {
    return "[%5d] %5d %5d %8d %8d %7d %8d %13d %s"
        .formatted(pid, uid, pid, rss * 2, rss, tables, swap, adj, name);
  }

  static String kill(int pid, String name) {
    return ("Out of memory: Killed process %d (%s) total-vm:8kB, anon-rss:4kB, file-rss:0kB,"
            + " shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0")
        .formatted(pid, name);
  }

  static List<String> scoredKill(int chosen, String name, long score, int killed) {
    return List.of(
        "Out of memory: Kill process %d (%s) score %d or sacrifice child"
            .formatted(chosen, name, score),
        "Killed process %d (%s) total-vm:8kB, anon-rss:4kB, file-rss:0kB".formatted(killed, name));
  }

  static OomReport report(Object... parts) {
    List<String> lines = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof List<?> list) {
        list.forEach(l -> lines.add(String.valueOf(l)));
      } else {
        lines.add(String.valueOf(part));
      }
    }
    List<OomReport> reports = OomReports.parse(String.join("\n", lines) + "\n");
    if (reports.size() != 1) {
      throw new IllegalStateException(reports.size() + " reports");
    }
    return reports.get(0);
  }

  static Explanation explain(Object... parts) {
    return Explanation.of(report(parts));
  }

  /** Whether every zone that the request could use fails the last attempt's check. */
  static boolean noZonePasses(Request request) {
    List<ZoneCheck> usable = request.zones().stream().filter(z -> z.barred().isEmpty()).toList();
    return !usable.isEmpty() && usable.stream().noneMatch(ZoneCheck::passesHigh);
  }

  /** The names of the kept reports, without their end. */
  static List<String> goldens() {
    return files(DIRECTORY).stream()
        .map(f -> f.getFileName().toString())
        .filter(f -> f.endsWith(".log"))
        .map(f -> f.substring(0, f.length() - 4))
        .toList();
  }

  static List<OomReport> golden(String name) {
    return OomReports.parse(text(DIRECTORY.resolve(name + ".log")));
  }

  static Explanation only(String golden) {
    List<OomReport> reports = golden(golden);
    if (reports.size() != 1) {
      throw new IllegalStateException(golden + " has " + reports.size() + " reports");
    }
    return Explanation.of(reports.get(0));
  }

  static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
