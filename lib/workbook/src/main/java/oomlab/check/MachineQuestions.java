package oomlab.check;

import static oomlab.check.Arithmetic.LIST;
import static oomlab.check.Arithmetic.item;
import static oomlab.check.Arithmetic.n;

import java.util.List;
import java.util.NoSuchElementException;
import oomlab.internal.proc.KbLines;

/** Questions of chapter 00: what a machine says about its memory. */
final class MachineQuestions {
  private static final long ASKED = 100L << 20;

  private static final Question<Long> MIB_PAGES =
      Question.of("mib-pages", Long.class, page -> Expected.exactly(ASKED / page, "pages"))
          .wrong(
              "MiB read as a million bytes",
              page -> new Expected.Amount(100e6 / page, "", 0.001),
              page -> "A MiB has 1,048,576 bytes. You divided 100,000,000.")
          .wrong(
              "kB counted as pages",
              page -> Expected.exactly(ASKED / 1024, ""),
              page ->
                  "%s is the number of kB. A page has %s bytes here."
                      .formatted(n(ASKED / 1024), n(page)))
          .wrong(
              "multiplied instead of divided",
              page -> Expected.exactly(100 * page, ""),
              page ->
                  "%s is 100 times the page size: the bytes of 100 pages.".formatted(n(100 * page)))
          .evidence(page -> List.of(Evidence.of("page size: %s bytes".formatted(n(page)))))
          .hint(page -> "How many bytes are 100 MiB, and how many does a page have?")
          .hint(page -> "100 * 1024 * 1024 / page")
          .solution(page -> "%s / %s = %s pages.".formatted(n(ASKED), n(page), n(ASKED / page)));

  private static final Question<List<?>> TOTAL_VM_PAGES =
      Question.of("total-vm-pages", LIST, d -> Expected.exactly(pages(d, "VmSize"), "pages"))
          .wrong(
              "kB taken for pages",
              d -> Expected.exactly(kb(lines(d, 0), "VmSize"), ""),
              d ->
                  "%s is VmSize as the file has it, in kB. The table counts pages."
                      .formatted(n(kb(lines(d, 0), "VmSize"))))
          .wrong(
              "VmRSS taken for VmSize",
              d -> Expected.exactly(pages(d, "VmRSS"), ""),
              d ->
                  "%s pages are VmRSS: what it has in memory. That is the column rss."
                      .formatted(n(pages(d, "VmRSS"))))
          .wrong(
              "VmPeak taken for VmSize",
              d -> Expected.exactly(pages(d, "VmPeak"), ""),
              d ->
                  "%s pages are VmPeak: the most it ever had. A table shows what it has now."
                      .formatted(n(pages(d, "VmPeak"))))
          .evidence(d -> line(lines(d, 0), "VmSize"))
          .hint(
              d ->
                  "total_vm is address space. Which line of the status file is that, and in which unit?")
          .hint(
              d ->
                  "VmSize is in kB of 1024 bytes; divide by the page size, %s bytes."
                      .formatted(n(page(d))))
          .solution(
              d ->
                  "%s kB * 1024 / %s = %s pages."
                      .formatted(n(kb(lines(d, 0), "VmSize")), n(page(d)), n(pages(d, "VmSize"))));

  private static final Question<List<?>> JVM_PEAK_KB =
      Question.of("jvm-peak-kb", LIST, d -> Expected.exactly(kb(d, "VmHWM"), "kB"))
          .wrong(
              "VmPeak taken for VmHWM",
              d -> Expected.exactly(kb(d, "VmPeak"), ""),
              d ->
                  "%s kB is VmPeak: the peak of address space, most of which was never touched."
                      .formatted(n(kb(d, "VmPeak"))))
          .wrong(
              "VmRSS taken for VmHWM",
              d -> Expected.exactly(kb(d, "VmRSS"), ""),
              d -> "%s kB is what it has now. It has had more before.".formatted(n(kb(d, "VmRSS"))))
          .wrong(
              "VmSize taken for VmHWM",
              d -> Expected.exactly(kb(d, "VmSize"), ""),
              d -> "%s kB is address space, and of now.".formatted(n(kb(d, "VmSize"))))
          .evidence(d -> line(d, "VmHWM"))
          .hint(d -> "Two lines are peaks. One of address space, one of memory.")
          .hint(d -> "HWM stands for \"high water mark\": of VmRSS.")
          .solution(d -> "VmHWM, %s kB.".formatted(n(kb(d, "VmHWM"))));

  private static final Question<List<?>> ANON_SHARE =
      Question.of("anon-share", LIST, d -> Expected.about(100.0 * share(d, "VmRSS"), "%"))
          .wrong(
              "share of address space",
              d -> Expected.about(100.0 * share(d, "VmSize"), ""),
              d ->
                  "You divided by VmSize, %s kB. Most of that never became memory."
                      .formatted(n(kb(d, "VmSize"))))
          .wrong(
              "the other part",
              d -> Expected.about(100 - 100.0 * share(d, "VmRSS"), ""),
              d -> "That is the share of files and shared memory. Anonymous memory is the rest.")
          .wrong(
              "a share given for percent",
              d -> Expected.about(share(d, "VmRSS"), ""),
              d -> "That is the share of one. Percent was asked for.")
          .evidence(d -> line(d, "RssAnon"))
          .hint(d -> "VmRSS has three parts, and each has a line of its own.")
          .hint(d -> "100.0 * RssAnon / VmRSS")
          .solution(
              d ->
                  "%s of %s kB: %s %%."
                      .formatted(
                          n(kb(d, "RssAnon")),
                          n(kb(d, "VmRSS")),
                          Expected.shown(100.0 * share(d, "VmRSS"))));

  private static final Question<List<?>> COMMIT_ROOM =
      Question.of("commit-room", LIST, d -> Expected.exactly(room(d), "kB"))
          .wrong(
              "turned round",
              d -> Expected.exactly(-room(d), ""),
              d -> "The size is right. Is that what is left, or what is promised too much?")
          .wrong(
              "free memory taken for room",
              d -> Expected.exactly(kb(d, "MemFree"), ""),
              d ->
                  "%s kB is MemFree: RAM that nobody uses now. Promises are another account."
                      .formatted(n(kb(d, "MemFree"))))
          .wrong(
              "available memory taken for room",
              d -> Expected.exactly(kb(d, "MemAvailable"), ""),
              d ->
                  "%s kB is MemAvailable: what could be had without swapping. Promises are another account."
                      .formatted(n(kb(d, "MemAvailable"))))
          .wrong(
              "RAM less promises",
              d -> Expected.exactly(kb(d, "MemTotal") - kb(d, "Committed_AS"), ""),
              d ->
                  "You counted from MemTotal, %s kB. Mode 2 has a limit of its own."
                      .formatted(n(kb(d, "MemTotal"))))
          .evidence(d -> line(d, "CommitLimit"))
          .hint(d -> "One line is what may be promised in mode 2, another what is promised.")
          .hint(d -> "CommitLimit - Committed_AS; below zero, mode 2 would refuse every request.")
          .solution(
              d ->
                  "%s - %s = %s kB."
                      .formatted(n(kb(d, "CommitLimit")), n(kb(d, "Committed_AS")), n(room(d))));

  private static final Question<List<?>> WORLD_LIMIT =
      Question.of("world-commit-limit", LIST, d -> Expected.about(limit(d), "kB"))
          .wrong(
              "swap under the ratio",
              d -> Expected.about((ram(d) + swap(d)) * ratio(d) / 100.0, ""),
              d ->
                  "You took %d %% of RAM and swap. Only RAM is cut down; swap counts in full."
                      .formatted(ratio(d)))
          .wrong(
              "swap forgotten",
              d -> Expected.about(limit(d) - swap(d), ""),
              d -> "You left out the swap space, %s kB.".formatted(n(swap(d))))
          .wrong(
              "available memory taken for RAM",
              d -> Expected.about(kb(lines(d, 1), "MemAvailable") * ratio(d) / 100.0 + swap(d), ""),
              d ->
                  "You counted from MemAvailable, %s kB, which changes all the time. The limit comes from what the machine has."
                      .formatted(n(kb(lines(d, 1), "MemAvailable"))))
          .evidence(d -> line(lines(d, 1), "MemTotal"))
          .hint(d -> "RAM times the ratio, and something that is not cut down.")
          .hint(
              d ->
                  "MemTotal * %d / 100 + SwapTotal; reserved huge pages come off MemTotal first."
                      .formatted(ratio(d)))
          .solution(
              d ->
                  "%s * %d / 100 + %s = %s kB."
                      .formatted(n(ram(d)), ratio(d), n(swap(d)), n((long) limit(d))));

  static final List<Question<?>> ALL =
      List.of(MIB_PAGES, TOTAL_VM_PAGES, JVM_PEAK_KB, ANON_SHARE, COMMIT_ROOM, WORLD_LIMIT);

  private MachineQuestions() {}

  private static long kb(List<?> lines, String name) {
    return KbLines.find(lines.stream().map(String::valueOf).toList(), name)
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  private static List<Evidence> line(List<?> lines, String name) {
    return lines.stream()
        .map(String::valueOf)
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> Evidence.of(line.replaceAll("\\s+", " ")))
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
