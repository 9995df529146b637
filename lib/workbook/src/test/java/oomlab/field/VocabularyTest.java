package oomlab.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import oomlab.explain.Explanation;
import oomlab.field.Field.Block;
import oomlab.internal.text.ColumnName;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import oomlab.table.Tables;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** JSON and tables use no name that {@code fields.txt} does not know. */
class VocabularyTest {
  private static final Path GOLDENS = Path.of("lib/report/src/test/resources/reports");

  /** Objects whose properties are values of a report, not names. */
  private static final Set<String> FREE = Set.of("other");

  /** Blocks whose fields the golden reports show all. */
  private static final Set<Block> COMPLETE =
      EnumSet.of(
          Block.TRIGGER,
          Block.CPUSET,
          Block.CPU,
          Block.PER_CPU,
          Block.BUDDY,
          Block.HUGEPAGES,
          Block.SWAP,
          Block.MEMCG,
          Block.TASKS,
          Block.CHOICE,
          Block.KILL,
          Block.SUMMARY,
          Block.REAPER);

  @Test
  void everyPropertyOfAReportsJsonIsInTheTable() throws IOException {
    assertThat(properties())
        .hasSizeGreaterThan(200)
        .allSatisfy(
            property -> {
              String place = property.substring(0, property.indexOf('.'));
              String name = property.substring(place.length() + 1);
              assertThat(
                      Fields.own(place, name).isPresent()
                          || Fields.shown(place, name)
                              .filter(field -> field.jsonNames().contains(name))
                              .isPresent())
                  .as(property)
                  .isTrue();
            });
  }

  @Test
  void theTableClaimsNoPropertyThatJsonDoesNotHave() throws IOException {
    Set<String> names = new TreeSet<>();
    properties().forEach(property -> names.add(property.replaceFirst(".*[.]", "")));
    assertThat(Fields.all())
        .filteredOn(field -> COMPLETE.contains(field.block()))
        .allSatisfy(field -> assertThat(names).containsAll(field.jsonNames()));
  }

  @Test
  void everyColumnOfATableOfAReportIsInTheTable() throws IOException {
    for (OomReport report : reports()) {
      for (Table table : tables(report)) {
        assertThat(table.columnNames())
            .as(table.name())
            .allSatisfy(
                column ->
                    assertThat(
                            Fields.own(table.name(), column).isPresent()
                                || Fields.shown(table.name(), column)
                                    .filter(field -> field.columnNames().contains(column))
                                    .isPresent())
                        .as(column)
                        .isTrue());
      }
    }
  }

  @Test
  void columnIsCalledLikeThePropertyWithUnderscores() {
    assertThat(ColumnName.of("activeAnonKb")).isEqualTo("active_anon_kb");
    assertThat(ColumnName.of("oomScoreAdj")).isEqualTo("oom_score_adj");
    assertThat(ColumnName.of("pid")).isEqualTo("pid");
  }

  private static List<Table> tables(OomReport report) {
    Explanation explanation = Explanation.of(report);
    return List.of(
        Tables.tasks(report),
        Tables.zones(report),
        Tables.nodes(report),
        Tables.buddy(report),
        Tables.kills(report),
        Tables.kills(List.of(report)),
        Tables.memcgStat(report),
        Tables.memInfo(report),
        Tables.scores(explanation),
        Tables.zoneChecks(explanation),
        Tables.ledger(explanation));
  }

  private static List<OomReport> reports() throws IOException {
    try (Stream<Path> files = Files.list(GOLDENS)) {
      List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).toList();
      assertThat(logs).isNotEmpty();
      List<OomReport> reports = new ArrayList<>();
      for (Path log : logs) {
        reports.addAll(
            OomReports.parse(new String(Files.readAllBytes(log), StandardCharsets.UTF_8)));
      }
      return reports;
    }
  }

  /** Returns all properties of the golden reports, with the object that they stand in. */
  private static Set<String> properties() throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(GOLDENS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode reports = new ObjectMapper().readTree(file).get("reports");
        reports.values().forEach(report -> walk(report, "report", found));
      }
    }
    return found;
  }

  private static void walk(JsonNode node, String place, Set<String> found) {
    if (node.isArray()) {
      node.values().forEach(element -> walk(element, place, found));
    } else if (node.isObject() && !FREE.contains(place)) {
      node.properties()
          .forEach(
              property -> {
                found.add(place + "." + property.getKey());
                walk(property.getValue(), property.getKey(), found);
              });
    }
  }
}
