package oomlab.check;

import static oomlab.check.Arithmetic.LIST;
import static oomlab.check.Arithmetic.counter;
import static oomlab.check.Arithmetic.kbOfPage;
import static oomlab.check.Arithmetic.n;
import static oomlab.check.Arithmetic.ram;
import static oomlab.check.Arithmetic.report;
import static oomlab.check.Arithmetic.rss;
import static oomlab.check.Arithmetic.swapped;
import static oomlab.check.Arithmetic.tables;
import static oomlab.check.Arithmetic.world;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oomlab.report.OomReport;

/** Questions of chapter 02 about what there was: counters, zones, RAM, and pages of a row. */
final class SupplyQuestions {
  private static final double MIB = 1L << 20;
  private static final double GIB = 1L << 30;
  private static final String DMA32 = "DMA32";

  /** Index of the highest zone that has memory among the reserves of an x86-64 machine. */
  private static final int NORMAL = 2;

  private static final Question<OomReport> ANON_GIB =
      Question.of(
              "anon-gib",
              OomReport.class,
              r -> ExpectedAnswer.about((active(r) + inactive(r)) * r.pageBytes() / GIB, "GiB"))
          .wrong(
              later("inactive_anon forgotten"),
              r -> ExpectedAnswer.about(active(r) * r.pageBytes() / GIB, ""),
              r ->
                  words(
                      "%s pages are the active ones alone. Inactive pages are no less anonymous, and no less in RAM.",
                      n(active(r))))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.about((active(r) + inactive(r)) * 1024 / GIB, ""),
              r ->
                  words(
                      "You took %s and %s for kB. The first block of Mem-Info counts pages.",
                      n(active(r)), n(inactive(r))))
          .wrong(
              later("Mem-Info and the Node line added"),
              r -> ExpectedAnswer.about(2 * (active(r) + inactive(r)) * r.pageBytes() / GIB, ""),
              r ->
                  words(
                      "You have the same pages twice: the Node line tells them once more, in kB. With one node the two are the same memory."))
          .evidence(r -> EvidenceLine.lines(r, "isolated_anon:"))
          .hint(r -> words("Two counters of Mem-Info are anonymous memory that is not on its way."))
          .hint(
              r ->
                  words(
                      "Add active_anon and inactive_anon; a page has %s bytes, a GiB 1,073,741,824.",
                      n(r.pageBytes())))
          .solution(
              r ->
                  words(
                      "%s + %s pages of %s bytes are %s GiB.",
                      n(active(r)),
                      n(inactive(r)),
                      n(r.pageBytes()),
                      ExpectedAnswer.shown((active(r) + inactive(r)) * r.pageBytes() / GIB)));

  private static final Question<OomReport> ZONE_MISSING =
      Question.of(
              "zone-missing",
              OomReport.class,
              r ->
                  ExpectedAnswer.exactly(
                      field(r, "minKb") + reserveKb(r) - field(r, "freeKb"), "kB"))
          .wrong(
              later("reserve forgotten"),
              r -> ExpectedAnswer.exactly(Math.abs(field(r, "freeKb") - field(r, "minKb")), ""),
              r ->
                  words(
                      "%s kB lie between free and min alone. The zone keeps something back on top of min.",
                      n(Math.abs(field(r, "freeKb") - field(r, "minKb")))))
          .wrong(
              later("reserve read as kB"),
              r ->
                  ExpectedAnswer.exactly(
                      Math.abs(field(r, "minKb") + reserve(r) - field(r, "freeKb")), ""),
              r ->
                  words(
                      "You took the %s of lowmem_reserve[] for kB. They are pages.", n(reserve(r))))
          .wrong(
              later("low taken for min"),
              r ->
                  ExpectedAnswer.exactly(field(r, "lowKb") + reserveKb(r) - field(r, "freeKb"), ""),
              r ->
                  words(
                      "You counted from low, %s kB. Below low the kernel reclaims in the background, and still gives.",
                      n(field(r, "lowKb"))))
          .wrong(
              later("free taken for available"),
              r -> ExpectedAnswer.exactly(0L, ""),
              r ->
                  words(
                      "%s kB are free, and more than min. Free is not the same as free for this request.",
                      n(field(r, "freeKb"))))
          .evidence(r -> List.of(line(r, zone(r).line()), line(r, zone(r).line() + 1)))
          .hint(
              r -> words("The line to pass is min plus the reserve against this kind of request."))
          .hint(
              r ->
                  words(
                      "The reserve is entry 2 of lowmem_reserve[], Normal's, counted from 0, in pages of %d kB.",
                      r.pageBytes() / 1024))
          .solution(
              r ->
                  words(
                      "%s + %s x %d = %s kB had to be passed; %s were free.",
                      n(field(r, "minKb")),
                      n(reserve(r)),
                      r.pageBytes() / 1024,
                      n(field(r, "minKb") + reserveKb(r)),
                      n(field(r, "freeKb"))));

  private static final Question<OomReport> HANDED_OUT_MIB =
      Question.of(
              "handed-out-mib",
              OomReport.class,
              r -> ExpectedAnswer.about(ram(r) * r.pageBytes() / MIB, "MiB"))
          .wrong(
              later("reserved pages counted"),
              r -> ExpectedAnswer.about(pages(r) * r.pageBytes() / MIB, ""),
              r ->
                  words(
                      "%s pages are all of the RAM. Some of them the kernel took for itself at boot.",
                      n(pages(r))))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.about(ram(r) / 1024.0, ""),
              r -> words("You divided %s pages by 1024.", n(ram(r))))
          .wrong(
              later("reserved pages added"),
              r -> ExpectedAnswer.about((pages(r) + reserved(r)) * r.pageBytes() / MIB, ""),
              r ->
                  words(
                      "You added the %s reserved pages to the %s of RAM. They are among them.",
                      n(reserved(r)), n(pages(r))))
          .evidence(
              r ->
                  Stream.of("RAM", "reserved")
                      .flatMap(word -> EvidenceLine.lines(r, "pages", word).stream())
                      .toList())
          .hint(r -> words("Two lines near the end of Mem-Info count the pages of the machine."))
          .hint(r -> words("Take the reserved pages off, and mind the size of a page."))
          .solution(
              r ->
                  words(
                      "(%s - %s) pages of %s bytes are %s MiB.",
                      n(pages(r)),
                      n(reserved(r)),
                      n(r.pageBytes()),
                      ExpectedAnswer.shown(ram(r) * r.pageBytes() / MIB)));

  private static final Question<List<?>> WORLD_HELD =
      Question.of(
              "world-held",
              LIST,
              d ->
                  ExpectedAnswer.exactly(
                      resident(d) + inSwap(d) + tables(report(d), row(d)), "pages"))
          .wrong(
              later("pgtables_bytes read as pages"),
              d -> ExpectedAnswer.exactly(resident(d) + inSwap(d) + tableBytes(d), ""),
              d ->
                  words(
                      "You took the %s of pgtables_bytes for pages. It is the one column in bytes.",
                      n(tableBytes(d))))
          .wrong(
              later("swap forgotten"),
              d -> ExpectedAnswer.exactly(resident(d) + tables(report(d), row(d)), ""),
              d ->
                  words(
                      "You left out the %s pages in swap. A death would free them, too.",
                      n(inSwap(d))))
          .wrong(
              later("page tables forgotten"),
              d -> ExpectedAnswer.exactly(resident(d) + inSwap(d), ""),
              d -> words("You left out the page tables, %s bytes of them.", n(tableBytes(d))))
          .wrong(
              later("total_vm taken for rss"),
              d ->
                  ExpectedAnswer.exactly(
                      row(d).totalVmPages().orElseThrow() + inSwap(d) + tables(report(d), row(d)),
                      ""),
              d ->
                  words(
                      "%s pages are total_vm: address space frees nothing.",
                      n(row(d).totalVmPages().orElseThrow())))
          .evidence(d -> EvidenceLine.row(report(d), row(d).pid()))
          .hint(d -> words("Three columns of the row are memory, and they do not share one unit."))
          .hint(
              d ->
                  words(
                      "rss + swapents + pgtables_bytes / %s, from the row of process %d.",
                      n(report(d).pageBytes()), row(d).pid()))
          .solution(
              d ->
                  words(
                      "%s + %s + %s / %s = %s pages.",
                      n(resident(d)),
                      n(inSwap(d)),
                      n(tableBytes(d)),
                      n(report(d).pageBytes()),
                      n(resident(d) + inSwap(d) + tables(report(d), row(d)))));

  private static final Question<List<?>> WORLD_ORDER =
      Question.of("world-order", LIST, d -> ExpectedAnswer.exactly(kb(d) << order(d), "kB"))
          .wrong(
              later("order read as pages"),
              d -> ExpectedAnswer.exactly(kb(d) * order(d), ""),
              d ->
                  words(
                      "That would be %d pages. An order is an exponent: each step doubles.",
                      order(d)))
          .wrong(
              later("pages given for kB"),
              d -> ExpectedAnswer.exactly(1L << order(d), ""),
              d -> words("%d is the number of pages. How many kB has one?", 1L << order(d)))
          .wrong(
              later("order read as kB"),
              d -> ExpectedAnswer.exactly(order(d), ""),
              d -> words("%d is the order itself: an exponent, without a unit.", order(d)))
          .evidence(d -> List.of(EvidenceLine.of("order=" + order(d))))
          .hint(d -> words("order=0 is one page, order=1 is two in one piece."))
          .hint(d -> words("Two to the power of %d pages, of %d kB each.", order(d), kb(d)))
          .solution(
              d -> words("%d pages of %d kB: %s kB.", 1L << order(d), kb(d), n(kb(d) << order(d))));

  static final List<Question<?>> ALL =
      List.of(ANON_GIB, ZONE_MISSING, HANDED_OUT_MIB, WORLD_HELD, WORLD_ORDER);

  private SupplyQuestions() {}

  private static long active(OomReport report) {
    return counter(report, "activeAnonPages");
  }

  private static long inactive(OomReport report) {
    return counter(report, "inactiveAnonPages");
  }

  private static OomReport.Zone zone(OomReport report) {
    return Arithmetic.zone(report, DMA32);
  }

  private static long field(OomReport report, String name) {
    return Arithmetic.field(zone(report), name);
  }

  private static long reserve(OomReport report) {
    return zone(report).lowmemReservePages().stream().skip(NORMAL).findFirst().orElseThrow();
  }

  private static long reserveKb(OomReport report) {
    return reserve(report) * kbOfPage(report);
  }

  private static EvidenceLine line(OomReport report, int number) {
    return report.lines().stream()
        .filter(line -> line.number() == number)
        .map(line -> new EvidenceLine(OptionalInt.of(number), line.text().strip()))
        .findFirst()
        .orElseThrow();
  }

  private static long pages(OomReport report) {
    return report.ramPages().orElseThrow();
  }

  private static long reserved(OomReport report) {
    return report.reservedPages().orElseThrow();
  }

  private static OomReport.Task row(List<?> data) {
    return world(data).row(report(data));
  }

  private static long resident(List<?> data) {
    return rss(row(data));
  }

  private static long inSwap(List<?> data) {
    return swapped(row(data));
  }

  private static long tableBytes(List<?> data) {
    return row(data).pgtablesBytes().orElseThrow();
  }

  private static int order(List<?> data) {
    return world(data).number("order", 2, 9);
  }

  private static long kb(List<?> data) {
    return kbOfPage(report(data));
  }
}
