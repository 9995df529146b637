package oomlab.graded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport;

/**
 * Writes a recorded log anew with other actors, and with the sums that then belong to them: the
 * grown pages are anonymous memory and page tables of the last zone, or of the group.
 */
final class Rewriting {
  private static final Pattern TIME = Pattern.compile("^\\[ *(\\d+)\\.(\\d{6})\\] ");
  private static final Pattern ROW = Pattern.compile("\\[ *\\d+\\] +\\d+ +\\d+ .*");
  private static final Pattern RESERVES = Pattern.compile("(\\d+)");

  private final BaseLog log;
  private final OomReport base;
  private final Cast cast;
  private final long laterMicros;
  private final List<String> written = new ArrayList<>();
  private int zonesSeen;

  private Rewriting(BaseLog log, Cast cast, long laterMicros) {
    this.log = log;
    this.base = log.report();
    this.cast = cast;
    this.laterMicros = laterMicros;
  }

  /**
   * Writes the log.
   *
   * @param laterMicros how much later it all happens, where the log has times
   */
  static List<String> of(BaseLog log, Cast cast, long laterMicros) {
    return new Rewriting(log, cast, laterMicros).lines();
  }

  private List<String> lines() {
    List<String> recorded = log.text().lines().toList();
    List<String> rows = recorded.stream().filter(Rewriting::isRow).toList();
    for (String line : recorded) {
      if (!isRow(line)) {
        written.add(line(line));
      } else if (line.equals(rows.get(0))) {
        table(micros(line), micros(rows.get(rows.size() - 1)));
      }
    }
    return written;
  }

  private static boolean isRow(String line) {
    return ROW.matcher(TIME.matcher(line).replaceFirst("")).matches();
  }

  private static Optional<Long> micros(String line) {
    Matcher time = TIME.matcher(line);
    return time.find()
        ? Optional.of(Long.parseLong(time.group(1)) * 1_000_000 + Long.parseLong(time.group(2)))
        : Optional.empty();
  }

  private String stamp(long micros) {
    long later = micros + laterMicros;
    return "[%5d.%06d] ".formatted(later / 1_000_000, later % 1_000_000);
  }

  /** The rows share the time that the recorded ones took. */
  private void table(Optional<Long> first, Optional<Long> last) {
    int size = cast.actors().size();
    for (int i = 0; i < size; i++) {
      int row = i;
      String stamp =
          first.map(from -> stamp(from + (last.orElse(from) - from) * row / (size - 1))).orElse("");
      written.add(stamp + log.rows().text(cast.actors().get(i), base.pageBytes()));
    }
  }

  private String line(String line) {
    String stamp = micros(line).map(this::stamp).orElse("");
    return stamp + body(TIME.matcher(line).replaceFirst(""));
  }

  private String body(String line) {
    Actor asker = cast.trigger();
    if (line.contains(" invoked oom-killer:")) {
      return set(
          line.replaceFirst("^.*? invoked", asker.name() + " invoked"),
          "oom_score_adj=",
          asker.adj());
    }
    if (line.contains(" cpuset=/ mems_allowed=")) {
      return line.replaceFirst("^.*? cpuset", asker.name() + " cpuset");
    }
    if (line.startsWith("CPU: ")) {
      return set(line, "PID: ", asker.pid()).replaceFirst("Comm: \\S+", "Comm: " + asker.name());
    }
    if (line.contains("rocess ")
        || line.startsWith("oom-kill:")
        || line.startsWith("oom_reaper:")) {
      return victim(line);
    }
    return base.scope() == OomReport.Scope.MEMCG ? group(line) : machine(line);
  }

  private String victim(String line) {
    Actor victim = cast.victim();
    long kb = base.pageBytes() / 1024;
    String text =
        line.replaceFirst(
            "rocess \\d+ \\(.*?\\)", "rocess " + victim.pid() + " (" + victim.name() + ")");
    if (line.startsWith("oom_reaper:")) {
      return text;
    }
    long shmemKb = number(text, "shmem-rss:").orElse(0L);
    text = text.replaceFirst("task=[^,]*,", "task=" + victim.name() + ",");
    text = set(text, ",pid=", victim.pid());
    text = set(text, ",uid=", victim.uid());
    text = set(text, "score ", cast.score());
    text = set(text, "total-vm:", victim.totalVmPages() * kb);
    text = set(text, "anon-rss:", victim.rssPages() * kb - shmemKb);
    text = set(text, "UID:", victim.uid());
    text = set(text, "pgtables:", victim.tablePages() * kb);
    return set(text, "oom_score_adj:", victim.adj());
  }

  private String group(String line) {
    long pageBytes = base.pageBytes();
    long kb = pageBytes / 1024 * grownPages();
    if (line.startsWith("memory: usage ")) {
      return add(add(line, "usage ", kb), "limit ", kb);
    }
    if (line.startsWith("swap: usage ")) {
      return set(line, "limit ", 0);
    }
    String name = line.split(" ", 2)[0];
    return switch (name) {
      case "anon", "inactive_anon" -> add(line, name + " ", cast.grownAnonPages() * pageBytes);
      case "kernel", "pagetables" -> add(line, name + " ", cast.grownTablePages() * pageBytes);
      default -> line;
    };
  }

  private String machine(String line) {
    long kb = base.pageBytes() / 1024;
    String list = larger(line);
    if (line.startsWith("active_anon:")) {
      return add(line, list, cast.grownAnonPages());
    }
    if (line.strip().startsWith("mapped:")) {
      return add(line, "pagetables:", cast.grownTablePages());
    }
    if (line.contains("present:")) {
      zonesSeen++;
      return zonesSeen == base.zones().size() ? lastZone(line) : line;
    }
    if (line.startsWith("lowmem_reserve[]:")) {
      return zonesSeen < base.zones().size() ? reserves(line) : line;
    }
    if (line.contains(" active_anon:")) {
      return add(
          add(line, list, cast.grownAnonPages() * kb), " pagetables:", cast.grownTablePages() * kb);
    }
    if (line.startsWith("Total swap =")) {
      return add(line, "= ", cast.grownSwapPages() * kb);
    }
    return line.matches("\\d+ pages (of )?RAM") ? add(line, "", grownPages()) : line;
  }

  private String lastZone(String line) {
    long kb = base.pageBytes() / 1024;
    String text = add(line, larger(line), cast.grownAnonPages() * kb);
    text = add(text, " pagetables:", cast.grownTablePages() * kb);
    return add(add(text, "present:", grownPages() * kb), "managed:", grownPages() * kb);
  }

  /** A zone keeps a 256th of the higher ones (vm.lowmem_reserve_ratio), in pages. */
  private String reserves(String line) {
    int[] column = {0};
    int from = base.zones().size() - 1;
    return RESERVES
        .matcher(line)
        .replaceAll(
            m -> {
              long pages = Long.parseLong(m.group(1));
              boolean grows = column[0]++ >= from && pages > 0;
              return String.valueOf(grows ? pages + grownPages() / 256 : pages);
            });
  }

  private long grownPages() {
    return cast.grownAnonPages() + cast.grownTablePages();
  }

  /** The list of anonymous pages that is the longer one in this recording. */
  private String larger(String line) {
    boolean inactive =
        base.memInfo().getOrDefault("inactiveAnonPages", 0L)
            > base.memInfo().getOrDefault("activeAnonPages", 0L);
    return inactive
        ? "inactive_anon:"
        : line.startsWith("active_anon:") ? "active_anon:" : " active_anon:";
  }

  private static Optional<Long> number(String line, String key) {
    Matcher m = after(key).matcher(line);
    return m.find() ? Optional.of(Long.parseLong(m.group(1))) : Optional.empty();
  }

  private static String set(String line, String key, long value) {
    return change(line, key, old -> value);
  }

  private static String add(String line, String key, long more) {
    return change(line, key, old -> old + more);
  }

  private static String change(String line, String key, LongUnaryOperator value) {
    return after(key)
        .matcher(line)
        .replaceFirst(
            m -> Matcher.quoteReplacement(key + value.applyAsLong(Long.parseLong(m.group(1)))));
  }

  private static Pattern after(String key) {
    return Pattern.compile(Pattern.quote(key) + "(-?\\d+)");
  }
}
