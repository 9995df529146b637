package oomlab.check;

import static oomlab.check.ExpectedAnswer.about;
import static oomlab.check.ExpectedAnswer.exactly;
import static oomlab.check.ExpectedAnswer.shown;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import oomlab.explain.Replay.Candidate;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Task;

/** Questions of chapter 08, about whichever report the reader has: what there was and was asked. */
final class WildQuestions {
  private static final double MIB = 1024.0;

  private static final Question<OomReport> SCOPE =
      Question.of(
              "wild-scope",
              OomReport.class,
              r ->
                  WildFacts.group(r)
                      ? ExpectedAnswer.word(
                          "group",
                          "cgroup",
                          "memcg",
                          "memory cgroup",
                          "the group",
                          "组",
                          "一个组",
                          "控制组",
                          "内存控制组")
                      : ExpectedAnswer.word(
                          "machine", "the machine", "global", "whole machine", "机器", "整台机器"))
          .wrong(
              later("a group's limit overlooked"),
              r -> {
                limit(r);
                return ExpectedAnswer.word("machine", "the machine", "global", "机器", "整台机器");
              },
              r ->
                  words(
                      "The report prints no zone and no watermark. It prints usage and limit, both about %s kB: whose are they?",
                      shown(limit(r))))
          .wrong(
              later("the machine taken for a group"),
              r -> {
                zones(r);
                return ExpectedAnswer.word(
                    "group", "cgroup", "memcg", "memory cgroup", "组", "一个组", "控制组", "内存控制组");
              },
              r ->
                  words(
                      "No line of it names a group with a limit, and it shows %d zones of the machine.",
                      zones(r)))
          .wrong(
              later("swap taken for memory"),
              r -> ExpectedAnswer.word("swap", "no swap", "swap space", "交换分区", "没有交换分区"),
              r ->
                  words(
                      "Swap has a total of %s kB here. Full or missing swap takes away a way out; the request itself was for memory.",
                      shown(WildFacts.swapTotalKb(r))))
          .evidence(
              r ->
                  Stream.of(
                          EvidenceLine.lines(r, "constraint="),
                          EvidenceLine.lines(r, "limit"),
                          EvidenceLine.lines(r, "min:"))
                      .flatMap(List::stream)
                      .limit(3)
                      .toList())
          .hint(
              r ->
                  words(
                      "Since Linux 5.3 the summary line says it: constraint=. Older kernels say it in the kill line, or not at all."))
          .hint(
              r ->
                  words(
                      "Zones and watermarks are printed for a machine; usage, limit and failcnt for a group."))
          .solution(
              r ->
                  WildFacts.group(r)
                      ? words(
                          "A memory cgroup: it had a limit of %s kB, and had used it up.",
                          shown(limit(r)))
                      : words(
                          "The machine: the report shows its zones, and names no group with a limit."));

  private static final Question<OomReport> ASKED =
      Question.of(
              "wild-asked-kb",
              OomReport.class,
              r -> exactly(WildFacts.askedPages(r) * WildFacts.pageKb(r), "kB"))
          .wrong(
              later("the order read as a number of pages"),
              r -> exactly((long) WildFacts.order(r), ""),
              r ->
                  words(
                      "%d is the order, an exponent: the request was for 2 to the power of it, in pages.",
                      WildFacts.order(r)))
          .wrong(
              later("pages read as kB"),
              r -> exactly((long) WildFacts.askedPages(r), ""),
              r -> words("%d is the number of pages.", WildFacts.askedPages(r)))
          .evidence(r -> EvidenceLine.lines(r, "invoked oom-killer"))
          .hint(r -> words("The first line says order=%d.", WildFacts.order(r)))
          .hint(
              r ->
                  words(
                      "Order n asks for 2 to the power of n pages in a row. The free lists begin with blocks of one page."))
          .solution(
              r ->
                  words(
                      "Order %d: %d of %d kB.",
                      WildFacts.order(r), WildFacts.askedPages(r), WildFacts.pageKb(r)));

  private static final Question<OomReport> MEMORY =
      Question.of(
              "wild-memory-mib", OomReport.class, r -> about(WildFacts.memoryKb(r) / MIB, "MiB"))
          .wrong(
              later("reserved pages counted"),
              r -> about(ram(r) * WildFacts.pageKb(r) / MIB, ""),
              r ->
                  words(
                      "%s pages are all that the kernel knows of. Some are reserved: its own code, and the description of every page.",
                      shown(ram(r))))
          .wrong(
              later("swap counted as memory"),
              r -> about((WildFacts.memoryKb(r) + WildFacts.swapTotalKb(r)) / MIB, ""),
              r ->
                  words(
                      "You added the %s kB of swap. It counts in the score, but here the memory itself is asked for.",
                      shown(WildFacts.swapTotalKb(r))))
          .wrong(
              later("pages read as kB"),
              r -> about(WildFacts.memoryKb(r) / (double) WildFacts.pageKb(r) / MIB, ""),
              r -> words("That is the number of pages, divided as if each were 1 kB."))
          .wrong(
              later("the victim's memory taken for all"),
              r -> about(WildFacts.victim(r).anonRssKb().orElseThrow() / MIB, ""),
              r ->
                  words(
                      "%s kB is what the victim held, not what there was.",
                      shown(WildFacts.victim(r).anonRssKb().orElseThrow())))
          .evidence(WildFacts::sizes)
          .hint(
              r ->
                  WildFacts.group(r)
                      ? words("A group has what its limit allows.")
                      : words("Take the pages of RAM, and leave out those that are reserved."))
          .hint(
              r ->
                  WildFacts.group(r)
                      ? words(
                          "The limit stands on the line that begins with \"memory: usage\", in kB.")
                      : words("A page has %d kB here, and a MiB has 1024 kB.", WildFacts.pageKb(r)))
          .solution(
              r ->
                  words(
                      "%s kB, which are %s MiB.",
                      shown(WildFacts.memoryKb(r)), shown(WildFacts.memoryKb(r) / MIB)));

  private static final Question<OomReport> SWAP =
      Question.of(
              "wild-swap-mib", OomReport.class, r -> about(WildFacts.swapUsedKb(r) / MIB, "MiB"))
          .wrong(
              later("free swap read as used"),
              r -> about(WildFacts.swapFreeKb(r) / MIB, ""),
              r -> words("%s kB is what was free of it.", shown(WildFacts.swapFreeKb(r))))
          .wrong(
              later("pages read as kB"),
              r -> about(WildFacts.swapentsPages(r) / MIB, ""),
              r ->
                  words(
                      "The column swapents adds up to %s, and counts pages.",
                      shown(WildFacts.swapentsPages(r))))
          .evidence(r -> EvidenceLine.lines(r, "swap"))
          .hint(
              r ->
                  words(
                      "A machine prints free and total swap; a group prints its own usage of swap."))
          .hint(r -> words("Used is total less free. A MiB has 1024 kB."))
          .solution(
              r ->
                  WildFacts.swapUsedKb(r) == 0
                      ? words("None: there was no swap, or nothing in it.")
                      : words("%s kB were in use.", shown(WildFacts.swapUsedKb(r))));

  private static final Question<OomReport> LARGEST =
      Question.of(
              "wild-largest-mib",
              OomReport.class,
              r -> about(bytes(r, WildFacts.rss(WildFacts.largest(r))) / MIB / MIB, "MiB"))
          .wrong(
              later("pages read as kB"),
              r -> about(WildFacts.rss(WildFacts.largest(r)) / MIB, ""),
              r ->
                  words(
                      "You took the %s of the row for kB. They are pages.",
                      shown(WildFacts.rss(WildFacts.largest(r)))))
          .wrong(
              later("total_vm taken for rss"),
              r ->
                  about(
                      bytes(r, WildFacts.largest(r).totalVmPages().orElseThrow()) / MIB / MIB, ""),
              r ->
                  words(
                      "%s pages are total_vm, the addresses that it has mapped.",
                      shown(WildFacts.largest(r).totalVmPages().orElseThrow())))
          .wrong(
              later("a thousand for 1024"),
              r -> about(bytes(r, WildFacts.rss(WildFacts.largest(r))) / 1e6, ""),
              r -> words("That is in millions of bytes; a MiB has 1,048,576."))
          .evidence(r -> EvidenceLine.row(r, WildFacts.largest(r).pid()))
          .hint(r -> words("Look down the column rss. Tables.tasks has the largest on top."))
          .hint(
              r -> words("rss counts pages of %d kB; divide the kB by 1024.", WildFacts.pageKb(r)))
          .solution(
              r -> {
                Task largest = WildFacts.largest(r);
                return words(
                    "%s (%d) holds %s pages: %s MiB.",
                    largest.name(),
                    largest.pid(),
                    shown(WildFacts.rss(largest)),
                    shown(bytes(r, WildFacts.rss(largest)) / MIB / MIB));
              });

  private static final Question<OomReport> STEP =
      Question.of(
              "wild-step-kb",
              OomReport.class,
              // The kernel divides whole pages; a reader may divide kB.
              r -> new ExpectedAnswer.Amount(stepPages(r) * WildFacts.pageKb(r), "kB", 0.03))
          .wrong(
              later("a step read as a page"),
              r -> exactly(WildFacts.pageKb(r), ""),
              r ->
                  words(
                      "%d kB is one page. A step is a share of all memory that counts.",
                      WildFacts.pageKb(r)))
          .wrong(
              later("a share of the process's own memory"),
              r ->
                  new ExpectedAnswer.Amount(
                      WildFacts.rss(WildFacts.largest(r)) / 1000.0 * WildFacts.pageKb(r), "", 0.03),
              r ->
                  words(
                      "That is a thousandth of the %s pages of the largest process. The adjustment does not scale what a process has.",
                      shown(WildFacts.rss(WildFacts.largest(r)))))
          .wrong(
              later("per cent taken for per mille"),
              r -> new ExpectedAnswer.Amount(stepPages(r) * 10.0 * WildFacts.pageKb(r), "", 0.03),
              r -> words("That is a hundredth. The adjustment goes to 1000, not to 100."))
          .wrong(
              later("swap left out"),
              r ->
                  WildFacts.swapTotalKb(r) == 0
                      ? ExpectedAnswer.word("none")
                      : new ExpectedAnswer.Amount(WildFacts.memoryKb(r) / 1000.0, "", 0.03),
              r ->
                  words(
                      "That is a thousandth of the memory alone. The %s kB of swap count as well.",
                      shown(WildFacts.swapTotalKb(r))))
          .evidence(WildFacts::sizes)
          .hint(
              r ->
                  words(
                      "One step is a thousandth of all that the candidates could have used: memory and swap, or the group's limit."))
          .hint(
              r ->
                  words(
                      "Add up pages first, divide by 1000 and drop the rest, then multiply by %d kB.",
                      WildFacts.pageKb(r)))
          .solution(
              r ->
                  words(
                      "A thousandth of %s pages: %s pages of %d kB.",
                      shown(WildFacts.totalPages(r)), shown(stepPages(r)), WildFacts.pageKb(r)));

  private static final Question<OomReport> USER =
      Question.of(
              "wild-user-mib",
              OomReport.class,
              r -> about(bytes(r, WildFacts.mainUserPages(r)) / MIB / MIB, "MiB"))
          .wrong(
              later("one process taken for its user"),
              r -> about(bytes(r, WildFacts.rss(WildFacts.largest(r))) / MIB / MIB, ""),
              r ->
                  words(
                      "That is the largest process alone, %d. Its user %d has others.",
                      WildFacts.largest(r).pid(), WildFacts.mainUser(r)))
          .wrong(
              later("all users together"),
              r -> about(bytes(r, all(r)) / MIB / MIB, ""),
              r ->
                  words(
                      "%s pages are the sum of the whole column: group it by uid.", shown(all(r))))
          .wrong(
              later("pages read as kB"),
              r -> about(WildFacts.mainUserPages(r) / 1024.0, ""),
              r ->
                  words("The column counts pages, and a page has %d kB here.", WildFacts.pageKb(r)))
          .evidence(r -> EvidenceLine.lines(r, "total_vm"))
          .hint(r -> words("The largest process belongs to user %d.", WildFacts.mainUser(r)))
          .hint(r -> words("rows.summarize(\"rss_pages\", sum).by(\"uid\"), then pages to MiB."))
          .solution(
              r ->
                  words(
                      "User %d has %s pages of %d kB.",
                      WildFacts.mainUser(r),
                      shown(WildFacts.mainUserPages(r)),
                      WildFacts.pageKb(r)));

  static final List<Question<?>> ALL =
      Stream.concat(
              Stream.of(SCOPE, ASKED, MEMORY, SWAP, LARGEST, STEP, USER), WildChoices.ALL.stream())
          .toList();

  private WildQuestions() {}

  private static long limit(OomReport report) {
    return report.memcg().orElseThrow().limitKb().orElseThrow();
  }

  private static int zones(OomReport report) {
    if (report.zones().isEmpty()) {
      throw new NoSuchElementException("zones");
    }
    return report.zones().size();
  }

  private static long ram(OomReport report) {
    return report.ramPages().orElseThrow();
  }

  private static long all(OomReport report) {
    return report.tasks().stream().mapToLong(WildFacts::rss).sum();
  }

  private static double bytes(OomReport report, long pages) {
    return (double) pages * report.pageBytes();
  }

  private static long stepPages(OomReport report) {
    return WildFacts.totalPages(report) / 1000;
  }

  /** Returns a process as a sentence names it. */
  static String named(Candidate candidate) {
    return named(candidate.task());
  }

  /** Returns a process as a sentence names it. */
  static String named(Task task) {
    return words(
        "%s (%d)",
        task.name().isEmpty() ? words("a process without a name") : task.name(), task.pid());
  }
}
