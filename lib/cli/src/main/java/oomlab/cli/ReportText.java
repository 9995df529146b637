package oomlab.cli;

import static oomlab.cli.TextTable.printable;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.report.OomReport;

/** A report as text for a terminal. */
final class ReportText {
  /** Statistics that are sizes, of version 2, of version 1, and of version 1 with the children. */
  private static final List<String> GROUP_BYTES =
      List.of(
          "anon",
          "file",
          "shmem",
          "kernel",
          "kernel_stack",
          "pagetables",
          "sock",
          "slab",
          "slab_reclaimable",
          "slab_unreclaimable",
          "cache",
          "rss",
          "swap",
          "total_cache",
          "total_rss",
          "total_shmem",
          "total_swap");

  private static final double EXACT_KB = 1L << 40;

  private final OomReport report;
  private final StringBuilder out = new StringBuilder();

  private ReportText(OomReport report) {
    this.report = report;
  }

  static String of(OomReport report, String file) {
    return new ReportText(report).write(file);
  }

  private String write(String file) {
    out.append(
        words("%s, lines %d-%d", file, report.firstLine(), report.lastLine())
            + report.kernel().map(k -> words(": Linux %s", k)).orElse("")
            + report.source().hardware().map(h -> words(" on %s", printable(h))).orElse("")
            + "\n\n");
    report.trigger().ifPresent(this::trigger);
    scope();
    report.kills().forEach(this::kill);
    report.outcome().reaped().forEach(this::reaped);
    report.panic().ifPresent(p -> say(words("The kernel panicked: %s.", printable(p))));
    memory();
    group();
    zones();
    tasks();
    problems();
    return out.toString();
  }

  private void section(String heading, Object table) {
    out.append('\n').append(heading).append('\n').append(table);
  }

  private void say(String sentence) {
    out.append("  ").append(sentence).append('\n');
  }

  private void trigger(OomReport.Trigger t) {
    String comm = printable(t.comm());
    int order = t.order().orElse(0);
    if (order == -1) {
      say(
          t.pid().isPresent()
              ? words(
                  "%s (pid %d) ran the OOM killer because someone asked for it (sysrq-f).",
                  comm, t.pid().getAsInt())
              : words("%s ran the OOM killer because someone asked for it (sysrq-f).", comm));
      return;
    }
    String what =
        t.order().isEmpty()
            ? words("memory")
            : order == 0
                ? words("one page")
                : words(
                    "%s pages in a row", order < 62 ? Long.toString(1L << order) : "2^" + order);
    String flags =
        t.gfpFlags().isEmpty()
            ? t.gfpMask().isPresent()
                ? words(" (%s)", "0x%x".formatted(t.gfpMask().getAsLong()))
                : ""
            : words(" (%s)", String.join("|", t.gfpFlags()));
    say(
        t.pid().isPresent()
            ? words(
                "%s (pid %d) asked for %s%s and there was none.",
                comm, t.pid().getAsInt(), what, flags)
            : words("%s asked for %s%s and there was none.", comm, what, flags));
  }

  private void scope() {
    switch (report.scope()) {
      case GLOBAL -> say(words("The whole machine was out of memory."));
      case CPUSET -> say(words("The memory nodes of a cpuset were used up."));
      case MEMPOLICY -> say(words("The memory nodes of a memory policy were used up."));
      case UNKNOWN -> say(words("The report does not say what ran out."));
      case MEMCG -> {
        Optional<OomReport.Memcg> group = report.memcg();
        Optional<String> name = group.flatMap(OomReport.Memcg::oomMemcg).map(TextTable::printable);
        OomReport.Limit reached =
            group.map(OomReport.Memcg::reached).orElse(OomReport.Limit.MEMORY);
        OptionalLong used = group.map(g -> g.usageKb(reached)).orElse(OptionalLong.empty());
        OptionalLong limit = group.map(g -> g.limitKb(reached)).orElse(OptionalLong.empty());
        String which = reached == OomReport.Limit.MEMORY ? "" : words(" of %s", reached.words());
        String sizes =
            used.isPresent() && limit.isPresent()
                ? words(": %s MiB used of %s MiB", mib(used.getAsLong()), mib(limit.getAsLong()))
                : "";
        say(
            name.isPresent()
                ? words("The memory cgroup %s reached its limit%s%s.", name.get(), which, sizes)
                : words("The memory cgroup reached its limit%s%s.", which, sizes));
      }
    }
  }

  private void kill(OomReport.Kill k) {
    String chosen =
        k.chosenPid().isPresent() && k.chosenPid().getAsInt() != k.pid()
            ? words(
                k.score().isPresent() && !report.choseThread(k)
                    ? ", a child of the chosen %d (%s)"
                    : ", the process of the chosen %d (%s)",
                k.chosenPid().getAsInt(),
                printable(k.chosenComm().orElse("?")))
            : "";
    String score = k.score().isPresent() ? words(", score %d", k.score().getAsLong()) : "";
    String size =
        k.anonRssKb().isPresent()
            ? words(", anonymous memory %s MiB", mib(k.anonRssKb().getAsLong()))
            : "";
    String group = k.groupKill() ? words(", because its group dies as a whole") : "";
    say(
        words(
            "Killed: process %d (%s)%s%s%s%s.",
            k.pid(), printable(k.comm()), chosen, score, size, group));
  }

  private void reaped(OomReport.Reaped r) {
    say(
        words(
            "Reaped: process %d (%s)%s.",
            r.pid(),
            printable(r.comm()),
            r.anonRssKb().isPresent()
                ? words(", anonymous memory left %s MiB", mib(r.anonRssKb().getAsLong()))
                : ""));
  }

  private void memory() {
    TextTable table = new TextTable("<", "MiB", words("pages"));
    long pageKb = report.pageBytes() / 1024;
    boolean any = false;
    if (report.ramPages().isPresent()) {
      pages(table, "RAM", report.ramPages().getAsLong(), pageKb);
      any = true;
    }
    if (report.reservedPages().isPresent()) {
      pages(table, words("reserved by the kernel"), report.reservedPages().getAsLong(), pageKb);
    }
    for (String[] counter :
        new String[][] {
          {"freePages", later("free")},
          {"activeAnonPages", later("anonymous, active")},
          {"inactiveAnonPages", later("anonymous, inactive")},
          {"totalPagecachePages", later("page cache")},
          {"slabReclaimablePages", later("slab, reclaimable")},
          {"slabUnreclaimablePages", later("slab, unreclaimable")},
          {"pagetablesPages", later("page tables")}
        }) {
      Long value = report.memInfo().get(counter[0]);
      if (value != null) {
        pages(table, words(counter[1]), value, pageKb);
        any = true;
      }
    }
    report
        .swap()
        .ifPresent(
            s -> {
              s.totalKb().ifPresent(kb -> table.row(words("swap space"), mib(kb), ""));
              s.freeKb().ifPresent(kb -> table.row(words("swap space, free"), mib(kb), ""));
            });
    if (any) {
      section(words("Memory"), table);
    }
  }

  /** What the control group's memory is used for; its own statistics, sums over its children. */
  private void group() {
    if (report.memcg().isEmpty()) {
      return;
    }
    OomReport.Memcg memcg = report.memcg().get();
    TextTable table = new TextTable("<", "MiB", words("limit"));
    limit(table, words("memory"), memcg.usageKb(), memcg.limitKb());
    limit(table, words("swap"), memcg.swapUsageKb(), memcg.swapLimitKb());
    limit(table, words("memory and swap"), memcg.memswUsageKb(), memcg.memswLimitKb());
    limit(table, words("kernel memory"), memcg.kmemUsageKb(), memcg.kmemLimitKb());
    for (String name : GROUP_BYTES) {
      Long bytes = memcg.stat().get(name);
      if (bytes != null && bytes != 0) {
        table.row(name, mib(bytes / 1024), "");
      }
    }
    if (table.rows() > 0) {
      section(words("Memory cgroup"), table);
    }
  }

  private static void limit(TextTable table, String what, OptionalLong used, OptionalLong limit) {
    if (used.isPresent() && limit.isPresent()) {
      boolean none = OomReport.Memcg.isUnlimited(limit.getAsLong());
      table.row(what, mib(used.getAsLong()), none ? words("none") : mib(limit.getAsLong()));
    }
  }

  private static void pages(TextTable table, String what, long pages, long pageKb) {
    table.row(what, mib((double) pages * pageKb), Long.toString(pages));
  }

  private void zones() {
    if (report.zones().isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable(
            "<" + words("zone"), words("free kB"), "min", "low", "high", words("managed"), "<");
    for (OomReport.Zone z : report.zones()) {
      OptionalLong free = z.field("freeKb");
      OptionalLong min = z.field("minKb");
      boolean below = free.isPresent() && min.isPresent() && free.getAsLong() < min.getAsLong();
      table.row(
          z.node().isPresent() ? words("node %d %s", z.node().getAsInt(), z.zone()) : z.zone(),
          number(free),
          number(min),
          number(z.field("lowKb")),
          number(z.field("highKb")),
          number(z.field("managedKb").isPresent() ? z.field("managedKb") : z.field("presentKb")),
          below ? words("below min") : "");
    }
    section(words("Zones"), table);
  }

  private void tasks() {
    if (report.tasks().isEmpty()) {
      return;
    }
    long pageKb = report.pageBytes() / 1024;
    TextTable table =
        new TextTable(
            "<",
            "pid",
            "uid",
            "rss MiB",
            words("rss pages"),
            "swap MiB",
            words("page tables kB"),
            "adj",
            "<" + words("name"));
    Set<Integer> killed = killed();
    List<OomReport.Task> sorted = new ArrayList<>(report.tasks());
    sorted.sort((one, other) -> Long.compare(other.rssPages().orElse(0), one.rssPages().orElse(0)));
    for (OomReport.Task t : sorted) {
      table.row(
          killed.contains(t.line()) ? "*" : "",
          Integer.toString(t.pid()),
          number(t.uid()),
          inMib(t.rssPages(), pageKb),
          number(t.rssPages()),
          inMib(t.swapents(), pageKb),
          pageTables(t, pageKb),
          number(t.oomScoreAdj().isPresent() ? t.oomScoreAdj() : t.oomAdj()),
          t.name());
    }
    String taken =
        report.pageSizeKb().isEmpty()
            ? words(" (pages taken as 4 kB: the report does not say)")
            : "";
    section(words("Tasks: %d, largest first%s; * was killed", report.tasks().size(), taken), table);
  }

  /** Lines of the rows of those who died. */
  private Set<Integer> killed() {
    return report.kills().stream()
        .flatMap(k -> report.task(k.pid()).stream())
        .map(OomReport.Task::line)
        .collect(Collectors.toSet());
  }

  private static String pageTables(OomReport.Task t, long pageKb) {
    if (t.pgtablesBytes().isPresent()) {
      return Long.toString(t.pgtablesBytes().getAsLong() / 1024);
    }
    return t.nrPtes().isPresent()
        ? Long.toString((t.nrPtes().getAsLong() + t.nrPmds().orElse(0)) * pageKb)
        : "-";
  }

  private void problems() {
    if (!report.unread().isEmpty()) {
      section(words("Not understood"), "");
      report.unread().forEach(u -> say(words("line %d: %s", u.number(), printable(u.text()))));
    }
    if (!report.problems().isEmpty()) {
      section(words("Problems"), "");
      report.problems().forEach(p -> say(words("line %d: %s", p.line(), printable(p.what()))));
    }
  }

  private static String mib(long kb) {
    return mib((double) kb);
  }

  private static String mib(double kb) {
    if (kb >= 0 && kb < EXACT_KB && kb == Math.rint(kb)) {
      // The same digits as below, for tables of thousands of rows.
      long whole = (long) kb;
      long tenths = (whole * 10 + 512) / 1024;
      return tenths / 10 + "." + tenths % 10;
    }
    return String.format(Locale.ROOT, "%.1f", kb / 1024);
  }

  private static String inMib(OptionalLong pages, long pageKb) {
    return pages.isPresent() ? mib((double) pages.getAsLong() * pageKb) : "-";
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "-";
  }
}
