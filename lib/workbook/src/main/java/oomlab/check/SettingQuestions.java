package oomlab.check;

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
              data -> Expected.about(ram(data) * ratio(data) / 100 / MIB, "MiB"))
          .wrong(
              "the ratio left at 50",
              data -> Expected.about(ram(data) / 2 / MIB, ""),
              data ->
                  "That is half of the RAM, as without any setting. Your ratio is %d %%."
                      .formatted(ratio(data)))
          .wrong(
              "the board's size taken for the kernel's RAM",
              data -> Expected.about(board(data) * ratio(data) / 100 / MIB, ""),
              data ->
                  "You took %d %% of %s MiB, which the board has. The kernel keeps a part for itself and counts what it manages."
                      .formatted(ratio(data), Expected.shown(board(data) / MIB)))
          .wrong(
              "what may not be promised",
              data -> Expected.about(ram(data) * (100 - ratio(data)) / 100 / MIB, ""),
              data ->
                  "That is what is left: the ratio of %d %% says what may be promised."
                      .formatted(ratio(data)))
          .evidence(
              data ->
                  List.of(
                      Evidence.of("RAM that the kernel manages: " + kb(data) + " kB"),
                      Evidence.of("vm.overcommit_ratio: " + ratio(data))))
          .hint(data -> "It is your share of the RAM that the kernel manages; there is no swap.")
          .hint(data -> "The kernel manages %s kB.".formatted(Arithmetic.n(kb(data))))
          .solution(
              data ->
                  "%d %% of %s kB are %s MiB."
                      .formatted(
                          ratio(data),
                          Arithmetic.n(kb(data)),
                          Expected.shown(ram(data) * ratio(data) / 100 / MIB)));

  private static final Question<World> SWAP_SECONDS =
      Question.of(
              "world-swap-seconds",
              World.class,
              world -> Expected.about((double) swap(world) / rate(world), "seconds"))
          .wrong(
              "speed divided by size",
              world -> Expected.about((double) rate(world) / swap(world), ""),
              world -> "That is what part of the %d MiB one second fills.".formatted(swap(world)))
          .wrong(
              "size times speed",
              world -> Expected.exactly((long) swap(world) * rate(world), ""),
              world ->
                  "%d MiB and %d MiB a second: a faster disk is done sooner, so divide."
                      .formatted(swap(world), rate(world)))
          .wrong(
              "RAM counted as swap",
              world -> Expected.about((swap(world) + PC_MIB) / rate(world), ""),
              world ->
                  "You had the disk write %s MiB more. They are RAM, and stay where they are."
                      .formatted(Expected.shown(PC_MIB)))
          .evidence(
              world ->
                  List.of(
                      Evidence.of(
                          "a disk of %d MiB that writes %d MiB a second"
                              .formatted(swap(world), rate(world)))))
          .hint(world -> "The kernel kills when the last of the swap is gone.")
          .hint(world -> "How often do %d MiB go into %d MiB?".formatted(rate(world), swap(world)))
          .solution(
              world ->
                  "%d MiB at %d MiB a second take %s seconds."
                      .formatted(
                          swap(world),
                          rate(world),
                          Expected.shown((double) swap(world) / rate(world))));

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
