package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.chart.Rows.Part;
import oomlab.chart.Rows.Row;
import oomlab.chart.Rows.Tone;
import oomlab.chart.Sheet.Swatch;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;

/** Lays out the largest tasks of the task table. */
final class TaskChart {
  private static final int MOST = 12;

  private final OomReport report;
  private final Set<Integer> victims;
  private final boolean inMib;
  private final String unit;
  private final double perPage;

  private TaskChart(OomReport report) {
    this.report = report;
    this.victims = report.kills().stream().map(Kill::pid).collect(Collectors.toSet());
    OptionalInt pageKb = report.pageSizeKb();
    this.inMib = pageKb.isPresent();
    this.unit = inMib ? "MiB" : words("pages");
    this.perPage = pageKb.isPresent() ? pageKb.getAsInt() / 1024.0 : 1;
  }

  static Chart of(OomReport report) {
    return report.tasks().isEmpty()
        ? Sheet.missing(
            words("The report has no task table"),
            List.of(words("vm.oom_dump_tasks was 0, or the log was cut.")))
        : new TaskChart(report).paint();
  }

  private Chart paint() {
    List<Task> tasks =
        report.tasks().stream()
            .filter(t -> t.rssPages().isPresent())
            .sorted(Comparator.comparingDouble(t -> -(size(t.rssPages()) + swap(t))))
            .limit(MOST)
            .toList();
    int all = report.tasks().size();
    String which =
        tasks.size() < all
            ? words("The %d largest of %d tasks by memory and swap", tasks.size(), all)
            : words(
                all == 1 ? "The only task by memory and swap" : "All %d tasks by memory and swap",
                all);
    Sheet sheet =
        new Sheet(
            Sheet.REPORT_WIDTH,
            which,
            words("rss and swapents of the kernel's task table in %s%s", unit, trigger()));
    List<Swatch> swatches = new ArrayList<>();
    if (tasks.stream().anyMatch(t -> t.rssAnonPages().isPresent())) {
      swatches.add(Swatch.of(words("anonymous"), Ink.OTHER));
      swatches.add(Swatch.of(words("files"), Ink.FILE));
      swatches.add(Swatch.of(words("shared memory"), Ink.SHMEM));
    }
    if (tasks.stream().anyMatch(t -> swap(t) > 0)) {
      swatches.add(Swatch.of(words("in swap"), Ink.LIMIT));
    }
    if (!victims.isEmpty()) {
      swatches.add(Swatch.of(words("victim"), Ink.KILL));
    }
    sheet.legend(swatches);
    Rows.draw(sheet, tasks.stream().map(this::row).toList(), unit, Optional.empty());
    return sheet.finish(
        tasks.stream()
            .filter(t -> victims.contains(t.pid()))
            .findFirst()
            .map(t -> words("The victim %s (%d) holds %s %s.", t.name(), t.pid(), value(t), unit))
            .orElseGet(() -> words("The victim is not among them.")));
  }

  private Row row(Task task) {
    boolean victim = victims.contains(task.pid());
    Ink ink = victim ? Ink.KILL : Ink.OTHER;
    double rss = size(task.rssPages());
    double anon = task.rssAnonPages().isPresent() ? size(task.rssAnonPages()) : rss;
    double files = anon + size(task.rssFilePages());
    double shared = files + size(task.rssShmemPages());
    return new Row(
        "",
        task.name(),
        task.pid(),
        victim ? Tone.MARKED : Tone.PLAIN,
        value(task)
            + swapped(task)
            + (victim ? words(", victim") : "")
            + (isTrigger(task) ? words(", trigger") : ""),
        List.of(
            new Part(0, anon, ink, 1),
            new Part(anon, files, Ink.FILE, 1),
            new Part(files, shared, Ink.SHMEM, 1),
            new Part(shared, shared + swap(task), Ink.LIMIT, 1)));
  }

  /** An entry of swap is a page ({@code swapents} in mm/oom_kill.c). */
  private double swap(Task task) {
    return size(task.swapents());
  }

  private String swapped(Task task) {
    return swap(task) > 0 ? " + " + number(swap(task)) : "";
  }

  private String value(Task task) {
    return number(size(task.rssPages()));
  }

  private String number(double size) {
    return inMib ? Numerals.format(size < 10 ? "%.2f" : "%,.1f", size) : Numerals.number(size);
  }

  private boolean isTrigger(Task task) {
    return report.trigger().stream().anyMatch(t -> t.pid().equals(OptionalInt.of(task.pid())));
  }

  /** Names the trigger; its pid may be a thread's, and the table lists only processes. */
  private String trigger() {
    return report
        .trigger()
        .map(
            t -> {
              String pid = t.pid().isPresent() ? " (" + t.pid().getAsInt() + ")" : "";
              boolean listed = report.tasks().stream().anyMatch(this::isTrigger);
              return words(
                  listed || pid.isEmpty()
                      ? "; trigger: %s"
                      : "; trigger: %s, a thread: the table lists processes",
                  t.comm() + pid);
            })
        .orElse("");
  }

  private double size(OptionalLong pages) {
    return pages.orElse(0) * perPage;
  }
}
