package oomlab.internal.klog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel-log record that names a process killed by the OOM killer. All that a verdict needs; the
 * whole report is the parser's business.
 *
 * @param record the record itself
 * @param pid the process that it names
 * @param cgroup the memory cgroup that the lines just before it name, where there is one
 */
public record KillRecord(LogRecord record, int pid, Optional<String> cgroup) {
  // mm/oom_kill.c, every version: "Killed process 63 (x) total-vm:", "Killed process 63, UID 0,
  // (x)"
  private static final Pattern KILLED = Pattern.compile("[Kk]illed process (\\d{1,9})\\b");
  // 5.1 and later: "oom-kill:constraint=...,task_memcg=/x,task=oom,pid=63,uid=0"; before: "Task in
  // /x killed as a result of limit of /x"
  private static final Pattern SUMMARY = Pattern.compile("^oom-kill:.*?task_memcg=(.*),task=.*");
  private static final Pattern TASK_IN = Pattern.compile("Task in (.*) killed as a result of.*");

  /** Returns the kill records among these, in order. */
  public static List<KillRecord> scan(List<LogRecord> records) {
    List<KillRecord> kills = new ArrayList<>();
    Optional<String> cgroup = Optional.empty();
    for (LogRecord record : records) {
      // Anybody may write to the log with a facility of his own; the kernel's is 0.
      if (record.priority() >= 8) {
        continue;
      }
      for (Pattern pattern : List.of(SUMMARY, TASK_IN)) {
        Matcher m = pattern.matcher(record.text());
        if (m.lookingAt()) {
          cgroup = Optional.of(m.group(1));
        }
      }
      Matcher killed = KILLED.matcher(record.text());
      if (killed.find()) {
        kills.add(new KillRecord(record, Integer.parseInt(killed.group(1)), cgroup));
        cgroup = Optional.empty();
      }
    }
    return kills;
  }
}
