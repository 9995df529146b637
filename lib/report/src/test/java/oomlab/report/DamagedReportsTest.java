package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a log on its way, there is a result and never an exception. */
class DamagedReportsTest {
  static List<String> logs() {
    return Goldens.names(Goldens.LOG);
  }

  @ParameterizedTest
  @MethodSource("logs")
  void survivesBeingCutAfterAnyLine(String name) {
    List<String> lines = lines(name);
    for (int end = 0; end <= lines.size(); end++) {
      check(lines.subList(0, end), name + " cut after line " + end);
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void survivesTheLossOfAnyLine(String name) {
    List<String> lines = lines(name);
    for (int i = 0; i < lines.size(); i++) {
      List<String> rest = new ArrayList<>(lines);
      rest.remove(i);
      check(rest, name + " without line " + (i + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void survivesTheSwapOfAnyTwoNeighbours(String name) {
    List<String> lines = lines(name);
    for (int i = 1; i < lines.size(); i++) {
      List<String> swapped = new ArrayList<>(lines);
      Collections.swap(swapped, i - 1, i);
      check(swapped, name + " with line " + i + " swapped with the next");
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void survivesRandomDamage(String name) {
    long seed = Long.getLong("oomlab.seed", System.nanoTime());
    String text = Goldens.text(name, Goldens.LOG);
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      String damaged = damage(text, random);
      check(
          List.of(damaged.split("\n", -1)),
          "%s, damage %d of -Doomlab.seed=%d".formatted(name, i, seed));
    }
  }

  @Test
  void survivesBytesThatAreNoLogAtAll() {
    long seed = Long.getLong("oomlab.seed", System.nanoTime());
    Random random = new Random(seed);
    StringBuilder noise = new StringBuilder("x invoked oom-killer: gfp_mask=0x1, order=0\n");
    for (int i = 0; i < 200_000; i++) {
      noise.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
    }
    check(List.of(noise.toString().split("\n", -1)), "noise of -Doomlab.seed=" + seed);
  }

  private static List<String> lines(String name) {
    return Goldens.text(name, Goldens.LOG).lines().toList();
  }

  private static String damage(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    int hits = 1 + random.nextInt(8);
    for (int i = 0; i < hits && out.length() > 10; i++) {
      int at = random.nextInt(out.length());
      int length = Math.min(random.nextInt(40), out.length() - at);
      switch (random.nextInt(6)) {
        case 0 -> out.setCharAt(at, (char) random.nextInt(256));
        case 1 -> out.delete(at, at + length);
        case 2 -> out.insert(at, out.substring(at, at + length));
        case 3 -> out.insert(at, "99999999999999999999");
        case 4 -> out.insert(at, "\n");
        default -> out.insert(at, "[](){}:,=*+-?.\\#012>\"".charAt(random.nextInt(21)));
      }
    }
    return out.toString();
  }

  private static void check(List<String> lines, String what) {
    List<OomReport> reports;
    try {
      reports = OomReports.parse(String.join("\n", lines));
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what, e);
    }
    int before = 0;
    for (OomReport report : reports) {
      assertThat(report.firstLine()).as(what).isPositive().isGreaterThanOrEqualTo(before);
      assertThat(report.lastLine()).as(what).isBetween(report.firstLine(), lines.size());
      before = report.firstLine();
      boolean told =
          (report.trigger().isPresent() && !report.kills().isEmpty())
              || report.panic().isPresent()
              || report.lines().stream().anyMatch(l -> l.kind() == LineKind.NOTE)
              || !report.problems().isEmpty();
      assertThat(told).as("%s: a report without trigger or kill names the problem", what).isTrue();
      assertThat(report.unread())
          .as(what)
          .hasSize((int) report.lines().stream().filter(l -> l.kind() == LineKind.UNREAD).count());
    }
  }
}
