package oomlab.check;

import static oomlab.check.Arithmetic.LIST;
import static oomlab.check.Arithmetic.item;
import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.NoSuchElementException;

/** Questions of chapter 00: what a machine says about its memory. */
final class MachineQuestions {
  private static final long ASKED = 100L << 20;

  private static final Question<Long> MIB_PAGES =
      Question.of("mib-pages", Long.class, page -> ExpectedAnswer.exactly(ASKED / page, "pages"))
          .wrong(
              later("MiB read as a million bytes"),
              page -> new ExpectedAnswer.Amount(100e6 / page, "", 0.001),
              page -> words("A MiB has 1,048,576 bytes. You divided 100,000,000."))
          .wrong(
              later("kB counted as pages"),
              page -> ExpectedAnswer.exactly(ASKED / 1024, ""),
              page ->
                  words(
                      "%s is the number of kB. A page has %s bytes here.",
                      n(ASKED / 1024), n(page)))
          .wrong(
              later("multiplied instead of divided"),
              page -> ExpectedAnswer.exactly(100 * page, ""),
              page ->
                  words("%s is 100 times the page size: the bytes of 100 pages.", n(100 * page)))
          .evidence(page -> List.of(EvidenceLine.of(words("page size: %s bytes", n(page)))))
          .hint(page -> words("How many bytes are 100 MiB, and how many does a page have?"))
          .hint(page -> "100 * 1024 * 1024 / page")
          .solution(page -> words("%s / %s = %s pages.", n(ASKED), n(page), n(ASKED / page)));

  private static final Question<List<?>> TOTAL_VM_PAGES =
      Question.of("total-vm-pages", LIST, d -> ExpectedAnswer.exactly(pages(d, "VmSize"), "pages"))
          .wrong(
              later("kB taken for pages"),
              d -> ExpectedAnswer.exactly(kb(lines(d, 0), "VmSize"), ""),
              d ->
                  words(
                      "%s is VmSize as the file has it, in kB. The table counts pages.",
                      n(kb(lines(d, 0), "VmSize"))))
          .wrong(
              later("VmRSS taken for VmSize"),
              d -> ExpectedAnswer.exactly(pages(d, "VmRSS"), ""),
              d ->
                  words(
                      "%s pages are VmRSS: what it has in memory. That is the column rss.",
                      n(pages(d, "VmRSS"))))
          .wrong(
              later("VmPeak taken for VmSize"),
              d -> ExpectedAnswer.exactly(pages(d, "VmPeak"), ""),
              d ->
                  words(
                      "%s pages are VmPeak: the most it ever had. A table shows what it has now.",
                      n(pages(d, "VmPeak"))))
          .evidence(d -> line(lines(d, 0), "VmSize"))
          .hint(
              d ->
                  words(
                      "total_vm is address space. Which line of the status file is that, and in which unit?"))
          .hint(
              d ->
                  words(
                      "VmSize is in kB of 1024 bytes; divide by the page size, %s bytes.",
                      n(page(d))))
          .solution(
              d ->
                  words(
                      "%s kB * 1024 / %s = %s pages.",
                      n(kb(lines(d, 0), "VmSize")), n(page(d)), n(pages(d, "VmSize"))));

  private static final Question<List<?>> JVM_PEAK_KB =
      Question.of("jvm-peak-kb", LIST, d -> ExpectedAnswer.exactly(kb(d, "VmHWM"), "kB"))
          .wrong(
              later("VmPeak taken for VmHWM"),
              d -> ExpectedAnswer.exactly(kb(d, "VmPeak"), ""),
              d ->
                  words(
                      "%s kB is VmPeak: the peak of address space, most of which was never touched.",
                      n(kb(d, "VmPeak"))))
          .wrong(
              later("VmRSS taken for VmHWM"),
              d -> ExpectedAnswer.exactly(kb(d, "VmRSS"), ""),
              d -> words("%s kB is what it has now. It has had more before.", n(kb(d, "VmRSS"))))
          .wrong(
              later("VmSize taken for VmHWM"),
              d -> ExpectedAnswer.exactly(kb(d, "VmSize"), ""),
              d -> words("%s kB is address space, and of now.", n(kb(d, "VmSize"))))
          .evidence(d -> line(d, "VmHWM"))
          .hint(d -> words("Two lines are peaks. One of address space, one of memory."))
          .hint(d -> words("HWM stands for \"high water mark\": of VmRSS."))
          .solution(d -> words("VmHWM, %s kB.", n(kb(d, "VmHWM"))));

  private static final Question<List<?>> ANON_SHARE =
      Question.of("anon-share", LIST, d -> ExpectedAnswer.about(100.0 * share(d, "VmRSS"), "%"))
          .wrong(
              later("share of address space"),
              d -> ExpectedAnswer.about(100.0 * share(d, "VmSize"), ""),
              d ->
                  words(
                      "You divided by VmSize, %s kB. Most of that never became memory.",
                      n(kb(d, "VmSize"))))
          .wrong(
              later("the other part"),
              d -> ExpectedAnswer.about(100 - 100.0 * share(d, "VmRSS"), ""),
              d ->
                  words(
                      "That is the share of files and shared memory. Anonymous memory is the rest."))
          .wrong(
              later("a share given for percent"),
              d -> ExpectedAnswer.about(share(d, "VmRSS"), ""),
              d -> words("That is the share of one. Percent was asked for."))
          .evidence(d -> line(d, "RssAnon"))
          .hint(d -> words("VmRSS has three parts, and each has a line of its own."))
          .hint(d -> "100.0 * RssAnon / VmRSS")
          .solution(
              d ->
                  words(
                      "%s of %s kB: %s %%.",
                      n(kb(d, "RssAnon")),
                      n(kb(d, "VmRSS")),
                      ExpectedAnswer.shown(100.0 * share(d, "VmRSS"))));

  private static final Question<List<?>> COMMIT_ROOM =
      Question.of("commit-room", LIST, d -> ExpectedAnswer.exactly(room(d), "kB"))
          .wrong(
              later("turned round"),
              d -> ExpectedAnswer.exactly(-room(d), ""),
              d -> words("The size is right. Is that what is left, or what is promised too much?"))
          .wrong(
              later("free memory taken for room"),
              d -> ExpectedAnswer.exactly(kb(d, "MemFree"), ""),
              d ->
                  words(
                      "%s kB is MemFree: RAM that nobody uses now. Promises are another account.",
                      n(kb(d, "MemFree"))))
          .wrong(
              later("available memory taken for room"),
              d -> ExpectedAnswer.exactly(kb(d, "MemAvailable"), ""),
              d ->
                  words(
                      "%s kB is MemAvailable: what could be had without swapping. Promises are another account.",
                      n(kb(d, "MemAvailable"))))
          .wrong(
              later("RAM less promises"),
              d -> ExpectedAnswer.exactly(kb(d, "MemTotal") - kb(d, "Committed_AS"), ""),
              d ->
                  words(
                      "You counted from MemTotal, %s kB. Mode 2 has a limit of its own.",
                      n(kb(d, "MemTotal"))))
          .evidence(d -> line(d, "CommitLimit"))
          .hint(d -> words("One line is what may be promised in mode 2, another what is promised."))
          .hint(
              d ->
                  words(
                      "CommitLimit - Committed_AS; below zero, mode 2 would refuse every request."))
          .solution(
              d ->
                  words(
                      "%s - %s = %s kB.",
                      n(kb(d, "CommitLimit")), n(kb(d, "Committed_AS")), n(room(d))));

  private static final Question<List<?>> WORLD_LIMIT =
      Question.of("world-commit-limit", LIST, d -> ExpectedAnswer.about(limit(d), "kB"))
          .wrong(
              later("swap under the ratio"),
              d -> ExpectedAnswer.about((ram(d) + swap(d)) * ratio(d) / 100.0, ""),
              d ->
                  words(
                      "You took %d %% of RAM and swap. Only RAM is cut down; swap counts in full.",
                      ratio(d)))
          .wrong(
              later("swap forgotten"),
              d -> ExpectedAnswer.about(limit(d) - swap(d), ""),
              d -> words("You left out the swap space, %s kB.", n(swap(d))))
          .wrong(
              later("available memory taken for RAM"),
              d ->
                  ExpectedAnswer.about(
                      kb(lines(d, 1), "MemAvailable") * ratio(d) / 100.0 + swap(d), ""),
              d ->
                  words(
                      "You counted from MemAvailable, %s kB, which changes all the time. The limit comes from what the machine has.",
                      n(kb(lines(d, 1), "MemAvailable"))))
          .evidence(d -> line(lines(d, 1), "MemTotal"))
          .hint(d -> words("RAM times the ratio, and something that is not cut down."))
          .hint(
              d ->
                  words(
                      "MemTotal * %d / 100 + SwapTotal; reserved huge pages come off MemTotal first.",
                      ratio(d)))
          .solution(
              d ->
                  words(
                      "%s * %d / 100 + %s = %s kB.",
                      n(ram(d)), ratio(d), n(swap(d)), n((long) limit(d))));

  static final List<Question<?>> ALL =
      List.of(MIB_PAGES, TOTAL_VM_PAGES, JVM_PEAK_KB, ANON_SHARE, COMMIT_ROOM, WORLD_LIMIT);

  private MachineQuestions() {}

  private static long kb(List<?> lines, String name) {
    return KbLines.find(lines.stream().map(String::valueOf).toList(), name)
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  private static List<EvidenceLine> line(List<?> lines, String name) {
    return lines.stream()
        .map(String::valueOf)
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> EvidenceLine.of(line.replaceAll("\\s+", " ")))
        .toList();
  }

  private static List<?> lines(List<?> data, int index) {
    return item(data, index, LIST);
  }

  private static long page(List<?> data) {
    return item(data, 1, Long.class);
  }

  private static long pages(List<?> data, String name) {
    return kb(lines(data, 0), name) * 1024 / page(data);
  }

  private static double share(List<?> status, String of) {
    return (double) kb(status, "RssAnon") / kb(status, of);
  }

  private static long room(List<?> meminfo) {
    return kb(meminfo, "CommitLimit") - kb(meminfo, "Committed_AS");
  }

  private static int ratio(List<?> data) {
    return Arithmetic.world(data).number("ratio", 20, 90);
  }

  private static long swap(List<?> data) {
    return kb(lines(data, 1), "SwapTotal");
  }

  /** RAM without reserved huge pages, which nobody can be promised (vm_commit_limit, mm/util.c). */
  private static long ram(List<?> data) {
    List<?> meminfo = lines(data, 1);
    long huge = line(meminfo, "Hugetlb").isEmpty() ? 0 : kb(meminfo, "Hugetlb");
    return kb(meminfo, "MemTotal") - huge;
  }

  private static double limit(List<?> data) {
    return ram(data) * ratio(data) / 100.0 + swap(data);
  }
}
