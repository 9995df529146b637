package oomlab.notebook;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.internal.text.TextWidth;
import oomlab.report.OomReport;

/**
 * Puts everything that says how much memory the victim had side by side, to the page, and says what
 * is left over.
 */
final class Reconciliation {
  private static final String KILL_LINE = later("kill line");

  private final Run run;
  private final List<Figure> figures = new ArrayList<>();

  private Reconciliation(Run run) {
    this.run = run;
  }

  static MimeBundle of(Run run) {
    return new Reconciliation(run).bundle();
  }

  /** One source's figure; what it is stands in English, which {@link #pages(String)} looks for. */
  record Figure(String what, String where, long pages) {}

  private MimeBundle bundle() {
    Optional<OomReport.Kill> kill = kill();
    Optional<OomReport.Task> task = task();
    Series series = run.recording().series();
    if (series.size() > 0) {
      long pages = series.rssPages(series.size() - 1);
      figures.add(
          new Figure(later("last sample of the curve"), "/proc/PID/statm, resident", pages));
    }
    run.peakRssBytes()
        .ifPresent(b -> add(later("peak as last read"), "/proc/PID/status, VmHWM", b));
    task.ifPresent(
        t ->
            t.rssPages()
                .ifPresent(
                    p ->
                        figures.add(
                            new Figure(
                                later("row of the task table"), words("report, %s", "rss"), p))));
    kill.ifPresent(
        k ->
            rssKb(k)
                .ifPresent(
                    kb -> add(KILL_LINE, words("report, %s", "anon+file+shmem rss"), kb * 1024)));
    run.recording()
        .cgroupUsage()
        .ifPresent(
            t ->
                lastAlive(t)
                    .ifPresent(b -> add(later("cgroup, last reading before"), t.name(), b)));
    run.report()
        .flatMap(OomReport::memcg)
        .ifPresent(
            m ->
                m.usageKb()
                    .ifPresent(
                        kb ->
                            add(
                                later("cgroup, in the report"),
                                words("report, %s", "usage"),
                                kb * 1024)));
    boolean machine = run.experiment().wholeMachine();
    run.limitBytes()
        .ifPresent(
            b ->
                add(
                    machine ? later("RAM the kernel manages") : later("limit"),
                    machine ? "/proc/meminfo, MemTotal" : limitSource(),
                    b));
    String sentence = sentence(kill, task);
    return MimeBundle.html(
        Html.table(HEADER.stream().map(name -> words(name)).toList(), rows(), NUMERIC)
            + Html.paragraph(sentence),
        plain() + sentence + "\n");
  }

  private String limitSource() {
    return words(
        run.experiment().guest().isPresent() ? "cgroup in the guest" : "cgroup, read back");
  }

  private static final List<String> HEADER =
      List.of(
          later("what"), later("where it stands"), later("pages"), later("against the kill line"));
  private static final List<Boolean> NUMERIC = List.of(false, false, true, true);

  private List<Html.Row> rows() {
    OptionalLong reference = reference();
    return figures.stream()
        .map(
            f ->
                new Html.Row(
                    List.of(
                        words(f.what()),
                        f.where(),
                        String.format(Locale.ROOT, "%,d", f.pages()),
                        reference.isPresent() ? signed(f.pages() - reference.getAsLong()) : ""),
                    f.what().equals(KILL_LINE)))
        .toList();
  }

  private String plain() {
    StringBuilder out = new StringBuilder();
    for (Html.Row row : rows()) {
      List<String> cells = row.cells();
      out.append(TextWidth.padded(cells.get(0), 26)).append(' ');
      out.append(TextWidth.padded(cells.get(1), 30)).append(' ');
      out.append(words("%12s pages %10s", cells.get(2), cells.get(3))).append('\n');
    }
    return out.toString();
  }

  private OptionalLong reference() {
    return pages(KILL_LINE);
  }

  private OptionalLong pages(String what) {
    return figures.stream().filter(f -> f.what().equals(what)).mapToLong(Figure::pages).findFirst();
  }

  private void add(String what, String where, long bytes) {
    figures.add(new Figure(what, where, bytes / run.pageBytes()));
  }

  private String sentence(Optional<OomReport.Kill> kill, Optional<OomReport.Task> task) {
    if (kill.isEmpty() || reference().isEmpty()) {
      return words(
          "Without the kernel's kill line there is nothing to hold the curve against: %s.",
          run.kernelLogGap().orElseGet(() -> words("the report names no kill")));
    }
    List<String> sentences = new ArrayList<>();
    pages("last sample of the curve")
        .ifPresent(p -> sentences.add(curve(reference().getAsLong() - p)));
    if (task.isPresent() && pages("row of the task table").isPresent()) {
      long difference = reference().getAsLong() - pages("row of the task table").getAsLong();
      sentences.add(
          words(
              difference == 0
                  ? "Task table and kill line agree to the page."
                  : "Task table and kill line, printed one after the other, differ by %s pages.",
              signed(difference)));
    }
    sentences.addAll(leftover(kill.get()));
    return Prose.sentences(sentences);
  }

  private static String curve(long after) {
    if (after > 0) {
      return words("The victim got %,d pages more after the curve's last sample.", after);
    }
    return words(
        after == 0
            ? "The curve ends at the kill line to the page."
            : "The curve's last sample is %,d pages above the kill line: statm is read from counters"
                + " of which each CPU holds some pages back (man 5 proc_pid_statm calls it"
                + " inaccurate).",
        -after);
  }

  /** What the cgroup was charged for beyond the victim's own anonymous memory and page tables. */
  private List<String> leftover(OomReport.Kill kill) {
    Optional<OomReport.Memcg> memcg = run.report().flatMap(OomReport::memcg);
    if (memcg.isEmpty() || memcg.get().usageKb().isEmpty() || kill.anonRssKb().isEmpty()) {
      return List.of();
    }
    long usage = memcg.get().usageKb().getAsLong();
    long anon = kill.anonRssKb().getAsLong() + kill.shmemRssKb().orElse(0);
    long tables = kill.pgtablesKb().orElse(0);
    Map<String, Long> stat = memcg.get().stat();
    long cache = Math.max(0, stat.getOrDefault("file", stat.getOrDefault("cache", 0L))) / 1024;
    long rest = usage - anon - tables - cache;
    List<String> sentences = new ArrayList<>();
    sentences.add(
        words(
            "The cgroup was charged %,d kB: %,d kB are the victim's anonymous and shared memory, %,d kB"
                + " its page tables, %,d kB page cache of the group; %,d kB (%,d pages) this report"
                + " does not explain: the kernel's own structures and charges taken in advance are"
                + " not itemised in it.",
            usage, anon, tables, cache, rest, rest * 1024 / run.pageBytes()));
    if (kill.fileRssKb().orElse(0) != 0) {
      sentences.add(
          words(
              "The victim's %,d kB of file pages were charged to the group that read them first.",
              kill.fileRssKb().getAsLong()));
    }
    return sentences;
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
