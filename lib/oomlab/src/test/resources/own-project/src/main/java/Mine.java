import java.nio.file.Files;
import java.nio.file.Path;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.Run;
import oomlab.chart.Charts;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import oomlab.table.Tables;
import tech.tablesaw.api.Table;

/** Reads and explains the report of a log, then makes a run of its own. */
public class Mine {
  public static void main(String[] log) throws Exception {
    OomReport report = OomReports.parse(Files.readString(Path.of(log[0]))).get(0);
    Table tasks = Tables.tasks(report);
    System.out.println("victim " + report.kill().orElseThrow().comm());
    System.out.println("tasks " + tasks.rowCount());
    System.out.println("choice " + Explanation.of(report).replay().verdict());
    Files.writeString(Path.of("tasks.svg"), Charts.tasks(report).svg());
    try {
      Run run = Experiment.standard().limit("64M").threads(1).run();
      System.out.println("run " + run.verdict());
      Files.writeString(Path.of("run.svg"), Charts.rss(run).svg());
    } catch (ExperimentException noGroupHere) {
      System.out.println("no run: " + noGroupHere.getMessage());
    }
  }
}
