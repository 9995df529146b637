package oomlab.check;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.Guest;
import oomlab.Run;

/** Questions of chapters 06 and 07 about settings that the reader's world decides. */
final class SettingQuestions {
  private static final double MIB = 1 << 20;
  private static final double PC_MIB = Guest.x86().memoryBytes() / MIB;
  private static final int MIB_PER_STEP = 8;

  private static final Question<List<?>> COMMIT =
      Question.of(
              "world-commit-mib",
              Arithmetic.LIST,
              data -> ExpectedAnswer.about(ram(data) * ratio(data) / 100 / MIB, "MiB"))
          .wrong(
              later("the ratio left at 50"),
              data -> ExpectedAnswer.about(ram(data) / 2 / MIB, ""),
              data ->
                  words(
                      "That is half of the RAM, as without any setting. Your ratio is %d %%.",
                      ratio(data)))
          .wrong(
              later("the board's size taken for the kernel's RAM"),
              data -> ExpectedAnswer.about(board(data) * ratio(data) / 100 / MIB, ""),
              data ->
                  words(
                      "You took %d %% of %s MiB, which the board has. The kernel keeps a part for itself and counts what it manages.",
                      ratio(data), ExpectedAnswer.shown(board(data) / MIB)))
          .wrong(
              later("what may not be promised"),
              data -> ExpectedAnswer.about(ram(data) * (100 - ratio(data)) / 100 / MIB, ""),
              data ->
                  words(
                      "That is what is left: the ratio of %d %% says what may be promised.",
                      ratio(data)))
          .evidence(
              data ->
                  List.of(
                      EvidenceLine.of(words("RAM that the kernel manages: %d kB", kb(data))),
                      EvidenceLine.of("vm.overcommit_ratio: " + ratio(data))))
          .hint(
              data ->
                  words("It is your share of the RAM that the kernel manages; there is no swap."))
          .hint(data -> words("The kernel manages %s kB.", Arithmetic.n(kb(data))))
          .solution(
              data ->
                  words(
                      "%d %% of %s kB are %s MiB.",
                      ratio(data),
                      Arithmetic.n(kb(data)),
                      ExpectedAnswer.shown(ram(data) * ratio(data) / 100 / MIB)));

  private static final Question<World> SWAP_SECONDS =
      Question.of(
              "world-swap-seconds",
              World.class,
              world -> ExpectedAnswer.about((double) swap(world) / rate(world), "seconds"))
          .wrong(
              later("speed divided by size"),
              world -> ExpectedAnswer.about((double) rate(world) / swap(world), ""),
              world -> words("That is what part of the %d MiB one second fills.", swap(world)))
          .wrong(
              later("size times speed"),
              world -> ExpectedAnswer.exactly((long) swap(world) * rate(world), ""),
              world ->
                  words(
                      "%d MiB and %d MiB a second: a faster disk is done sooner, so divide.",
                      swap(world), rate(world)))
          .wrong(
              later("RAM counted as swap"),
              world -> ExpectedAnswer.about((swap(world) + PC_MIB) / rate(world), ""),
              world ->
                  words(
                      "You had the disk write %s MiB more. They are RAM, and stay where they are.",
                      ExpectedAnswer.shown(PC_MIB)))
          .evidence(
              world ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "a disk of %d MiB that writes %d MiB a second",
                              swap(world), rate(world)))))
          .hint(world -> words("The kernel kills when the last of the swap is gone."))
          .hint(world -> words("How often do %d MiB go into %d MiB?", rate(world), swap(world)))
          .solution(
              world ->
                  words(
                      "%d MiB at %d MiB a second take %s seconds.",
                      swap(world),
                      rate(world),
                      ExpectedAnswer.shown((double) swap(world) / rate(world))));

  static final List<Question<?>> ALL = List.of(COMMIT, SWAP_SECONDS);

  private SettingQuestions() {}

  private static double ram(List<?> data) {
    return Arithmetic.item(data, 1, Run.class).limitBytes().orElseThrow();
  }

  private static double board(List<?> data) {
    return Arithmetic.item(data, 1, Run.class).experiment().guest().orElseThrow().memoryBytes();
  }

  private static long kb(List<?> data) {
    return (long) ram(data) / 1024;
  }

  // The labels and ranges are those of the notebooks' cells.
  private static int ratio(List<?> data) {
    return Arithmetic.world(data).number("ratio", 2, 8) * 10;
  }

  private static int rate(World world) {
    return world.number("rate", 3, 12);
  }

  private static int swap(World world) {
    return world.number("swap", 9, 20) * MIB_PER_STEP;
  }
}
