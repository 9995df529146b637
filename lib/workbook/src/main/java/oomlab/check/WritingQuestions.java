package oomlab.check;

import static oomlab.check.Arithmetic.n;

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
              "resident taken for mapped",
              run -> ExpectedAnswer.about(peak(run) / (double) MIB, ""),
              run ->
                  "%s was the peak of what was resident. A chunk is mapped whole before its first page is touched."
                      .formatted(Bytes.text(peak(run))))
          .wrong(
              "limit taken for mapped",
              run -> ExpectedAnswer.exactly(run.limitBytes().orElseThrow() / MIB, ""),
              run ->
                  "%s MiB are the limit. It holds for memory; addresses are not counted there."
                      .formatted(n(run.limitBytes().orElseThrow() / MIB)))
          .wrong(
              "chunks counted",
              run -> ExpectedAnswer.exactly(run.allocations().size(), ""),
              run ->
                  "%d is the number of chunks. How large is each?"
                      .formatted(run.allocations().size()))
          .evidence(
              run ->
                  List.of(
                      EvidenceLine.of(
                          "%d announcements, the first of %s bytes"
                              .formatted(
                                  run.allocations().size(), n(run.allocations().get(0).bytes())))))
          .hint(run -> "Every chunk was announced, by a line that tells its size in bytes.")
          .hint(
              run ->
                  "Multiply the number of announcements by the size of a chunk, in MiB of 1,048,576 bytes.")
          .solution(
              run ->
                  "%d chunks of %s: %s MiB of addresses, the last of them hardly touched."
                      .formatted(
                          run.allocations().size(),
                          Bytes.text(run.allocations().get(0).bytes()),
                          n(announcedMib(run))));

  private static final Question<Run> FIRST_BYTE =
      Question.of("first-byte", Run.class, run -> ExpectedAnswer.word("resident"))
          .wrong(
              "mapping taken for memory",
              run -> ExpectedAnswer.word("mapped"),
              run ->
                  "mmap made all the addresses at once. The byte lands in a mapping that is there already.")
          .wrong(
              "a touch taken for a new mapping",
              run -> ExpectedAnswer.word("both"),
              run -> "One of them stood fast: the addresses were there since mmap.")
          .hint(run -> "One of the two numbers changed at mmap already.")
          .hint(
              run ->
                  "Look at the first section: what did mincore say after mmap, and after one byte?")
          .solution(
              run ->
                  "Resident. The page fault takes a page from the free lists and charges it to the group of the thread that wrote.");

  private static final Question<Run> STACK =
      Question.of("stack-memory", Run.class, run -> ExpectedAnswer.exactly(0, "MiB"))
          .wrong(
              "addresses taken for memory",
              run -> ExpectedAnswer.exactly(8, ""),
              run -> "8 MiB are its addresses. A stack is a mapping like any other.")
          .hint(run -> "A stack is mapped memory. When does mapped memory cost anything?")
          .hint(run -> "Only its touched pages count, a few KiB. Round that to whole MiB.")
          .solution(
              run ->
                  "0: some pages that were touched. But they do count, and so does the stack that the kernel itself keeps for each thread: a million idle threads are not free.");

  private static final Question<Run> RETRY =
      Question.of("malloc-refused", Run.class, run -> ExpectedAnswer.yes(false))
          .wrong(
              "malloc taken for memory",
              run -> ExpectedAnswer.yes(true),
              run ->
                  "malloc hands out addresses, and the limit of a group does not count addresses.")
          .hint(run -> "What does the limit of a memory group count?")
          .hint(run -> "At which moment did your own program die: at mmap, or at a touch?")
          .solution(
              run ->
                  "No. malloc succeeds, and the process is killed when it writes. The loop that waits for memory is never reached; it only hides refusals where there are some, under strict overcommit or a limit of address space.");

  static final List<Question<?>> ALL = List.of(ANNOUNCED, FIRST_BYTE, STACK, RETRY);

  private WritingQuestions() {}

  private static long announcedMib(Run run) {
    return run.allocations().stream().mapToLong(Allocation::bytes).sum() / MIB;
  }

  private static long peak(Run run) {
    return run.peakRssBytes().orElseThrow();
  }
}
