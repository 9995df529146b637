package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.Run.Allocation;

/** Questions of chapter 01 about the chunks that threads announce and touch. */
final class ChunkQuestions {
  private static final Question<Run> CHUNKS_FINISHED =
      Question.of(
              "chunks-finished",
              Run.class,
              run -> ExpectedAnswer.exactly(announced(run) - lastWords(run).size(), "chunks"))
          .wrong(
              later("announced taken for touched"),
              run -> ExpectedAnswer.exactly(announced(run), ""),
              run ->
                  words(
                      "%d chunks were announced, each before its first page was touched. Nobody announces the end of one.",
                      announced(run)))
          .wrong(
              later("one chunk in the making for all threads"),
              run -> ExpectedAnswer.exactly(announced(run) - 1, ""),
              run ->
                  words(
                      "%d takes off one chunk. There were %d threads, and each was killed on its own way.",
                      announced(run) - 1, lastWords(run).size()))
          .wrong(
              later("limit divided by chunk"),
              run ->
                  new ExpectedAnswer.Amount(
                      limit(run) / (double) run.experiment().chunkBytes(), "", 0.025),
              run ->
                  words(
                      "%s divided by %s is what fits at best. Part of the limit went into no chunk, and the last chunks were never finished.",
                      n(limit(run)), n(run.experiment().chunkBytes())))
          .evidence(run -> lastWords(run).values().stream().limit(5).map(EvidenceLine::of).toList())
          .hint(
              run ->
                  words("Look at the last announcement of each thread. What came of that chunk?"))
          .hint(
              run ->
                  words(
                      "Count the announcements, and take off the chunk that each of the %d threads was in.",
                      lastWords(run).size()))
          .solution(
              run ->
                  words(
                      "%d announced, %d threads each in the middle of one: %d surely finished.",
                      announced(run),
                      lastWords(run).size(),
                      announced(run) - lastWords(run).size()));

  private static final Question<Run> CHUNK_FAULTS =
      Question.of(
              "chunk-faults", Run.class, run -> ExpectedAnswer.exactly(chunkPages(run), "faults"))
          .wrong(
              later("a fault for each byte"),
              run -> ExpectedAnswer.exactly(run.experiment().chunkBytes(), ""),
              run ->
                  words(
                      "%s bytes are in a chunk, but a thread writes one of each page only, and a second write to a page would not fault.",
                      n(run.experiment().chunkBytes())))
          .wrong(
              later("a fault for each chunk"),
              run -> ExpectedAnswer.exactly(1L, ""),
              run ->
                  words(
                      "One mmap made the chunk, and gave no memory. The kernel hands that out page by page, at the first write to each."))
          .wrong(
              later("kB counted as pages"),
              run -> ExpectedAnswer.exactly(run.experiment().chunkBytes() / 1024, ""),
              run ->
                  words(
                      "%s is the chunk in kB. A page has %s bytes here.",
                      n(run.experiment().chunkBytes() / 1024), n(run.pageBytes())))
          .wrong(
              later("MiB read as a million bytes"),
              run -> new ExpectedAnswer.Amount(chunkPages(run) / 1.048576, "", 0.001),
              run ->
                  words(
                      "A MiB has 1,048,576 bytes, not 1,000,000; the announcements print the chunk to the byte."))
          .evidence(run -> lastWords(run).values().stream().limit(1).map(EvidenceLine::of).toList())
          .hint(run -> words("One write to each page, and a fault at each first write."))
          .hint(
              run ->
                  words(
                      "Divide the chunk, %s bytes, by the page size, %s bytes.",
                      n(run.experiment().chunkBytes()), n(run.pageBytes())))
          .solution(
              run ->
                  words(
                      "%s / %s = %s page faults.",
                      n(run.experiment().chunkBytes()), n(run.pageBytes()), n(chunkPages(run))));

  private static final Question<World> WORLD_ANNOUNCEMENTS =
      Question.of(
              "world-announcements",
              World.class,
              world ->
                  ExpectedAnswer.exactly(
                      fitting(world) + world.experiment().threads(), "announcements"))
          .wrong(
              later("chunks in the making forgotten"),
              world -> ExpectedAnswer.exactly(fitting(world), ""),
              world ->
                  words(
                      "%d whole chunks fit under the limit. But a chunk is announced before it is touched.",
                      fitting(world)))
          .wrong(
              later("one chunk in the making for all threads"),
              world -> ExpectedAnswer.exactly(fitting(world) + 1, ""),
              world ->
                  words(
                      "%d counts one more than the %d that fit. Your world has %d threads.",
                      fitting(world) + 1, fitting(world), world.experiment().threads()))
          .wrong(
              later("a limit for each thread"),
              world -> ExpectedAnswer.exactly(fitting(world) * world.experiment().threads(), ""),
              world ->
                  words(
                      "%d lets each of the %d threads have the whole limit. They share one address space and one group.",
                      fitting(world) * world.experiment().threads(), world.experiment().threads()))
          .evidence(world -> List.of(EvidenceLine.of(world.experiment().toString())))
          .hint(
              world ->
                  words(
                      "How many whole chunks fit under the limit, and who announces one too many?"))
          .hint(
              world ->
                  words(
                      "limit / chunk, rounded down, and for each thread one that it announced and never finished."))
          .solution(
              world ->
                  words(
                      "%d whole chunks fit, and each of the threads (%d) announces one that does not: %d at most. The child's own memory may make it fewer.",
                      fitting(world),
                      world.experiment().threads(),
                      fitting(world) + world.experiment().threads()));

  static final List<Question<?>> ALL = List.of(CHUNKS_FINISHED, CHUNK_FAULTS, WORLD_ANNOUNCEMENTS);

  private ChunkQuestions() {}

  private static int announced(Run run) {
    return run.allocations().size();
  }

  /** The last announcement of each thread, as it was printed. */
  private static Map<String, String> lastWords(Run run) {
    Map<String, String> last = new LinkedHashMap<>();
    for (Allocation a : run.allocations()) {
      last.put(a.thread(), "thread(%s), allocating %d bytes.".formatted(a.thread(), a.bytes()));
    }
    return last;
  }

  private static long limit(Run run) {
    return run.limitBytes().orElse(run.experiment().limitBytes());
  }

  private static long chunkPages(Run run) {
    return run.experiment().chunkBytes() / run.pageBytes();
  }

  private static long fitting(World world) {
    Experiment experiment = world.experiment();
    return experiment.limitBytes() / experiment.chunkBytes();
  }
}
