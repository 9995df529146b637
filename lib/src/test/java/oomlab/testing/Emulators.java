package oomlab.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import oomlab.guest.Board;

/** What tests in guests need. */
public final class Emulators {
  private Emulators() {}

  /** Goes on if these boards can be emulated here. */
  public static void needed(Board... boards) {
    for (Board board : boards) {
      Needs.that(onPath(board.emulator()), board.emulator() + " is not installed");
    }
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
