package oomlab.internal.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import oomlab.internal.klog.LogRecord;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/** Finds a run's own report among its kernel-log records. */
public final class RunReport {
  private RunReport() {}

  /** The report whose kill names this process, or that ends in a panic; empty if there is none. */
  public static Optional<OomReport> find(List<LogRecord> records, int pid) {
    List<OomReport> reports = OomReports.parse(text(records));
    return reports.stream()
        .filter(report -> report.kills().stream().anyMatch(kill -> kill.pid() == pid))
        .findFirst()
        .or(() -> reports.stream().filter(report -> report.panic().isPresent()).findFirst());
  }

  /** The records as {@code dmesg} shows them. */
  public static String text(List<LogRecord> records) {
    return records.stream()
        .flatMap(
            r ->
                r.text()
                    .lines()
                    .map(
                        line ->
                            String.format(
                                Locale.ROOT,
                                "[%5d.%06d] %s%n",
                                r.micros() / 1_000_000,
                                r.micros() % 1_000_000,
                                line)))
        .collect(Collectors.joining());
  }
}
