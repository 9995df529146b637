package oomlab.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oomlab.sandbox.SubmissionCells.CellRole;
import oomlab.sandbox.SubmissionCells.CodeCell;
import oomlab.trusted.SourceCell;
import oomlab.trusted.SourceCell.Role;

/**
 * A submission that uses what graded labs use, so that a class-data archive made while it runs has
 * those classes. Students could read it: it solves no question of a lab.
 */
final class StudentWarmUp {
  private static final String IMPORTS =
      """
      import java.util.stream.*;
      import oomlab.*;
      import oomlab.Recording.Series;
      import oomlab.chart.Charts;
      import oomlab.report.*;
      import oomlab.table.Tables;
      import org.knowm.xchart.*;
      import tech.tablesaw.api.*;
      import static oomlab.notebook.Lab.*;
      import static oomlab.report.LineKind.*;
      """;

  private static final String DECLARED =
      """
      interface Source { long next(int number); }
      record Pair(int left, String right) {}
      Series few = new Series(4096, new long[] {0, 5}, new long[2], new long[] {1, 2}, new long[2]);
      Table rows = Table.create("rows", DoubleColumn.create("time", new double[] {0, 1}),
          DoubleColumn.create("size", new double[] {2, 3}), StringColumn.create("name", "a", "b"));
      show(rows);
      """;

  private static final String WORLD =
      """
      var world = world("warm-up");
      show(world.experiment());
      predict("MiB", 1);
      Run run = handIn(world);
      """;

  private static final String SHOWN =
      """
      show(run.verdict());
      compare("MiB", run.peakRssBytes().orElse(0) / 1e6);
      show(example, example.tasks(), List.of(new Pair(1, "a")));
      show(Charts.rss(run));
      annotate(example);
      annotate(example, TASK_HEADER, TASK, TRIGGER);
      """;

  private static final String ANSWERS =
      """
      long count(OomReport report, OomReport.Task task, long least) {
        return report.tasks().stream()
            .filter(t -> t.pid() <= task.pid() && t.totalVmPages().orElse(0) >= least)
            .mapToLong(t -> t.nrPtes().orElse(0)).max().orElse(0) + report.pageBytes();
      }
      int last(OomReport report) {
        return report.tasks().stream().map(t -> t.withOomScoreAdj(5))
            .min(Comparator.comparingInt(t -> -t.pid())).orElseThrow().pid();
      }
      Table some(Table tasks) {
        Table copy = tasks.copy();
        copy.addColumns(copy.intColumn("pid").subtract(1).setName("before"));
        return copy.where(copy.numberColumn("before").isLessThan(1 << 20)).sortAscendingOn("before");
      }
      XYChart line(Table table) {
        XYChart chart = new XYChartBuilder().width(320).height(200).xAxisTitle("x").build();
        var times = table.doubleColumn("time").multiply(2);
        chart.addSeries("a", times.asDoubleArray(), table.doubleColumn("size").asDoubleArray());
        chart.addSeries("b", new double[] {times.min(), times.max()}, new double[] {1, 2});
        return chart;
      }
      double sum(Series series, OptionalLong more) {
        return series.nanos(1) + series.rssBytes(0) + series.maxRssBytes() + more.orElse(0);
      }
      long ask(Source source, int[] numbers, List<Pair> pairs) {
        numbers[0]++;
        return source.next(numbers[0]) + pairs.size();
      }
      int never(int number) { throw new IllegalArgumentException("number " + number); }
      """;

  private static final String TEST =
      """
      for (OomReport.Task each : example.tasks()) count(example, each, 10);
      last(example);
      some(Tables.tasks(example)).rowCount();
      line(rows).getSeries("a").getXData();
      sum(few, OptionalLong.of(1));
      ask(number -> number + 1L, new int[] {1}, List.of(new Pair(1, "a")));
      try { never(1); } catch (IllegalArgumentException e) { System.out.println(e.getMessage()); }
      """;

  private static final String LOOKED_AT =
      """
      show(some(Tables.tasks(example)).selectColumns("pid", "name"));
      show(line(rows));
      System.out.printf("%.1f %s%n", 1.5, Stream.of(1, 2).map(n -> 2 * n).collect(Collectors.toList()));
      for (int i = 0; i < few.size(); i++) System.out.println(few.nanos(i) + " ns");
      List.of(1, 2)
      """;

  private StudentWarmUp() {}

  /**
   * Returns the submission.
   *
   * @param run a saved run, which it hands in
   */
  static SubmissionCells cells(Path run) {
    List<CodeCell> cells = new ArrayList<>();
    List<SourceCell> source = new ArrayList<>();
    String report =
        "OomReport example = Run.load(java.nio.file.Path.of(\"%s\")).report().orElseThrow();"
            .formatted(run);
    add(cells, source, Role.SETUP, IMPORTS);
    add(cells, source, Role.SETUP, DECLARED);
    add(cells, source, Role.ANSWER, WORLD);
    add(cells, source, Role.SETUP, report);
    add(cells, source, Role.SETUP, SHOWN);
    add(cells, source, Role.ANSWER, ANSWERS);
    add(cells, source, Role.TEST, TEST);
    add(cells, source, Role.ANSWER, LOOKED_AT);
    add(cells, source, Role.ANSWER, "throw new IllegalStateException(\"x\");");
    return new SubmissionCells(
        "warm-up", cells, source, List.of(new ReadOnlyMount(run, Path.of("runs/hand-in"))));
  }

  private static void add(List<CodeCell> cells, List<SourceCell> source, Role role, String text) {
    String name = "cell " + (cells.size() + 1);
    source.add(new SourceCell(name, text, role));
    CellRole ran =
        switch (role) {
          case SETUP -> CellRole.SETUP;
          case ANSWER -> CellRole.STUDENT;
          case TEST -> CellRole.TEST;
        };
    cells.add(new CodeCell(name, text, ran));
  }
}
