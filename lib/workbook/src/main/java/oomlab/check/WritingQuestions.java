package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.Bytes;
import oomlab.Run;
import oomlab.Run.Allocation;

/** Questions of chapter 09 about a program of the reader's: what is mapped, and what is memory. */
final class WritingQuestions {
  private static final long MIB = 1L << 20;

  private static final Question<Run> ANNOUNCED =
      Question.of(
              "mapped-in-all", Run.class, run -> ExpectedAnswer.exactly(announcedMib(run), "MiB"))
          .wrong(
              later("resident taken for mapped"),
              run -> ExpectedAnswer.about(peak(run) / (double) MIB, ""),
              run ->
                  words(
                      "%s was the peak of what was resident. A chunk is mapped whole before its first page is touched.",
                      Bytes.text(peak(run))))
          .wrong(
              later("limit taken for mapped"),
              run -> ExpectedAnswer.exactly(run.limitBytes().orElseThrow() / MIB, ""),
              run ->
                  words(
                      "%s MiB are the limit. It holds for memory; addresses are not counted there.",
                      n(run.limitBytes().orElseThrow() / MIB)))
          .wrong(
              later("chunks counted"),
              run -> ExpectedAnswer.exactly(run.allocations().size(), ""),
              run ->
                  words("%d is the number of chunks. How large is each?", run.allocations().size()))
          .evidence(
              run ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "%d announcements, the first of %s bytes",
                              run.allocations().size(), n(run.allocations().get(0).bytes())))))
          .hint(run -> words("Every chunk was announced, by a line that tells its size in bytes."))
          .hint(
              run ->
                  words(
                      "Multiply the number of announcements by the size of a chunk, in MiB of 1,048,576 bytes."))
          .solution(
              run ->
                  words(
                      "%d chunks of %s: %s MiB of addresses, the last of them hardly touched.",
                      run.allocations().size(),
                      Bytes.text(run.allocations().get(0).bytes()),
                      n(announcedMib(run))));

  private static final Question<Run> FIRST_BYTE =
      Question.of("first-byte", Run.class, run -> ExpectedAnswer.word("resident", "常驻", "常驻的"))
          .wrong(
              later("mapping taken for memory"),
              run -> ExpectedAnswer.word("mapped", "映射", "映射的"),
              run ->
                  words(
                      "mmap made all the addresses at once. The byte lands in a mapping that is there already."))
          .wrong(
              later("a touch taken for a new mapping"),
              run -> ExpectedAnswer.word("both", "两者", "两者都是", "都是"),
              run -> words("One of them stood fast: the addresses were there since mmap."))
          .hint(run -> words("One of the two numbers changed at mmap already."))
          .hint(
              run ->
                  words(
                      "Look at the first section: what did mincore say after mmap, and after one byte?"))
          .solution(
              run ->
                  words(
                      "Resident. The page fault takes a page from the free lists and charges it to the group of the thread that wrote."));

  private static final Question<Run> STACK =
      Question.of("stack-memory", Run.class, run -> ExpectedAnswer.exactly(0, "MiB"))
          .wrong(
              later("addresses taken for memory"),
              run -> ExpectedAnswer.exactly(8, ""),
              run -> words("8 MiB are its addresses. A stack is a mapping like any other."))
          .hint(run -> words("A stack is mapped memory. When does mapped memory cost anything?"))
          .hint(run -> words("Only its touched pages count, a few KiB. Round that to whole MiB."))
          .solution(
              run ->
                  words(
                      "0: some pages that were touched. But they do count, and so does the stack that the kernel itself keeps for each thread: a million idle threads are not free."));

  private static final Question<Run> RETRY =
      Question.of("malloc-refused", Run.class, run -> ExpectedAnswer.yes(false))
          .wrong(
              later("malloc taken for memory"),
              run -> ExpectedAnswer.yes(true),
              run ->
                  words(
                      "malloc hands out addresses, and the limit of a group does not count addresses."))
          .hint(run -> words("What does the limit of a memory group count?"))
          .hint(run -> words("At which moment did your own program die: at mmap, or at a touch?"))
          .solution(
              run ->
                  words(
                      "No. malloc succeeds, and the process is killed when it writes. The loop that waits for memory is never reached; it only hides refusals where there are some, under strict overcommit or a limit of address space."));

  static final List<Question<?>> ALL = List.of(ANNOUNCED, FIRST_BYTE, STACK, RETRY);

  private WritingQuestions() {}

  private static long announcedMib(Run run) {
    return run.allocations().stream().mapToLong(Allocation::bytes).sum() / MIB;
  }

  private static long peak(Run run) {
    return run.peakRssBytes().orElseThrow();
  }
}
