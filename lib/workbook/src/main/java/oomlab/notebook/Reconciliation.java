package oomlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import oomlab.Run;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;
import oomlab.report.OomReport;

/**
 * Puts everything that says how much memory the victim had side by side, to the page, and says what
 * is left over.
 */
final class Reconciliation {
  private final Run run;
  private final List<Figure> figures = new ArrayList<>();

  private Reconciliation(Run run) {
    this.run = run;
  }

  static Bundle of(Run run) {
    return new Reconciliation(run).bundle();
  }

  /** One source's figure. */
  record Figure(String what, String where, long pages) {}

  private Bundle bundle() {
    Optional<OomReport.Kill> kill = kill();
    Optional<OomReport.Task> task = task();
    Series series = run.recording().series();
    if (series.size() > 0) {
      long pages = series.rssPages(series.size() - 1);
      figures.add(new Figure("last sample of the curve", "/proc/PID/statm, resident", pages));
    }
    run.peakRssBytes().ifPresent(b -> add("peak as last read", "/proc/PID/status, VmHWM", b));
    task.ifPresent(
        t ->
            t.rssPages()
                .ifPresent(
                    p -> figures.add(new Figure("row of the task table", "report, rss", p))));
    kill.ifPresent(
        k -> rssKb(k).ifPresent(kb -> add("kill line", "report, anon+file+shmem rss", kb * 1024)));
    run.recording()
        .track("memory.usage_in_bytes")
        .or(() -> run.recording().track("memory.current"))
        .ifPresent(
            t -> lastAlive(t).ifPresent(b -> add("cgroup, last reading before", t.name(), b)));
    run.report()
        .flatMap(OomReport::memcg)
        .ifPresent(
            m ->
                m.usageKb()
                    .ifPresent(kb -> add("cgroup, in the report", "report, usage", kb * 1024)));
    boolean machine = run.experiment().wholeMachine();
    run.limitBytes()
        .ifPresent(
            b ->
                add(
                    machine ? "RAM the kernel manages" : "limit",
                    machine ? "/proc/meminfo, MemTotal" : limitSource(),
                    b));
    String sentence = sentence(kill, task);
    return Bundle.html(
        Html.table(HEADER, rows(), NUMERIC) + Html.paragraph(sentence), plain() + sentence + "\n");
  }

  private String limitSource() {
    return run.experiment().guest().isPresent() ? "cgroup in the guest" : "cgroup, read back";
  }

  private static final List<String> HEADER =
      List.of("what", "where it stands", "pages", "against the kill line");
  private static final List<Boolean> NUMERIC = List.of(false, false, true, true);

  private List<Html.Row> rows() {
    OptionalLong reference = reference();
    return figures.stream()
        .map(
            f ->
                new Html.Row(
                    List.of(
                        f.what(),
                        f.where(),
                        String.format(Locale.ROOT, "%,d", f.pages()),
                        reference.isPresent() ? signed(f.pages() - reference.getAsLong()) : ""),
                    f.what().equals("kill line")))
        .toList();
  }

  private String plain() {
    StringBuilder out = new StringBuilder();
    for (Html.Row row : rows()) {
      out.append("%-26s %-30s %12s pages %10s\n".formatted(row.cells().toArray()));
    }
    return out.toString();
  }

  private OptionalLong reference() {
    return pages("kill line");
  }

  private OptionalLong pages(String what) {
    return figures.stream().filter(f -> f.what().equals(what)).mapToLong(Figure::pages).findFirst();
  }

  private void add(String what, String where, long bytes) {
    figures.add(new Figure(what, where, bytes / run.pageBytes()));
  }

  private String sentence(Optional<OomReport.Kill> kill, Optional<OomReport.Task> task) {
    if (kill.isEmpty() || reference().isEmpty()) {
      return "Without the kernel's kill line there is nothing to hold the curve against: "
          + run.kernelLogGap().orElse("the report names no kill")
          + ".";
    }
    StringBuilder out = new StringBuilder();
    pages("last sample of the curve")
        .ifPresent(p -> out.append(curve(reference().getAsLong() - p)));
    if (task.isPresent() && pages("row of the task table").isPresent()) {
      long difference = reference().getAsLong() - pages("row of the task table").getAsLong();
      out.append(
          difference == 0
              ? "Task table and kill line agree to the page. "
              : "Task table and kill line, printed one after the other, differ by %s pages. "
                  .formatted(signed(difference)));
    }
    leftover(kill.get()).ifPresent(out::append);
    return out.toString().strip();
  }

  private static String curve(long after) {
    if (after > 0) {
      return "The victim got %,d pages more after the curve's last sample. ".formatted(after);
    }
    return after == 0
        ? "The curve ends at the kill line to the page. "
        : ("The curve's last sample is %,d pages above the kill line: statm is read from counters of"
                + " which each CPU holds some pages back (man 5 proc_pid_statm calls it inaccurate). ")
            .formatted(-after);
  }

  /** What the cgroup was charged for beyond the victim's own anonymous memory and page tables. */
  private Optional<String> leftover(OomReport.Kill kill) {
    Optional<OomReport.Memcg> memcg = run.report().flatMap(OomReport::memcg);
    if (memcg.isEmpty() || memcg.get().usageKb().isEmpty() || kill.anonRssKb().isEmpty()) {
      return Optional.empty();
    }
    long usage = memcg.get().usageKb().getAsLong();
    long anon = kill.anonRssKb().getAsLong() + kill.shmemRssKb().orElse(0);
    long tables = kill.pgtablesKb().orElse(0);
    Map<String, Long> stat = memcg.get().stat();
    long cache = Math.max(0, stat.getOrDefault("file", stat.getOrDefault("cache", 0L))) / 1024;
    long rest = usage - anon - tables - cache;
    String files =
        kill.fileRssKb().orElse(0) == 0
            ? ""
            : " The victim's %,d kB of file pages were charged to the group that read them first."
                .formatted(kill.fileRssKb().getAsLong());
    return Optional.of(
        ("The cgroup was charged %,d kB: %,d kB are the victim's anonymous and shared memory, %,d kB"
                    + " its page tables, %,d kB page cache of the group; %,d kB (%,d pages) this report"
                    + " does not explain: the kernel's own structures and charges taken in advance are"
                    + " not itemised in it.")
                .formatted(usage, anon, tables, cache, rest, rest * 1024 / run.pageBytes())
            + files);
  }

  private static String signed(long pages) {
    return pages == 0 ? "0" : String.format(Locale.ROOT, "%+,d", pages);
  }

  /** The cgroup outlives the victim: readings after the kill show how it empties. */
  private OptionalLong lastAlive(Track track) {
    long end = run.killNanos().orElse(run.deathNanos());
    return IntStream.range(0, track.size())
        .filter(i -> track.nanos()[i] <= end)
        .mapToLong(i -> track.values()[i])
        .reduce((a, b) -> b);
  }

  private static OptionalLong rssKb(OomReport.Kill kill) {
    if (kill.anonRssKb().isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        LongStream.of(
                kill.anonRssKb().getAsLong(),
                kill.fileRssKb().orElse(0),
                kill.shmemRssKb().orElse(0))
            .sum());
  }

  private Optional<OomReport.Kill> kill() {
    return run.report().stream()
        .flatMap(r -> r.kills().stream())
        .filter(k -> k.pid() == run.victim().orElse(run.expectedVictim()))
        .findFirst();
  }

  private Optional<OomReport.Task> task() {
    return run.report().stream()
        .flatMap(r -> r.tasks().stream())
        .filter(t -> t.pid() == run.victim().orElse(run.expectedVictim()))
        .findFirst();
  }
}
