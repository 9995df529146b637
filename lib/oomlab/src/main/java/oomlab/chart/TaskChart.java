package oomlab.chart;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.chart.Mark.Anchor;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Task;

/** Lays out the bars of the task table. */
final class TaskChart {
  private static final int WIDTH = 860;
  private static final int LEFT = 200;
  private static final int TOP = 82;
  private static final int BAR = 24;
  private static final int MOST = 12;
  private static final int ROOM_RIGHT = 170;

  private final OomReport report;
  private final Picture picture = new Picture();
  private final List<Task> tasks;
  private final boolean kinds;
  private final Plot plot;

  private TaskChart(OomReport report) {
    this.report = report;
    this.tasks =
        report.tasks().stream()
            .filter(t -> t.rssPages().isPresent())
            .sorted(Comparator.comparingLong((Task t) -> -t.rssPages().orElse(0)))
            .limit(MOST)
            .toList();
    this.kinds = tasks.stream().anyMatch(t -> t.rssAnonPages().isPresent());
    double most =
        Math.max(tasks.stream().mapToDouble(t -> size(t.rssPages())).max().orElse(1), 0.001);
    int rows = Math.max(1, tasks.size());
    this.plot = new Plot(LEFT, TOP, WIDTH - LEFT - ROOM_RIGHT, rows * BAR, most, -rows, 0);
  }

  static Chart of(OomReport report) {
    return new TaskChart(report).paint();
  }

  private Chart paint() {
    int all = report.tasks().size();
    String title =
        all == 0
            ? "The report has no task table"
            : tasks.size() < all
                ? "The " + tasks.size() + " largest of " + all + " tasks by resident memory"
                : (all == 1 ? "The only task" : "All " + all + " tasks") + " by resident memory";
    picture.bold(20, 27, title, Ink.TEXT, 15, Anchor.START);
    picture.label(
        20,
        46,
        "rss of the kernel's task table in " + unit() + triggerWords(),
        Ink.MUTED,
        Anchor.START);
    legend();
    axis();
    for (int i = 0; i < tasks.size(); i++) {
      bar(i, tasks.get(i));
    }
    picture.addAll(plot.marks());
    for (int i = 0; i < tasks.size(); i++) {
      words(i, tasks.get(i));
    }
    return Chart.of(picture, WIDTH, (int) plot.bottom() + 48, title + ". " + say());
  }

  private void legend() {
    double x = LEFT;
    if (kinds) {
      x = swatch(x, "anonymous", Ink.OTHER);
      x = swatch(x, "files", Ink.FILE);
      x = swatch(x, "shared memory", Ink.SHMEM);
    }
    if (!victims().isEmpty()) {
      swatch(x, "victim", Ink.KILL);
    }
  }

  private double swatch(double x, String text, Ink ink) {
    double y = TOP - 14;
    picture.box(x, y - 9, 11, 11, ink, 1);
    picture.label(x + 17, y, text, Ink.MUTED, Anchor.START);
    return x + 17 + Picture.width(text, Picture.TEXT_PIXELS) + 16;
  }

  private void axis() {
    if (tasks.isEmpty()) {
      return;
    }
    double most = size(tasks.get(0).rssPages());
    for (double tick : most > 0 ? Ticks.upTo(most, 5) : List.of(0.0)) {
      double x = plot.x(tick);
      picture.line(x, plot.top(), x, plot.bottom(), Ink.GRID, 1);
      picture.label(x, plot.bottom() + 16, Ticks.text(tick), Ink.MUTED, Anchor.MIDDLE);
    }
    picture.label(plot.right(), plot.bottom() + 34, unit(), Ink.MUTED, Anchor.END);
  }

  private void bar(int row, Task task) {
    double from = -row - 0.85;
    double to = -row - 0.15;
    Ink ink = victims().contains(task.pid()) ? Ink.KILL : Ink.OTHER;
    if (task.rssAnonPages().isEmpty()) {
      plot.bar(0, size(task.rssPages()), from, to, ink, 1);
      return;
    }
    double anon = size(task.rssAnonPages());
    double file = size(task.rssFilePages());
    double shmem = size(task.rssShmemPages());
    plot.bar(0, anon, from, to, ink, 1);
    plot.bar(anon, anon + file, from, to, Ink.FILE, 1);
    plot.bar(anon + file, anon + file + shmem, from, to, Ink.SHMEM, 1);
  }

  private void words(int row, Task task) {
    double y = plot.y(-row - 0.5) + 4;
    boolean victim = victims().contains(task.pid());
    String name = task.name() + " (" + task.pid() + ")";
    if (victim) {
      picture.bold(LEFT - 8, y, name, Ink.TEXT, Picture.TEXT_PIXELS, Anchor.END);
    } else {
      picture.label(LEFT - 8, y, name, Ink.TEXT, Anchor.END);
    }
    String value = value(task) + (victim ? ", victim" : "") + (trigger(task) ? ", trigger" : "");
    double x = plot.x(size(task.rssPages())) + 7;
    if (victim) {
      picture.bold(x, y, value, Ink.KILL, Picture.TEXT_PIXELS, Anchor.START);
    } else {
      picture.label(x, y, value, Ink.MUTED, Anchor.START);
    }
  }

  private String value(Task task) {
    double size = size(task.rssPages());
    return report.pageSizeKb().isEmpty()
        ? Ticks.text(size)
        : String.format(Locale.ROOT, size < 10 ? "%.2f" : "%,.1f", size);
  }

  private String say() {
    return tasks.stream()
        .filter(t -> victims().contains(t.pid()))
        .findFirst()
        .map(
            t ->
                "The victim "
                    + t.name()
                    + " ("
                    + t.pid()
                    + ") holds "
                    + value(t)
                    + " "
                    + unit()
                    + ".")
        .orElse("The victim is not among them.");
  }

  private Set<Integer> victims() {
    return report.kills().stream().map(OomReport.Kill::pid).collect(Collectors.toSet());
  }

  private boolean trigger(Task task) {
    return report.trigger().map(t -> t.pid().stream().anyMatch(p -> p == task.pid())).orElse(false);
  }

  /** Names the trigger; its pid may be a thread's, and the table lists only processes. */
  private String triggerWords() {
    return report
        .trigger()
        .map(
            t -> {
              String pid = t.pid().isPresent() ? " (" + t.pid().getAsInt() + ")" : "";
              boolean listed = report.tasks().stream().anyMatch(this::trigger);
              String thread =
                  listed || pid.isEmpty() ? "" : ", a thread: the table lists processes";
              return "; trigger: " + t.comm() + pid + thread;
            })
        .orElse("");
  }

  private String unit() {
    return report.pageSizeKb().isPresent() ? "MiB" : "pages";
  }

  private double size(OptionalLong pages) {
    double count = pages.orElse(0);
    return report.pageSizeKb().isPresent() ? count * report.pageSizeKb().getAsInt() / 1024 : count;
  }
}
