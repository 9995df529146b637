package oomlab.internal.klog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern NAME =
      Pattern.compile("[Kk]illed process \\d+(?:, UID \\d+,)? \\((.*)\\)[^()]*");
  private static final Pattern WHOLE =
      Pattern.compile("Tasks in (.*) are going to be killed due to memory\\.oom\\.group set");

  /** The process's name; empty if the record has none. */
  public String name() {
    Matcher m = NAME.matcher(record.text());
    return m.find() ? m.group(1) : "";
  }

  /** Returns the paths of the groups that were killed as a whole. */
  public static List<String> wholeGroups(List<LogRecord> records) {
    return records.stream()
        .filter(LogRecord::fromKernel)
        .flatMap(record -> whole(record).stream())
        .distinct()
        .toList();
  }

  private static Optional<String> whole(LogRecord record) {
    Matcher m = WHOLE.matcher(record.text());
    return m.find() ? Optional.of(m.group(1)) : Optional.empty();
  }

  /** Returns the first kill record among these that names a process. */
  public static Optional<KillRecord> of(List<LogRecord> records, int pid) {
    return scan(records).stream().filter(kill -> kill.pid() == pid).findFirst();
  }

  /** Returns the kill records among these, in order. */
  public static List<KillRecord> scan(List<LogRecord> records) {
    List<KillRecord> kills = new ArrayList<>();
    Optional<String> cgroup = Optional.empty();
    Optional<String> whole = Optional.empty(); // whose other members follow, without a line of it
    for (LogRecord record : records) {
      if (!record.fromKernel()) {
        continue;
      }
      Optional<String> before = cgroup;
      cgroup = record.victimMemcg().or(() -> before);
      if (record.text().contains("invoked oom-killer")) {
        whole = Optional.empty();
      }
      Optional<String> asked = whole;
      whole = whole(record).or(() -> asked);
      OptionalInt pid = record.killedPid();
      if (pid.isPresent()) {
        kills.add(new KillRecord(record, pid.getAsInt(), cgroup.or(() -> asked)));
        cgroup = Optional.empty();
      }
    }
    return kills;
  }
}
