package oomlab.check;

import static oomlab.check.Arithmetic.field;
import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import oomlab.report.OomReport;

/** Questions of chapter 05: the two guests. */
final class GuestQuestions {
  private static final long BOOST_KB = 8192;
  private static final String USER_PAGE = "GFP_HIGHUSER_MOVABLE";

  private static final Question<OomReport> BOARD_RESERVED =
      Question.of(
              "board-reserved", OomReport.class, r -> ExpectedAnswer.about(mib(reserved(r)), "MiB"))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.about(reserved(r) / 1024.0, ""),
              r -> words("You took the %s for kB. They are pages.", n(reserved(r))))
          .wrong(
              later("cma counted as well"),
              r -> ExpectedAnswer.about(mib(reserved(r) + cma(r)), ""),
              r ->
                  words(
                      "%s pages of cma are lent to processes until a device wants them.",
                      n(cma(r))))
          .wrong(
              later("free pages counted as well"),
              r -> ExpectedAnswer.about(mib(reserved(r) + Arithmetic.counter(r, "freePages")), ""),
              r ->
                  words(
                      "The %s free pages were given to the allocator, and not yet by it.",
                      n(Arithmetic.counter(r, "freePages"))))
          .evidence(r -> EvidenceLine.lines(r, "pages reserved"))
          .hint(r -> words("The lines at the end of Mem-Info are in pages."))
          .hint(r -> words("pages reserved, times %s bytes.", n(r.pageBytes())))
          .solution(
              r ->
                  words(
                      "%s pages are %s MiB.",
                      n(reserved(r)), ExpectedAnswer.shown(mib(reserved(r)))));

  private static final Question<OomReport> TABLES_PAGES =
      Question.of(
              "tables-pages",
              OomReport.class,
              r -> ExpectedAnswer.exactly(Arithmetic.tables(r, Arithmetic.victim(r)), "pages"))
          .wrong(
              later("bytes read as pages"),
              r -> ExpectedAnswer.exactly(bytes(r), ""),
              r -> words("%s is the column as it stands, in bytes.", n(bytes(r))))
          .wrong(
              later("tables counted instead of pages"),
              r -> ExpectedAnswer.exactly(bytes(r) / 2048, ""),
              r ->
                  words(
                      "So many tables of 2,048 bytes these %s bytes are. Points are pages.",
                      n(bytes(r))))
          .wrong(
              later("bytes read as kB"),
              r -> ExpectedAnswer.exactly(bytes(r) / 4, ""),
              r -> words("You divided %s by 4, as if they were kB.", n(bytes(r))))
          .evidence(r -> EvidenceLine.row(r, Arithmetic.victim(r).pid()))
          .hint(r -> words("Since 4.15 the kernel divides one column by the size of a page."))
          .hint(r -> words("%s bytes, in pages of %s.", n(bytes(r)), n(r.pageBytes())))
          .solution(
              r ->
                  words(
                      "%s / %s = %s pages.",
                      n(bytes(r)),
                      n(r.pageBytes()),
                      n(Arithmetic.tables(r, Arithmetic.victim(r)))));

  private static final Question<List<?>> USER_PAGES =
      Question.of(
              "user-pages",
              Arithmetic.LIST,
              d ->
                  ExpectedAnswer.exactly(
                      triggers(d).stream().filter(GuestQuestions::user).count(), ""))
          .wrong(
              later("numbers compared across kernels"),
              d ->
                  ExpectedAnswer.exactly(
                      triggers(d).stream()
                          .filter(t -> t.gfpMask().equals(triggers(d).get(0).gfpMask()))
                          .count(),
                      ""),
              d ->
                  words(
                      "You counted the masks that are %#x. Each kernel numbers the flags its own way.",
                      triggers(d).get(0).gfpMask().orElseThrow()))
          .wrong(
              later("only printed words believed"),
              d ->
                  ExpectedAnswer.exactly(
                      triggers(d).stream()
                          .filter(t -> user(t) && t.gfpFlagsSource().equals(Optional.of("log")))
                          .count(),
                      ""),
              d ->
                  words(
                      "Linux 4.0 prints no words, but its number can be read with its own table."))
          .wrong(
              later("__GFP_ZERO taken for the mark of a user page"),
              d ->
                  ExpectedAnswer.exactly(
                      triggers(d).stream().filter(t -> t.gfpFlags().contains("__GFP_ZERO")).count(),
                      ""),
              d -> words("__GFP_ZERO says that the page is to be cleared, not what it is for."))
          .evidence(
              d -> triggers(d).stream().map(t -> EvidenceLine.of(t.gfpFlags().toString())).toList())
          .hint(d -> words("Compare words, not numbers."))
          .hint(d -> words("How many of them have %s among their words?", USER_PAGE))
          .solution(
              d ->
                  words(
                      "%d of %d have %s.",
                      triggers(d).stream().filter(GuestQuestions::user).count(),
                      triggers(d).size(),
                      USER_PAGE));

  private static final Question<OomReport> BOOSTED_MIN =
      Question.of(
              "boosted-min",
              OomReport.class,
              r -> ExpectedAnswer.exactly(plainMin(r) + BOOST_KB, "kB"))
          .wrong(
              later("the boost thought to stand beside min"),
              r -> ExpectedAnswer.exactly(plainMin(r), ""),
              r ->
                  words(
                      "%s kB is min without a boost. The printed min, low and high contain it.",
                      n(plainMin(r))))
          .wrong(
              later("the boost alone"),
              r -> ExpectedAnswer.exactly(BOOST_KB, ""),
              r -> words("A boost is put on top of the %s kB.", n(plainMin(r))))
          .wrong(
              later("a MiB taken for 1000 kB"),
              r -> ExpectedAnswer.exactly(plainMin(r) + 8000, ""),
              r -> words("You added 8,000 kB to %s. A MiB has 1,024.", n(plainMin(r))))
          .evidence(r -> EvidenceLine.lines(r, " min:"))
          .hint(r -> words("Is min: printed with the boost in it, or without?"))
          .hint(r -> words("With it. Take min without a boost, and add 8 MiB in kB."))
          .solution(
              r ->
                  words(
                      "%s + %s = %s kB.", n(plainMin(r)), n(BOOST_KB), n(plainMin(r) + BOOST_KB)));

  private static final Question<OomReport> VICTIM_SWAP =
      Question.of(
              "victim-swap",
              OomReport.class,
              r ->
                  ExpectedAnswer.exactly(
                      Arithmetic.swapped(Arithmetic.victim(r)) * Arithmetic.kbOfPage(r), "kB"))
          .wrong(
              later("swapents read as kB"),
              r -> ExpectedAnswer.exactly(Arithmetic.swapped(Arithmetic.victim(r)), ""),
              r ->
                  words(
                      "%s is its swapents as it stands: a number of pages.",
                      n(Arithmetic.swapped(Arithmetic.victim(r)))))
          .wrong(
              later("all swap in use taken for the victim's"),
              r -> ExpectedAnswer.exactly(used(r), ""),
              r -> words("%s kB are in use, and not all of them by the victim.", n(used(r))))
          .wrong(
              later("swap cache taken for swap"),
              r ->
                  ExpectedAnswer.exactly(
                      Arithmetic.counter(r, "swapCachePages") * Arithmetic.kbOfPage(r), ""),
              r ->
                  words(
                      "%s pages are in swap cache: in memory, with a place in swap as well.",
                      n(Arithmetic.counter(r, "swapCachePages"))))
          .evidence(r -> EvidenceLine.row(r, Arithmetic.victim(r).pid()))
          .hint(r -> words("The victim's row has a column for it."))
          .hint(r -> words("swapents, in pages of %s kB.", n(Arithmetic.kbOfPage(r))))
          .solution(
              r ->
                  words(
                      "%s pages of %s kB: %s kB.",
                      n(Arithmetic.swapped(Arithmetic.victim(r))),
                      n(Arithmetic.kbOfPage(r)),
                      n(Arithmetic.swapped(Arithmetic.victim(r)) * Arithmetic.kbOfPage(r))));

  private static final Question<OomReport> PC_TOTAL =
      Question.of(
              "pc-total",
              OomReport.class,
              r -> ExpectedAnswer.exactly(Arithmetic.total(r), "pages"))
          .wrong(
              later("swap left out"),
              r -> ExpectedAnswer.exactly(Arithmetic.ram(r), ""),
              r -> words("%s pages are RAM alone. This machine has swap.", n(Arithmetic.ram(r))))
          .wrong(
              later("reserved pages counted"),
              r ->
                  ExpectedAnswer.exactly(
                      r.ramPages().orElseThrow() + swapKb(r) / Arithmetic.kbOfPage(r), ""),
              r ->
                  words(
                      "The %s reserved pages belong to nobody whom the kernel could kill.",
                      n(reserved(r))))
          .wrong(
              later("kB of swap added to pages"),
              r -> ExpectedAnswer.exactly(Arithmetic.ram(r) + swapKb(r), ""),
              r ->
                  words(
                      "You added %s kB of swap to %s pages of RAM.",
                      n(swapKb(r)), n(Arithmetic.ram(r))))
          .evidence(r -> EvidenceLine.lines(r, "pages R"))
          .hint(r -> words("RAM less what is reserved, and all swap, in pages."))
          .hint(
              r ->
                  words(
                      "%s pages of RAM, %s of them reserved, and %s kB of swap.",
                      n(r.ramPages().orElseThrow()), n(reserved(r)), n(swapKb(r))))
          .solution(
              r ->
                  words(
                      "%s + %s / %s = %s pages.",
                      n(Arithmetic.ram(r)),
                      n(swapKb(r)),
                      n(Arithmetic.kbOfPage(r)),
                      n(Arithmetic.total(r))));

  private static final Question<OomReport> PC_SCORE =
      Question.of("pc-score", OomReport.class, r -> ExpectedAnswer.exactly(share(r, points(r)), ""))
          .wrong(
              later("points given for the score"),
              r -> ExpectedAnswer.exactly(points(r), ""),
              r -> words("%s are its points, in pages.", n(points(r))))
          .wrong(
              later("resident pages alone"),
              r -> ExpectedAnswer.exactly(share(r, Arithmetic.rss(Arithmetic.victim(r))), ""),
              r ->
                  words(
                      "You took its rss, %s pages. Swapped pages and page tables count as well.",
                      n(Arithmetic.rss(Arithmetic.victim(r)))))
          .wrong(
              later("swap left out of the whole"),
              r -> ExpectedAnswer.exactly(points(r) * 1000 / Arithmetic.ram(r), ""),
              r ->
                  words(
                      "You divided by the %s pages of RAM. Points count what is in swap, so the whole has to.",
                      n(Arithmetic.ram(r))))
          .wrong(
              later("per cent for per mille"),
              r -> new ExpectedAnswer.Amount(points(r) * 100.0 / Arithmetic.total(r), "", 0.01),
              r -> words("That is the share in per cent; the kernel's score is in thousandths."))
          .wrong(
              later("root's 3 %% taken off"),
              r -> ExpectedAnswer.exactly(share(r, points(r) - points(r) * 3 / 100), ""),
              r ->
                  words(
                      "You took 3 %% off %s pages. Root's discount ended with 4.16.", n(points(r))))
          .evidence(r -> EvidenceLine.row(r, Arithmetic.victim(r).pid()))
          .hint(r -> words("Its points, in thousandths of the total of the question before."))
          .hint(r -> words("Points: %s pages.", n(points(r))))
          .solution(
              r ->
                  words(
                      "1000 * %s / %s = %s.",
                      n(points(r)), n(Arithmetic.total(r)), n(share(r, points(r)))));

  private static final Question<World> WORLD_MIN =
      Question.of(
              "world-min", World.class, w -> ExpectedAnswer.about(Math.sqrt(16.0 * kb(w)), "kB"))
          .wrong(
              later("MiB under the root"),
              w -> ExpectedAnswer.about(Math.sqrt(16.0 * mebibytes(w)), ""),
              w -> words("You put %s MiB under the root. The rule is in kB.", n(mebibytes(w))))
          .wrong(
              later("pages under the root"),
              w -> ExpectedAnswer.about(Math.sqrt(16.0 * kb(w) / 4), ""),
              w -> words("You put %s pages under the root. The rule is in kB.", n(kb(w) / 4)))
          .wrong(
              later("16 outside the root"),
              w -> ExpectedAnswer.about(Math.sqrt(256.0 * kb(w)), ""),
              w -> words("You took 16 times the root of %s kB; the 16 stands under it.", n(kb(w))))
          .wrong(
              later("scaled in proportion from the board"),
              w -> ExpectedAnswer.about(1156.0 * kb(w) / 87400, ""),
              w ->
                  words(
                      "The board's 1,156 of 87,400 kB, scaled to %s: the root grows more slowly.",
                      n(kb(w))))
          .evidence(w -> List.of(EvidenceLine.of(words("%s MiB of memory", n(mebibytes(w))))))
          .hint(w -> words("The root of 16 times the memory, both in kB."))
          .hint(w -> words("%s MiB are %s kB.", n(mebibytes(w)), n(kb(w))))
          .solution(
              w ->
                  words(
                      "The root of 16 * %s is %s kB.",
                      n(kb(w)), n(Math.round(Math.sqrt(16.0 * kb(w))))));

  private static final Question<OomReport> OTHERS_MIB =
      Question.of("others-mib", OomReport.class, r -> ExpectedAnswer.about(mib(others(r)), "MiB"))
          .wrong(
              later("the victim counted as well"),
              r ->
                  ExpectedAnswer.about(
                      mib(others(r) + Arithmetic.rss(victim(r)) + Arithmetic.swapped(victim(r))),
                      ""),
              r ->
                  words(
                      "That is all rows together. Leave out process %d: where(... isNotEqualTo ...).",
                      victim(r).pid()))
          .wrong(
              later("swap forgotten"),
              r -> ExpectedAnswer.about(mib(othersRss(r)), ""),
              r ->
                  words(
                      "They hold %s pages in memory. The column swapents_pages has what is in swap.",
                      n(othersRss(r))))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.about(others(r) / 1024.0, ""),
              r -> words("You took the %s for kB. They are pages.", n(others(r))))
          .evidence(r -> EvidenceLine.lines(r, "rss"))
          .hint(r -> words("Both columns count pages; the victim is process %d.", victim(r).pid()))
          .hint(
              r ->
                  words(
                      "rows.where(rows.intColumn(\"pid\").isNotEqualTo(%d)), and of that the sums of rss_pages and swapents_pages.",
                      victim(r).pid()))
          .solution(
              r ->
                  words(
                      "%s pages in memory and %s in swap are %s MiB.",
                      n(othersRss(r)),
                      n(others(r) - othersRss(r)),
                      ExpectedAnswer.shown(mib(others(r)))));

  static final List<Question<?>> ALL =
      List.of(
          BOARD_RESERVED,
          TABLES_PAGES,
          USER_PAGES,
          BOOSTED_MIN,
          VICTIM_SWAP,
          PC_TOTAL,
          PC_SCORE,
          OTHERS_MIB,
          WORLD_MIN);

  private GuestQuestions() {}

  private static OomReport.Task victim(OomReport report) {
    return Arithmetic.victim(report);
  }

  private static long othersRss(OomReport report) {
    return report.tasks().stream().mapToLong(Arithmetic::rss).sum()
        - Arithmetic.rss(victim(report));
  }

  private static long others(OomReport report) {
    return othersRss(report)
        + report.tasks().stream().mapToLong(Arithmetic::swapped).sum()
        - Arithmetic.swapped(victim(report));
  }

  private static double mib(long pages) {
    return pages * 4 / 1024.0;
  }

  private static long reserved(OomReport report) {
    return report.reservedPages().orElseThrow();
  }

  private static long cma(OomReport report) {
    return report.lines().stream()
        .filter(line -> line.text().matches("\\d+ pages cma reserved"))
        .mapToLong(line -> Long.parseLong(line.text().split(" ", 2)[0]))
        .findFirst()
        .orElseThrow();
  }

  private static long bytes(OomReport report) {
    return Arithmetic.victim(report).pgtablesBytes().orElseThrow();
  }

  private static List<OomReport.Trigger> triggers(List<?> data) {
    return data.stream().map(item -> ((OomReport) item).trigger().orElseThrow()).toList();
  }

  private static boolean user(OomReport.Trigger trigger) {
    return trigger.gfpFlags().contains(USER_PAGE);
  }

  private static long plainMin(OomReport report) {
    OomReport.Zone zone = report.zones().get(0);
    return field(zone, "minKb") - zone.field("boostKb").orElse(0);
  }

  private static long used(OomReport report) {
    return swapKb(report) - report.swap().orElseThrow().freeKb().orElseThrow();
  }

  private static long swapKb(OomReport report) {
    return report.swap().orElseThrow().totalKb().orElseThrow();
  }

  private static long points(OomReport report) {
    return Arithmetic.held(report, Arithmetic.victim(report));
  }

  private static long share(OomReport report, long points) {
    return points * 1000 / Arithmetic.total(report);
  }

  private static long mebibytes(World world) {
    return world.number("memory", 8, 128) * 64L;
  }

  private static long kb(World world) {
    return mebibytes(world) * 1024;
  }
}
