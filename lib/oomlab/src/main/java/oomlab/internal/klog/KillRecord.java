package oomlab.internal.klog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.report.LogRecord;

/**
 * A kernel-log record that names a process killed by the OOM killer. All that a verdict needs; the
 * whole report is the parser's business.
 *
 * @param record the record itself
 * @param pid the process that it names
 * @param cgroup the memory cgroup that the lines just before it name, where there is one
 */
public record KillRecord(LogRecord record, int pid, Optional<String> cgroup) {
  /** Returns the kill records among these, in order. */
  public static List<KillRecord> scan(List<LogRecord> records) {
    List<KillRecord> kills = new ArrayList<>();
    Optional<String> cgroup = Optional.empty();
    for (LogRecord record : records) {
      if (!record.fromKernel()) {
        continue;
      }
      Optional<String> before = cgroup;
      cgroup = record.victimMemcg().or(() -> before);
      OptionalInt pid = record.killedPid();
      if (pid.isPresent()) {
        kills.add(new KillRecord(record, pid.getAsInt(), cgroup));
        cgroup = Optional.empty();
      }
    }
    return kills;
  }
}
