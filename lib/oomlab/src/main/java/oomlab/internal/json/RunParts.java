package oomlab.internal.json;

import java.util.List;
import java.util.Optional;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;
import oomlab.report.LogRecord;
import oomlab.report.OomReport;

/** The parts of a saved run that are not JSON. */
public interface RunParts {
  /** Returns the samples. */
  Series series(long pageBytes);

  /** Returns the tracks that have values. */
  List<Track> tracks();

  /** Returns the kernel-log records. */
  List<LogRecord> kernelLog();

  /** Returns the printed lines. */
  List<String> terminal();

  /** Returns the report among the records that names this process. */
  Optional<OomReport> report(List<LogRecord> kernelLog, int pid);
}
