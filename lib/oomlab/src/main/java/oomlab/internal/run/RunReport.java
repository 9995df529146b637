package oomlab.internal.run;

import java.util.List;
import java.util.Optional;
import oomlab.report.LogRecord;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/** Finds a run's own report among its kernel-log records. */
public final class RunReport {
  private RunReport() {}

  /** The report whose kill names this process, or that ends in a panic; empty if there is none. */
  public static Optional<OomReport> find(List<LogRecord> records, int pid) {
    List<OomReport> reports = OomReports.parse(records);
    return reports.stream()
        .filter(report -> report.kills().stream().anyMatch(kill -> kill.pid() == pid))
        .findFirst()
        .or(() -> reports.stream().filter(report -> report.panic().isPresent()).findFirst());
  }
}
