package oomlab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import oomlab.Board;

/** What tests in guests need. */
public final class Emulators {
  private Emulators() {}

  /** Goes on if these boards can be emulated here. */
  public static void needed(Board... boards) {
    for (Board board : boards) {
      Needs.that(onPath(board.emulator()), board.emulator() + " is not installed");
    }
  }

  /**
   * Checks that a guest's report was read to the last line. An emulator with fewer processors than
   * its guest may be late: once a boot the kernel then says so (kernel/time/hrtimer.c), also in the
   * middle of another line, whose rest stays unread.
   */
  public static void assertRead(List<String> unread, List<?> problems) {
    if (unread.stream().anyMatch(Emulators::late)) {
      assertThat(unread).allMatch(text -> late(text) || text.matches("[ \\d]+"));
      return;
    }
    assertThat(unread).isEmpty();
    assertThat(problems).isEmpty();
  }

  private static boolean late(String text) {
    return text.startsWith("hrtimer: interrupt took ");
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
