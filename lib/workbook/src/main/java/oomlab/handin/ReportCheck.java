package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Map;
import java.util.Optional;
import oomlab.Run;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Task;

/**
 * The kernel's report is of this kernel, this limit and this process, and says the same in its
 * table, its statistics and its kill line.
 */
final class ReportCheck implements Check {

  @Override
  public String subject() {
    return words("the kernel's report with itself and the limit");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Optional<OomReport> report = handedIn.run().report();
    if (report.isEmpty()) {
      return;
    }
    machine(handedIn.run(), report.get(), findings);
    managed(handedIn.run(), report.get(), findings);
    report.get().memcg().ifPresent(memcg -> group(handedIn, memcg, findings));
    Optional<Kill> kill = handedIn.reportedKill();
    if (kill.isEmpty()) {
      return;
    }
    if (!kill.get().comm().equals("oom")) {
      findings.fault(
          "victim-name",
          later("The kill line names \"%s\"; the victim is called oom."),
          kill.get().comm());
    }
    Optional<Task> row = handedIn.row();
    if (row.isPresent()) {
      same(handedIn, row.get(), kill.get(), findings);
    } else if (!report.get().tasks().isEmpty()) {
      findings.fault(
          "table",
          later("The kernel killed process %d, and its task table of %d rows does not have it."),
          kill.get().pid(),
          report.get().tasks().size());
    }
    boolean group = !handedIn.run().experiment().wholeMachine();
    if (kill.get().memcg() != group) {
      findings.fault(
          "scope",
          group
              ? later(
                  "The kill line speaks of the whole machine, and the experiment's limit is the one of"
                      + " a memory cgroup.")
              : later(
                  "The kill line speaks of a memory cgroup, and the experiment's limit is the one of a"
                      + " machine."));
    }
  }

  private static void machine(Run run, OomReport report, Findings findings) {
    if (report.kernel().isPresent() && !report.kernel().get().equals(run.kernelRelease())) {
      findings.fault(
          "kernel",
          later("The report is of Linux %s, and the run was made on Linux %s."),
          report.kernel().get(),
          run.kernelRelease());
    }
    if (report.pageSizeKb().isPresent()
        && report.pageSizeKb().getAsInt() * 1024L != run.pageBytes()) {
      findings.fault(
          "page-size",
          later("The report is of pages of %d kB, and the run of %d bytes."),
          report.pageSizeKb().getAsInt(),
          run.pageBytes());
    }
    boolean own = report.kills().stream().anyMatch(kill -> kill.pid() == run.expectedVictim());
    if (own && !report.problems().isEmpty()) {
      findings.remark(
          "report-problem",
          later("The report, line %d: %s."),
          report.problems().get(0).line(),
          report.problems().get(0).what());
    }
  }

  /** A guest's MemTotal is what the zones of its report manage. */
  private static void managed(Run run, OomReport report, Findings findings) {
    long managedKb =
        report.zones().stream().mapToLong(zone -> zone.field("managedKb").orElse(0)).sum();
    if (run.experiment().wholeMachine() && managedKb > 0 && run.limitBytes().isPresent()) {
      long memoryKb = run.limitBytes().getAsLong() >> 10;
      if (Math.abs(managedKb - memoryKb) > memoryKb / 50) {
        findings.fault(
            "report-limit",
            later("The report's zones manage %d kB, and the run says that its kernel had %d kB."),
            managedKb,
            memoryKb);
      }
    }
  }

  private static void group(HandedInRun handedIn, Memcg memcg, Findings findings) {
    Run run = handedIn.run();
    if (run.experiment().wholeMachine() || run.limitBytes().isEmpty()) {
      return;
    }
    long limitKb = run.limitBytes().getAsLong() >> 10;
    long mostKb = handedIn.counterBytes() >> 10;
    if (memcg.limitKb().isPresent() && memcg.limitKb().getAsLong() != limitKb) {
      findings.fault(
          "report-limit",
          later("The report's limit is %d kB, and the run's %d kB."),
          memcg.limitKb().getAsLong(),
          limitKb);
    }
    if (memcg.usageKb().isPresent()
        && (memcg.usageKb().getAsLong() > limitKb + 1024
            || memcg.usageKb().getAsLong() < limitKb - limitKb / 8 - mostKb)) {
      findings.fault(
          "report-usage",
          later("The report's usage of %d kB is not what a group at its limit of %d kB has."),
          memcg.usageKb().getAsLong(),
          limitKb);
    }
    Map<String, Long> stat = memcg.stat();
    long hierarchical = stat.getOrDefault("hierarchical_memory_limit", limitKb << 10);
    if (hierarchical >> 10 != limitKb) {
      findings.fault(
          "report-limit",
          later("The report's hierarchical_memory_limit is %d bytes, and the run's limit %d kB."),
          hierarchical,
          limitKb);
    }
    Long anon = stat.getOrDefault("anon", stat.get("rss"));
    // Page tables, stacks and slabs are the rest of it.
    if (anon != null && memcg.usageKb().isPresent()) {
      long files = stat.getOrDefault("file", stat.getOrDefault("cache", 0L));
      long total =
          Math.max(anon, stat.getOrDefault("total_rss", 0L))
              + Math.max(files, stat.getOrDefault("total_cache", 0L));
      if (memcg.usageKb().getAsLong() - (total >> 10) > limitKb / 4 + mostKb) {
        findings.fault(
            "report-usage",
            later(
                "The report's usage is %d kB, and its statistics have only %d kB of anonymous and file"
                    + " pages."),
            memcg.usageKb().getAsLong(),
            total >> 10);
      }
    }
    Optional<Kill> kill = handedIn.reportedKill();
    boolean alone = run.experiment().guest().map(g -> g.scenario().decoys().isEmpty()).orElse(true);
    if (anon != null && kill.isPresent() && kill.get().anonRssKb().isPresent() && alone) {
      long line = kill.get().anonRssKb().getAsLong();
      if (Math.abs((anon >> 10) - line) > mostKb) {
        findings.fault(
            "report-stat",
            later(
                "The report's statistics have %d kB of anonymous memory, and its kill line %d kB."),
            anon >> 10,
            line);
      }
    }
  }

  private static void same(HandedInRun handedIn, Task row, Kill kill, Findings findings) {
    long pageKb = handedIn.run().pageBytes() >> 10;
    if (row.rssPages().isPresent() && HandedInRun.rssBytes(kill).isPresent()) {
      long table = row.rssPages().getAsLong() * pageKb;
      long line = HandedInRun.rssBytes(kill).getAsLong() >> 10;
      if (Math.abs(table - line) > handedIn.counterBytes() >> 10) {
        findings.fault(
            "table",
            later(
                "Process %d has %d kB of resident memory in the task table and %d kB in the kill line."),
            kill.pid(),
            table,
            line);
      }
    }
    // Another thread may still map a chunk between the two lines.
    long slack =
        handedIn.run().experiment().threads() * (handedIn.run().experiment().chunkBytes() >> 10);
    if (row.totalVmPages().isPresent()
        && kill.totalVmKb().isPresent()
        && Math.abs(row.totalVmPages().getAsLong() * pageKb - kill.totalVmKb().getAsLong())
            > slack) {
      findings.fault(
          "table",
          later(
              "Process %d has %d kB of address space in the task table and %d kB in the kill line."),
          kill.pid(),
          row.totalVmPages().getAsLong() * pageKb,
          kill.totalVmKb().getAsLong());
    }
    if (row.uid().isPresent() && kill.uid().isPresent() && !row.uid().equals(kill.uid())) {
      findings.fault(
          "table",
          later("Process %d belongs to user %d in the task table and to %d in the kill line."),
          kill.pid(),
          row.uid().getAsLong(),
          kill.uid().getAsLong());
    }
  }
}
