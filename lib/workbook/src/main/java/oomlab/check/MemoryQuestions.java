package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.stream.Stream;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;
import oomlab.report.OomReport;

/** Questions of chapter 04: why no memory. Those about single zones stand by themselves. */
final class MemoryQuestions {
  private static final int ORDER = 3;

  private static final Question<OomReport> ORDER_KB =
      Question.of(
              "order-kb", OomReport.class, r -> ExpectedAnswer.exactly((1 << ORDER) * kb(r), "kB"))
          .wrong(
              later("order read as a number of pages"),
              r -> ExpectedAnswer.exactly(ORDER * kb(r), ""),
              r -> words("You took %d pages of %d kB.", ORDER, kb(r)))
          .wrong(
              later("order read as kB"),
              r -> ExpectedAnswer.exactly(ORDER, ""),
              r -> words("%d is the order itself.", ORDER))
          .wrong(
              later("a power of two in kB"),
              r -> ExpectedAnswer.exactly(1 << ORDER, ""),
              r -> words("%d is a number of pages: 2 to the power of %d.", 1 << ORDER, ORDER))
          .evidence(r -> EvidenceLine.lines(r, "invoked oom-killer"))
          .hint(r -> words("order=0 is one page, order=1 are two."))
          .hint(r -> words("2 to the power of %d, in pages of %d kB.", ORDER, kb(r)))
          .solution(
              r ->
                  words(
                      "%d pages of %d kB: %d kB in a row.",
                      1 << ORDER, kb(r), (1 << ORDER) * kb(r)));

  private static final Question<OomReport> LARGEST_BLOCK =
      Question.of(
              "largest-block",
              OomReport.class,
              r -> ExpectedAnswer.exactly(largest(r).sizeKb(), "kB"))
          .wrong(
              later("a size of which there is no block"),
              r ->
                  ExpectedAnswer.exactly(
                      normal(r).blocks().stream().mapToLong(b -> b.sizeKb()).max().orElseThrow(),
                      ""),
              r -> words("The line ends with 0*%dkB: none of that size.", lastSize(r)))
          .wrong(
              later("several blocks taken for one piece"),
              r -> ExpectedAnswer.exactly(largest(r).sizeKb() * largest(r).count(), ""),
              r ->
                  words(
                      "%d blocks of the largest size lie apart from each other, or they would be one.",
                      largest(r).count()))
          .wrong(
              later("the sum taken for one piece"),
              r -> ExpectedAnswer.exactly(normal(r).totalKb().orElseThrow(), ""),
              r ->
                  words(
                      "%s kB is the sum of all blocks of the zone.",
                      n(normal(r).totalKb().orElseThrow())))
          .wrong(
              later("pages for kB"),
              r -> ExpectedAnswer.exactly(largest(r).sizeKb() / kb(r), ""),
              r -> words("That is its size in pages; the list is in kB."))
          .evidence(r -> EvidenceLine.lines(r, "Normal: "))
          .hint(r -> words("Read the line of the zone from its end: which size is there at all?"))
          .hint(r -> words("The number before the star is how many there are."))
          .solution(
              r ->
                  words(
                      "%d blocks of %s kB, and none larger: %s kB is the largest piece.",
                      largest(r).count(), n(largest(r).sizeKb()), n(largest(r).sizeKb())));

  private static final Question<OomReport> COUNTED_TWICE =
      Question.of(
              "counted-twice",
              OomReport.class,
              r -> ExpectedAnswer.exactly(Arithmetic.counter(r, "shmemPages"), "pages"))
          .wrong(
              later("the whole page cache"),
              r -> ExpectedAnswer.exactly(cache(r), ""),
              r ->
                  words(
                      "%s pages are the page cache. Not all of it is on the anonymous lists.",
                      n(cache(r))))
          .wrong(
              later("mapped taken for shared"),
              r -> ExpectedAnswer.exactly(Arithmetic.counter(r, "mappedPages"), ""),
              r ->
                  words(
                      "mapped, %s, are page-cache pages that stand in some process's page tables.",
                      n(Arithmetic.counter(r, "mappedPages"))))
          .wrong(
              later("the inactive list taken for shared"),
              r -> ExpectedAnswer.exactly(Arithmetic.counter(r, "inactiveAnonPages"), ""),
              r ->
                  words(
                      "inactive_anon, %s, is a list by age: what was not used for a while.",
                      n(Arithmetic.counter(r, "inactiveAnonPages"))))
          .evidence(r -> EvidenceLine.lines(r, "shmem:").stream().limit(1).toList())
          .hint(
              r ->
                  words(
                      "Which pages have the life of page cache and the list of anonymous memory?"))
          .hint(r -> words("Shared memory and tmpfs, in the counters the word shmem."))
          .solution(
              r ->
                  words(
                      "shmem, %s pages: in the %s of page cache, and on the lists of anonymous memory.",
                      n(Arithmetic.counter(r, "shmemPages")), n(cache(r))));

  private static final Question<OomReport> OWN_REST =
      Question.of(
              "own-rest",
              OomReport.class,
              r -> new ExpectedAnswer.Amount(rest(r), "kB", 8.0 / Math.max(8, Math.abs(rest(r)))))
          .wrong(
              later("rss of the task table taken for what was charged"),
              r ->
                  ExpectedAnswer.word(
                      String.valueOf(usage(r) - rowKb(r)), String.valueOf(rowKb(r) - usage(r))),
              r ->
                  words(
                      "The row's rss, %s kB, holds mapped files that other groups may have paid for.",
                      n(rowKb(r))))
          .wrong(
              later("pages taken for kB"),
              r -> ExpectedAnswer.exactly(usage(r) - Arithmetic.rss(Arithmetic.victim(r)), ""),
              r ->
                  words(
                      "You took the row's %s off. They are pages, and files are among them.",
                      n(Arithmetic.rss(Arithmetic.victim(r)))))
          .wrong(
              later("limit less usage"),
              r -> ExpectedAnswer.exactly(limit(r) - usage(r), ""),
              r ->
                  words(
                      "The limit, %s kB, less the usage, %s kB, is what was free.",
                      n(limit(r)), n(usage(r))))
          .evidence(
              r ->
                  Stream.concat(
                          EvidenceLine.lines(r, "memory: usage").stream(),
                          r.lines().stream()
                              .filter(l -> l.text().matches("(rss|anon) \\d+"))
                              .map(l -> EvidenceLine.of(l.text())))
                      .toList())
          .hint(r -> words("The statistics of the group say what was charged as anonymous memory."))
          .hint(
              r ->
                  words(
                      "Its rss (cgroup v1) or anon (v2) is in bytes, the usage of %s in kB.",
                      n(usage(r))))
          .solution(
              r ->
                  words(
                      "%s kB less %s kB of anonymous memory: %s kB.",
                      n(usage(r)), n(usage(r) - rest(r)), n(rest(r))));

  static final List<Question<?>> ALL =
      Stream.<List<Question<?>>>of(
              List.of(ORDER_KB, LARGEST_BLOCK, COUNTED_TWICE, OWN_REST), ZoneQuestions.ALL)
          .flatMap(List::stream)
          .toList();

  private MemoryQuestions() {}

  private static long kb(OomReport report) {
    return Arithmetic.kbOfPage(report);
  }

  private static OomReport.Buddy normal(OomReport report) {
    return ZoneQuestions.blocks(report, "Normal");
  }

  private static OomReport.Block largest(OomReport report) {
    return normal(report).blocks().stream()
        .filter(b -> b.count() > 0)
        .reduce((small, large) -> large)
        .orElseThrow();
  }

  private static long lastSize(OomReport report) {
    return normal(report).blocks().get(normal(report).blocks().size() - 1).sizeKb();
  }

  private static long cache(OomReport report) {
    return Arithmetic.counter(report, "totalPagecachePages");
  }

  private static long usage(OomReport report) {
    return report.memcg().orElseThrow().usageKb().orElseThrow();
  }

  private static long limit(OomReport report) {
    return report.memcg().orElseThrow().limitKb().orElseThrow();
  }

  private static long rowKb(OomReport report) {
    return Arithmetic.rss(Arithmetic.victim(report)) * kb(report);
  }

  private static long rest(OomReport report) {
    Ledger ledger = Explanation.of(report).ledger().orElseThrow();
    return ledger.totalKb()
        - ledger.entries().stream()
            .filter(e -> e.kind() == Ledger.Kind.ANONYMOUS)
            .mapToLong(Ledger.Entry::kb)
            .sum();
  }
}
