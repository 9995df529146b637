package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.field.Field.Block;
import oomlab.field.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word that a real report prints has to be documented. */
class FieldCoverageTest {
  private static final Path COLLECTION =
      Path.of(System.getProperty("oomlab.reports", "../shared/oom-reports"));
  private static final Block[] STATS = {Block.MEMCG_STAT, Block.MEMCG_V1_STAT, Block.MEMCG_LINE};
  private static final Block[] TOTALS = {
    Block.COUNTERS, Block.SWAP, Block.TOTALS, Block.MEMCG,
  };

  private final TreeSet<String> missing = new TreeSet<>();

  static List<String> goldens() {
    return Goldens.names(Goldens.LOG);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyWordOfTheGoldenReportIsDocumented(String name) {
    OomReports.parse(Goldens.text(name, Goldens.LOG)).forEach(this::check);
    assertThat(missing).as(name).isEmpty();
  }

  @Test
  void everyWordOfTheCollectedReportsIsDocumented() throws IOException {
    assumeTrue(
        Files.isDirectory(COLLECTION),
        "no collection of reports at " + COLLECTION + " (-Doomlab.reports=FOLDER)");
    for (String folder : List.of("seed", "made", "public")) {
      Path directory = COLLECTION.resolve(folder);
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(f -> !f.toString().endsWith(".json")).toList()) {
          OomReports.parse(Goldens.text(file)).stream()
              // A damaged report may hold halves of words.
              .filter(report -> report.problems().isEmpty())
              .forEach(this::check);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private void check(OomReport report) {
    words(report.memInfo(), TOTALS);
    report.nodes().forEach(node -> words(node.fields(), Block.NODE));
    report.zones().forEach(zone -> words(zone.fields(), Block.ZONE));
    report.memcg().ifPresent(memcg -> words(memcg.stat(), STATS));
    report.trigger().stream()
        .flatMap(trigger -> trigger.gfpFlags().stream())
        .filter(flag -> !flag.startsWith("0x"))
        .forEach(flag -> word(flag, Block.GFP));
    report.buddy().stream()
        .flatMap(buddy -> buddy.blocks().stream())
        .flatMap(block -> Arrays.stream(block.types().split("")))
        .filter(letter -> !letter.isEmpty())
        .forEach(letter -> word(letter, Block.BUDDY));
    report.lines().forEach(this::check);
  }

  private void check(OomReport.Line line) {
    String text = line.text().strip();
    switch (line.kind()) {
      case TRIGGER -> found("\\b(\\w+)=", text.replaceFirst(".*oom-killer:", ""), Block.TRIGGER);
      case TASK_HEADER -> {
        if (text.startsWith("[")) {
          found("(\\w+)", text, Block.TASKS);
        }
      }
      case KILL -> found("([\\w-]+):\\d", text.replaceFirst(".*\\)", ""), Block.KILL);
      case REAPER -> found("([\\w-]+):\\d+kB", text.replaceFirst(".*\\)", ""), Block.REAPER);
      case SUMMARY -> found("[:,](\\w+)=", text.replaceFirst(",task=.*", ""), Block.SUMMARY);
      case HUGEPAGES -> found("(\\w+)=", text, Block.HUGEPAGES);
      case LOWMEM_RESERVE -> found("(\\w+\\[\\]):", text, Block.ZONE);
      case PER_CPU -> found("(\\w+): *\\d", text.replaceFirst("^CPU +\\d+:", ""), Block.PER_CPU);
      case RAM -> found("\\d+ (.*\\S)", text, Block.TOTALS);
      case MEMCG_USAGE -> {
        Matcher usage = Pattern.compile("(\\S+): usage \\d+kB, limit").matcher(text);
        if (usage.find()) {
          for (String what : List.of("usage", "limit", "failcnt")) {
            word(usage.group(1) + ": " + what, Block.MEMCG);
          }
        }
      }
      default -> {}
    }
  }

  private void found(String pattern, String text, Block block) {
    Matcher match = Pattern.compile(pattern).matcher(text);
    while (match.find()) {
      word(match.group(1), block);
    }
  }

  private void words(Map<String, Long> values, Block... blocks) {
    values.keySet().forEach(name -> word(name, blocks));
  }

  private void word(String name, Block... blocks) {
    if (Arrays.stream(blocks).allMatch(block -> Fields.in(block, name).isEmpty())) {
      missing.add(Arrays.toString(blocks) + " " + name);
    }
  }
}
