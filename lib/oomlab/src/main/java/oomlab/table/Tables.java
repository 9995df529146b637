package oomlab.table;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Ledger;
import oomlab.explain.Replay;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.ZoneCheck;
import oomlab.internal.table.TableBuilder;
import oomlab.internal.text.ColumnName;
import oomlab.report.OomReport;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Makes Tablesaw tables. The unit stands in a column's name: {@code _pages}, {@code _kb} (1024
 * bytes), {@code _bytes}, {@code _mib}, {@code _ms}.
 */
public final class Tables {
  private Tables() {}

  /**
   * Returns the task table, largest resident size first. {@code rss_mib} is worked out where the
   * page size is known; a row is marked {@code victim} or {@code trigger} in {@code role}.
   */
  public static Table tasks(OomReport report) {
    List<OomReport.Task> rows =
        report.tasks().stream()
            .sorted(Comparator.comparingLong((OomReport.Task t) -> -t.rssPages().orElse(-1)))
            .toList();
    TableBuilder<OomReport.Task> columns =
        TableBuilder.of("tasks", rows)
            .number("pid", t -> OptionalInt.of(t.pid()))
            .text("name", t -> Optional.of(t.name()))
            .text("role", t -> role(report, t.pid()))
            .whole("uid", OomReport.Task::uid)
            .number("tgid", OomReport.Task::tgid)
            .whole("total_vm_pages", OomReport.Task::totalVmPages)
            .whole("rss_pages", OomReport.Task::rssPages)
            .mib("rss_mib", t -> bytes(report, t.rssPages()))
            .whole("rss_anon_pages", OomReport.Task::rssAnonPages)
            .whole("rss_file_pages", OomReport.Task::rssFilePages)
            .whole("rss_shmem_pages", OomReport.Task::rssShmemPages)
            .whole("nr_ptes", OomReport.Task::nrPtes)
            .whole("nr_pmds", OomReport.Task::nrPmds)
            .whole("pgtables_bytes", OomReport.Task::pgtablesBytes)
            .whole("swapents_pages", OomReport.Task::swapents)
            .number("cpu", OomReport.Task::cpu)
            .number("oom_adj", OomReport.Task::oomAdj)
            .number("oom_score_adj", OomReport.Task::oomScoreAdj);
    for (String name : names(rows.stream().map(OomReport.Task::other).toList())) {
      columns.text(name, t -> Optional.ofNullable(t.other().get(name)));
    }
    return columns.table();
  }

  /**
   * Returns a few facts of each report, a column for each: what ran out, who asked, who was killed.
   *
   * @param names the columns' names, one for each report
   * @throws IllegalArgumentException if there are not as many names as reports
   */
  public static Table overview(List<String> names, OomReport... reports) {
    if (names.size() != reports.length) {
      throw new IllegalArgumentException(
          words("%d names for %d reports; give one name for each", names.size(), reports.length));
    }
    Table table = Table.create("overview", StringColumn.create("what", Overview.QUESTIONS));
    for (int i = 0; i < reports.length; i++) {
      table.addColumns(StringColumn.create(names.get(i), Overview.answers(reports[i])));
    }
    return table;
  }

  /** Returns the zones in the report's order, with a column for each field that it prints. */
  public static Table zones(OomReport report) {
    TableBuilder<OomReport.Zone> columns =
        TableBuilder.of("zones", report.zones())
            .number("node", OomReport.Zone::node)
            .text("zone", z -> Optional.of(z.zone()));
    for (String name : names(report.zones().stream().map(OomReport.Zone::fields).toList())) {
      columns.whole(ColumnName.of(name), z -> z.field(name));
    }
    return columns
        .text("lowmem_reserve_pages", z -> joined(z.lowmemReservePages()))
        .flag("all_unreclaimable", OomReport.Zone::allUnreclaimable)
        .table();
  }

  /** Returns the NUMA nodes in the report's order (4.8 and later). */
  public static Table nodes(OomReport report) {
    TableBuilder<OomReport.Node> columns =
        TableBuilder.of("nodes", report.nodes()).number("node", n -> OptionalInt.of(n.node()));
    for (String name : names(report.nodes().stream().map(OomReport.Node::fields).toList())) {
      columns.whole(ColumnName.of(name), n -> n.field(name));
    }
    return columns.flag("all_unreclaimable", OomReport.Node::allUnreclaimable).table();
  }

  /** Returns the free blocks of each zone, a row for each size, smallest first. */
  public static Table buddy(OomReport report) {
    List<Free> rows =
        report.buddy().stream()
            .flatMap(
                b ->
                    b.blocks().stream()
                        .sorted(Comparator.comparingLong(OomReport.Block::sizeKb))
                        .map(block -> new Free(b, block)))
            .toList();
    return TableBuilder.of("buddy", rows)
        .number("node", f -> f.zone().node())
        .text("zone", f -> Optional.of(f.zone().zone()))
        .whole("size_kb", f -> OptionalLong.of(f.block().sizeKb()))
        .whole("count", f -> OptionalLong.of(f.block().count()))
        .whole("free_kb", f -> OptionalLong.of(f.block().sizeKb() * f.block().count()))
        .text("types", f -> Optional.of(f.block().types()).filter(t -> !t.isEmpty()))
        .table();
  }

  /** Returns the kills in the order of the log. */
  public static Table kills(OomReport report) {
    return TableBuilder.of("kills", report.kills())
        .number("pid", k -> OptionalInt.of(k.pid()))
        .text("comm", k -> Optional.of(k.comm()))
        .number("chosen_pid", OomReport.Kill::chosenPid)
        .text("chosen_comm", OomReport.Kill::chosenComm)
        .whole("score", OomReport.Kill::score)
        .whole("total_vm_kb", OomReport.Kill::totalVmKb)
        .whole("anon_rss_kb", OomReport.Kill::anonRssKb)
        .whole("file_rss_kb", OomReport.Kill::fileRssKb)
        .whole("shmem_rss_kb", OomReport.Kill::shmemRssKb)
        .whole("uid", OomReport.Kill::uid)
        .whole("pgtables_kb", OomReport.Kill::pgtablesKb)
        .number("oom_score_adj", OomReport.Kill::oomScoreAdj)
        .flag("memcg", k -> Optional.of(k.memcg()))
        .flag("group_kill", k -> Optional.of(k.groupKill()))
        .whole("kernel_us", OomReport.Kill::micros)
        .table();
  }

  /**
   * Returns the kills of a log, a row each, in its order.
   *
   * @param reports in the order of the log; a column of the table counts them from 1
   */
  public static Table kills(List<OomReport> reports) {
    List<Death> rows = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      for (OomReport.Kill kill : reports.get(i).kills()) {
        rows.add(new Death(i + 1, reports.get(i), kill));
      }
    }
    return TableBuilder.of("kills", rows)
        .number("report", d -> OptionalInt.of(d.number()))
        .seconds("kernel_s", d -> d.kill().micros())
        .text("scope", d -> Optional.of(d.report().scope().name().toLowerCase(Locale.ROOT)))
        .text("trigger", d -> d.report().trigger().map(OomReport.Trigger::comm))
        .number("pid", d -> OptionalInt.of(d.kill().pid()))
        .text("victim", d -> Optional.of(d.kill().comm()))
        .whole("score", d -> d.kill().score())
        .whole("rss_kb", Death::rssKb)
        .flag("group_kill", d -> Optional.of(d.kill().groupKill()))
        .table();
  }

  /**
   * Returns every row of the task table by the points it had, first to be killed first, those that
   * may not be killed last; empty where the ranking cannot be recomputed.
   */
  public static Table scores(Explanation explanation) {
    OomReport report = explanation.report();
    Optional<Ranking> ranking = explanation.replay().ranking();
    Optional<Candidate> chosen = chosen(explanation.replay());
    long pageBytes = report.pageBytes();
    return TableBuilder.of("scores", ranking.map(Ranking::candidates).orElse(List.of()))
        .number("rank", Candidate::rank)
        .number("pid", s -> OptionalInt.of(s.task().pid()))
        .text("name", s -> Optional.of(s.task().name()))
        .text("role", s -> role(report, s, chosen))
        .whole("rss_pages", s -> s.task().rssPages())
        .whole("swap_pages", s -> s.task().swapents())
        .whole("page_table_pages", Tables::tablePages)
        .whole("pages_that_count", s -> OptionalLong.of(s.pages()))
        .mib("mib_that_count", s -> OptionalLong.of(s.pages() * pageBytes))
        .number("oom_score_adj", s -> OptionalInt.of(s.adj()))
        .flag("root", s -> s.root() ? Optional.of(true) : Optional.empty())
        .whole("points", Candidate::points)
        .whole("score", Candidate::score)
        .text("spared", Candidate::spared)
        .table();
  }

  /** Returns each zone with what the request needed there; empty for a memory cgroup's limit. */
  public static Table zoneChecks(Explanation explanation) {
    long pageKb = explanation.report().pageBytes() / 1024;
    return TableBuilder.of("zone_checks", explanation.request().zones())
        .number("node", z -> z.zone().node())
        .text("zone", z -> Optional.of(z.zone().zone()))
        .whole("free_kb", z -> z.zone().field("freeKb"))
        .whole("counted_free_kb", z -> OptionalLong.of(z.freePages() * pageKb))
        .whole("min_kb", z -> OptionalLong.of(z.minPages() * pageKb))
        .whole("high_kb", z -> OptionalLong.of(z.highPages() * pageKb))
        .whole("reserve_kb", z -> OptionalLong.of(z.reservePages() * pageKb))
        .flag("passes_min", z -> Optional.of(z.passesMin()))
        .flag("passes_high", z -> Optional.of(z.passesHigh()))
        .flag("block_free", ZoneCheck::blocks)
        .text("barred", ZoneCheck::barred)
        .table();
  }

  /**
   * Returns where the memory was; the last row is what the report does not account for. Empty where
   * it prints no counters.
   */
  public static Table ledger(Explanation explanation) {
    List<Part> rows = new ArrayList<>();
    Optional<Ledger> ledger = explanation.ledger();
    ledger.ifPresent(
        l -> {
          l.entries().forEach(e -> rows.add(part(e, l)));
          rows.add(
              new Part("unaccounted", later("in no line of the report"), l.unaccountedKb(), l, ""));
        });
    return TableBuilder.of("ledger", rows)
        .text("kind", p -> Optional.of(p.kind()))
        .text("name", p -> Optional.of(p.name()))
        .whole("kb", p -> OptionalLong.of(p.kb()))
        .percent("percent", p -> p.share() * 100)
        .text("from", p -> Optional.of(p.from()).filter(f -> !f.isEmpty()))
        .table();
  }

  /** Returns who would have died if something had been otherwise, a row a question. */
  public static Table whatIfs(List<WhatIf> whatIfs) {
    return TableBuilder.of("what_ifs", whatIfs)
        .text("if", w -> Optional.of(w.words()))
        .text("memory_runs_out", w -> Optional.of(w.struck().words()))
        .text("who_dies", w -> Optional.of(victims(w)))
        .text("why", w -> Optional.of(w.why()))
        .table();
  }

  /**
   * Returns the memory cgroup's statistics, largest first; empty if the report has none. Values are
   * bytes for sizes and plain numbers for counters, as the kernel names them.
   */
  public static Table memcgStat(OomReport report) {
    return counters(
        "memcg_stat", report.memcg().map(OomReport.Memcg::stat).orElse(Map.of()), "value");
  }

  /** Returns the global counters of Mem-Info in pages, largest first. */
  public static Table memInfo(OomReport report) {
    Map<String, Long> pages = new TreeMap<>();
    report.memInfo().forEach((name, value) -> pages.put(name.replaceFirst("Pages$", ""), value));
    return counters("mem_info", pages, "pages");
  }

  private static Table counters(String table, Map<String, Long> counters, String unit) {
    List<Map.Entry<String, Long>> rows =
        counters.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    return TableBuilder.of(table, rows)
        .text("name", e -> Optional.of(e.getKey()))
        .whole(unit, e -> OptionalLong.of(e.getValue()))
        .table();
  }

  /** Returns the samples of a run, one a row, in time. */
  public static Table samples(Run run) {
    Series series = run.recording().series();
    return TableBuilder.of("samples", IntStream.range(0, series.size()).boxed().toList())
        .millis("time_ms", i -> OptionalLong.of(series.nanos(i)))
        .whole("total_pages", i -> OptionalLong.of(series.totalPages(i)))
        .whole("rss_pages", i -> OptionalLong.of(series.rssPages(i)))
        .whole("shared_pages", i -> OptionalLong.of(series.sharedPages(i)))
        .mib("rss_mib", i -> OptionalLong.of(series.rssBytes(i)))
        .table();
  }

  /** Returns the slower values of a run, one a row, in time: track, unit, value. */
  public static Table tracks(Run run) {
    List<Reading> rows = new ArrayList<>();
    for (Track track : run.recording().tracks()) {
      IntStream.range(0, track.size()).forEach(i -> rows.add(new Reading(track, i)));
    }
    rows.sort(Comparator.comparingLong(r -> r.track().nanos()[r.index()]));
    return TableBuilder.of("tracks", rows)
        .millis("time_ms", r -> OptionalLong.of(r.track().nanos()[r.index()]))
        .text("track", r -> Optional.of(r.track().name()))
        .text("unit", r -> Optional.of(r.track().unit()))
        .whole("value", r -> OptionalLong.of(r.track().values()[r.index()]))
        .table();
  }

  /** Returns the victim's announcements in time. */
  public static Table allocations(Run run) {
    return TableBuilder.of("allocations", run.allocations())
        .millis("time_ms", a -> OptionalLong.of(a.nanos()))
        .text("thread", a -> Optional.of(a.thread()))
        .whole("chunk_bytes", (Allocation a) -> OptionalLong.of(a.bytes()))
        .table();
  }

  private record Death(int number, OomReport report, OomReport.Kill kill) {
    OptionalLong rssKb() {
      boolean printed = kill.anonRssKb().isPresent() || kill.fileRssKb().isPresent();
      return printed
          ? OptionalLong.of(
              kill.anonRssKb().orElse(0) + kill.fileRssKb().orElse(0) + kill.shmemRssKb().orElse(0))
          : OptionalLong.empty();
    }
  }

  private record Part(String kind, String name, long kb, Ledger ledger, String from) {
    double share() {
      return ledger.totalKb() == 0 ? 0 : (double) kb / ledger.totalKb();
    }
  }

  private static Part part(Ledger.Entry e, Ledger ledger) {
    return new Part(e.kind().name().toLowerCase(Locale.ROOT), e.name(), e.kb(), ledger, e.from());
  }

  private record Free(OomReport.Buddy zone, OomReport.Block block) {}

  private record Reading(Track track, int index) {}

  private static Optional<String> role(OomReport report, int pid) {
    boolean victim = report.kills().stream().anyMatch(k -> k.pid() == pid);
    boolean trigger =
        report.trigger().map(t -> t.pid().stream().anyMatch(p -> p == pid)).orElse(false);
    return victim
        ? Optional.of(trigger ? later("victim, trigger") : later("victim"))
        : trigger ? Optional.of(later("trigger")) : Optional.empty();
  }

  /** What the formula counts beside resident and swapped pages. */
  private static OptionalLong tablePages(Candidate s) {
    long others = s.task().rssPages().orElse(0) + s.task().swapents().orElse(0);
    boolean printed =
        s.task().pgtablesBytes().isPresent()
            || s.task().nrPtes().isPresent()
            || s.task().nrPmds().isPresent();
    return printed ? OptionalLong.of(s.pages() - others) : OptionalLong.empty();
  }

  private static Optional<Candidate> chosen(Replay replay) {
    return replay.printedPid().isPresent()
        ? replay.ranking().flatMap(r -> r.of(replay.printedPid().getAsInt()))
        : Optional.empty();
  }

  private static Optional<String> role(
      OomReport report, Candidate candidate, Optional<Candidate> chosen) {
    boolean victim =
        report.kills().stream()
            .anyMatch(k -> report.task(k.pid()).equals(Optional.of(candidate.task())));
    boolean first = chosen.equals(Optional.of(candidate));
    return victim
        ? Optional.of(first ? later("victim") : later("victim, not chosen"))
        : first ? Optional.of("chosen") : Optional.empty();
  }

  private static String victims(WhatIf whatIf) {
    return whatIf.victims().stream()
        .map(t -> "%s (%d)".formatted(t.name(), t.pid()))
        .collect(Collectors.joining(", "));
  }

  private static OptionalLong bytes(OomReport report, OptionalLong pages) {
    return pages.isPresent() && report.pageSizeKb().isPresent()
        ? OptionalLong.of(pages.getAsLong() * report.pageSizeKb().getAsInt() * 1024)
        : OptionalLong.empty();
  }

  private static Optional<String> joined(List<Long> numbers) {
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(" ", numbers.stream().map(String::valueOf).toList()));
  }

  /** The watermarks come first, as a reader looks for them; the rest by name. */
  private static List<String> names(List<? extends Map<String, ?>> rows) {
    List<String> first = List.of("freeKb", "minKb", "lowKb", "highKb");
    TreeSet<String> rest = new TreeSet<>();
    rows.forEach(row -> rest.addAll(row.keySet()));
    List<String> names = new ArrayList<>(first.stream().filter(rest::contains).toList());
    first.forEach(rest::remove);
    names.addAll(rest);
    return names;
  }
}
