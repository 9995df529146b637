package oomlab.cli;

import static oomlab.cli.TextTable.printable;

import java.util.Comparator;
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
        "%s, lines %d-%d%s%s\n\n"
            .formatted(
                file,
                report.firstLine(),
                report.lastLine(),
                report.kernel().map(k -> ": Linux " + k).orElse(""),
                report.source().hardware().map(h -> " on " + printable(h)).orElse("")));
    report.trigger().ifPresent(this::trigger);
    scope();
    report.kills().forEach(this::kill);
    report.outcome().reaped().forEach(this::reaped);
    report.panic().ifPresent(p -> say("The kernel panicked: " + printable(p) + "."));
    memory();
    group();
    zones();
    tasks();
    problems();
    return out.toString();
  }

  private void say(String sentence) {
    out.append("  ").append(sentence).append('\n');
  }

  private void trigger(OomReport.Trigger t) {
    String who =
        t.pid().isPresent()
            ? "%s (pid %d)".formatted(printable(t.comm()), t.pid().getAsInt())
            : printable(t.comm());
    int order = t.order().orElse(0);
    if (order == -1) {
      say("%s ran the OOM killer because someone asked for it (sysrq-f).".formatted(who));
      return;
    }
    String what =
        t.order().isEmpty()
            ? "memory"
            : order == 0
                ? "one page"
                : "%s pages in a row"
                    .formatted(order < 62 ? Long.toString(1L << order) : "2^" + order);
    String flags =
        t.gfpFlags().isEmpty()
            ? t.gfpMask().isPresent() ? " (0x%x)".formatted(t.gfpMask().getAsLong()) : ""
            : " (" + String.join("|", t.gfpFlags()) + ")";
    say("%s asked for %s%s and there was none.".formatted(who, what, flags));
  }

  private void scope() {
    switch (report.scope()) {
      case GLOBAL -> say("The whole machine was out of memory.");
      case CPUSET -> say("The memory nodes of a cpuset were used up.");
      case MEMPOLICY -> say("The memory nodes of a memory policy were used up.");
      case UNKNOWN -> say("The report does not say what ran out.");
      case MEMCG -> {
        Optional<OomReport.Memcg> group = report.memcg();
        String name =
            group.flatMap(OomReport.Memcg::oomMemcg).map(n -> " " + printable(n)).orElse("");
        OomReport.Limit reached =
            group.map(OomReport.Memcg::reached).orElse(OomReport.Limit.MEMORY);
        OptionalLong used = group.map(g -> g.usageKb(reached)).orElse(OptionalLong.empty());
        OptionalLong limit = group.map(g -> g.limitKb(reached)).orElse(OptionalLong.empty());
        say(
            "The memory cgroup%s reached its limit%s%s."
                .formatted(
                    name,
                    reached == OomReport.Limit.MEMORY ? "" : " of " + reached.words(),
                    used.isPresent() && limit.isPresent()
                        ? ": %s MiB used of %s MiB"
                            .formatted(mib(used.getAsLong()), mib(limit.getAsLong()))
                        : ""));
      }
    }
  }

  private void kill(OomReport.Kill k) {
    String chosen =
        k.chosenPid().isPresent() && k.chosenPid().getAsInt() != k.pid()
            ? ", %s the chosen %d (%s)"
                .formatted(
                    k.score().isPresent() ? "a child of" : "the process of",
                    k.chosenPid().getAsInt(),
                    printable(k.chosenComm().orElse("?")))
            : "";
    String score = k.score().isPresent() ? ", score %d".formatted(k.score().getAsLong()) : "";
    String size =
        k.anonRssKb().isPresent()
            ? ", anonymous memory %s MiB".formatted(mib(k.anonRssKb().getAsLong()))
            : "";
    String group = k.groupKill() ? ", because its group dies as a whole" : "";
    say(
        "Killed: process %d (%s)%s%s%s%s."
            .formatted(k.pid(), printable(k.comm()), chosen, score, size, group));
  }

  private void reaped(OomReport.Reaped r) {
    say(
        "Reaped: process %d (%s)%s."
            .formatted(
                r.pid(),
                printable(r.comm()),
                r.anonRssKb().isPresent()
                    ? ", anonymous memory left %s MiB".formatted(mib(r.anonRssKb().getAsLong()))
                    : ""));
  }

  private void memory() {
    TextTable table = new TextTable("<", "MiB", "pages");
    long pageKb = report.pageBytes() / 1024;
    boolean any = false;
    if (report.ramPages().isPresent()) {
      pages(table, "RAM", report.ramPages().getAsLong(), pageKb);
      any = true;
    }
    if (report.reservedPages().isPresent()) {
      pages(table, "reserved by the kernel", report.reservedPages().getAsLong(), pageKb);
    }
    for (String[] counter :
        new String[][] {
          {"freePages", "free"},
          {"activeAnonPages", "anonymous, active"},
          {"inactiveAnonPages", "anonymous, inactive"},
          {"totalPagecachePages", "page cache"},
          {"slabReclaimablePages", "slab, reclaimable"},
          {"slabUnreclaimablePages", "slab, unreclaimable"},
          {"pagetablesPages", "page tables"}
        }) {
      Long value = report.memInfo().get(counter[0]);
      if (value != null) {
        pages(table, counter[1], value, pageKb);
        any = true;
      }
    }
    report
        .swap()
        .ifPresent(
            s -> {
              s.totalKb().ifPresent(kb -> table.row("swap space", mib(kb), ""));
              s.freeKb().ifPresent(kb -> table.row("swap space, free", mib(kb), ""));
            });
    if (any) {
      out.append("\nMemory\n").append(table);
    }
  }

  /** What the control group's memory is used for; its own statistics, sums over its children. */
  private void group() {
    if (report.memcg().isEmpty()) {
      return;
    }
    OomReport.Memcg memcg = report.memcg().get();
    TextTable table = new TextTable("<", "MiB", "limit");
    limit(table, "memory", memcg.usageKb(), memcg.limitKb());
    limit(table, "swap", memcg.swapUsageKb(), memcg.swapLimitKb());
    limit(table, "memory and swap", memcg.memswUsageKb(), memcg.memswLimitKb());
    limit(table, "kernel memory", memcg.kmemUsageKb(), memcg.kmemLimitKb());
    for (String name : GROUP_BYTES) {
      Long bytes = memcg.stat().get(name);
      if (bytes != null && bytes != 0) {
        table.row(name, mib(bytes / 1024), "");
      }
    }
    if (table.rows() > 0) {
      out.append("\nMemory cgroup\n").append(table);
    }
  }

  private static void limit(TextTable table, String what, OptionalLong used, OptionalLong limit) {
    if (used.isPresent() && limit.isPresent()) {
      boolean none = OomReport.Memcg.isUnlimited(limit.getAsLong());
      table.row(what, mib(used.getAsLong()), none ? "none" : mib(limit.getAsLong()));
    }
  }

  private static void pages(TextTable table, String what, long pages, long pageKb) {
    table.row(what, mib((double) pages * pageKb), Long.toString(pages));
  }

  private void zones() {
    if (report.zones().isEmpty()) {
      return;
    }
    TextTable table = new TextTable("<zone", "free kB", "min", "low", "high", "managed", "<");
    for (OomReport.Zone z : report.zones()) {
      OptionalLong free = z.field("freeKb");
      OptionalLong min = z.field("minKb");
      boolean below = free.isPresent() && min.isPresent() && free.getAsLong() < min.getAsLong();
      table.row(
          (z.node().isPresent() ? "node " + z.node().getAsInt() + " " : "") + z.zone(),
          number(free),
          number(min),
          number(z.field("lowKb")),
          number(z.field("highKb")),
          number(z.field("managedKb").isPresent() ? z.field("managedKb") : z.field("presentKb")),
          below ? "below min" : "");
    }
    out.append("\nZones\n").append(table);
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
            "rss pages",
            "swap MiB",
            "page tables kB",
            "adj",
            "<name");
    Set<Integer> killed = killed();
    report.tasks().stream()
        .sorted(Comparator.comparingLong((OomReport.Task t) -> t.rssPages().orElse(0)).reversed())
        .forEach(
            t ->
                table.row(
                    killed.contains(t.line()) ? "*" : "",
                    Integer.toString(t.pid()),
                    number(t.uid()),
                    inMib(t.rssPages(), pageKb),
                    number(t.rssPages()),
                    inMib(t.swapents(), pageKb),
                    pageTables(t, pageKb),
                    number(t.oomScoreAdj().isPresent() ? t.oomScoreAdj() : t.oomAdj()),
                    t.name()));
    out.append(
        "\nTasks: %d, largest first%s; * was killed\n%s"
            .formatted(
                report.tasks().size(),
                report.pageSizeKb().isEmpty()
                    ? " (pages taken as 4 kB: the report does not say)"
                    : "",
                table));
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
      out.append("\nNot understood\n");
      report.unread().forEach(u -> say("line %d: %s".formatted(u.number(), printable(u.text()))));
    }
    if (!report.problems().isEmpty()) {
      out.append("\nProblems\n");
      report.problems().forEach(p -> say("line %d: %s".formatted(p.line(), printable(p.what()))));
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
