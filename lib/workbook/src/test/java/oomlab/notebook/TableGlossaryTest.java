package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.field.Fields;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import oomlab.table.Tables;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableGlossaryTest {
  private static final Path GOLDENS = Path.of("lib/report/src/test/resources/reports");

  /** Headings that say what they are: each row of these tables is a word with its own meaning. */
  private static final List<String> PLAIN = List.of("name", "value", "pages");

  @Test
  void everyColumnOfEveryTableOfAReportHasItsMeaning() throws IOException {
    for (OomReport report : goldens()) {
      for (Table table : tables(report)) {
        TableGlossary legend = TableGlossary.of(table);
        for (String column : table.columnNames()) {
          boolean plain = table.name().startsWith("mem") && PLAIN.contains(column);
          assertThat(plain || legend.columns().containsKey(column))
              .as(table.name() + "." + column)
              .isTrue();
        }
        if (table.name().startsWith("mem")) {
          assertThat(legend.rows().keySet())
              .as(table.name())
              .containsAll(table.stringColumn("name").asList());
        }
      }
    }
  }

  @Test
  void freeInPagesAndFreeInKilobytesAreKeptApart() {
    OomReport report = SampleRuns.globalReport();
    assertThat(meaning(TableGlossary.of(Tables.memInfo(report)).rows(), "free"))
        .endsWith("Unit: pages.");
    assertThat(meaning(TableGlossary.of(Tables.zones(report)).columns(), "free_kb"))
        .endsWith("Unit: kB.");
    assertThat(meaning(TableGlossary.of(Tables.buddy(report)).columns(), "free_kb"))
        .startsWith("All free blocks of this size");
  }

  @Test
  void headingTellsItsMeaningToMouseAndKeyboardAndFoldedBelow() {
    Table two = Tables.tasks(SampleRuns.report()).selectColumns("pid", "rss_pages");
    String html = Views.of(two).forms().getOrDefault(MimeBundle.HTML, "");
    assertThat(html)
        .contains(
            "<a href=\"91-cheat-sheet.ipynb#field-tasks-rss\" title=\"Memory that the process")
        .contains(">rss_pages</a></th>")
        .contains(">what these words mean</summary>");
  }

  @Test
  void headingThatNoKernelPrintsCanBeReachedByKeyboardAndLeadsNowhere() {
    Table role = Tables.tasks(SampleRuns.report()).selectColumns("role");
    assertThat(Views.of(role).forms().getOrDefault(MimeBundle.HTML, ""))
        .contains(
            "<abbr title=\"Whether this is the victim", "tabindex=\"0\"", ">role</abbr></th>");
  }

  @Test
  void tableOfSomethingElseHasNoLegend() {
    String html = Views.of(Tables.samples(SampleRuns.killed())).forms().get(MimeBundle.HTML);
    assertThat(html).doesNotContain("<abbr", "<a href", "what these words mean");
  }

  @Test
  void tableOfAReadersOwnNeedsNoNameNorValues() {
    Table own = Table.create(StringColumn.create("comm", "a", ""), LongColumn.create("rss", 2, 2));
    String html = Views.of(own).forms().get(MimeBundle.HTML);
    assertThat(html).contains(">comm</th>", ">a</td>").doesNotContain("<abbr");
    assertThat(Views.of(Table.create()).plain()).isNotNull();
  }

  @Test
  void wordIsShownForEachBlockThatItStandsIn() {
    MimeBundle bundle = FieldView.of("rss");
    assertThat(bundle.plain()).contains("rss: task table, pages", "rss: memory.stat, version 1");
    String html = Optional.ofNullable(bundle.forms().get(MimeBundle.HTML)).orElseThrow();
    assertThat(html).contains("dump_tasks in mm/oom_kill.c", "<summary");
    assertThat(String.valueOf(html).split("<details", -1)).hasSize(Fields.named("rss").size() + 1);
    assertThatThrownBy(() -> FieldView.of("rrs"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the nearest are rss");
  }

  private static String meaning(Map<String, TableGlossary.Word> words, String word) {
    return Optional.ofNullable(words.get(word)).orElseThrow().meaning();
  }

  private static List<OomReport> goldens() throws IOException {
    try (Stream<Path> files = Files.list(GOLDENS)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .map(TableGlossaryTest::parse)
          .flatMap(Collection::stream)
          .toList();
    }
  }

  private static List<OomReport> parse(Path file) {
    try {
      return OomReports.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Table> tables(OomReport report) {
    return List.of(
        Tables.tasks(report),
        Tables.zones(report),
        Tables.nodes(report),
        Tables.buddy(report),
        Tables.kills(report),
        Tables.memcgStat(report),
        Tables.memInfo(report));
  }
}
