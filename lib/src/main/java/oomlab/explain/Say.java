package oomlab.explain;

import java.util.Locale;
import oomlab.report.OomReport.Task;

/** Things of a report in words. */
final class Say {
  private Say() {}

  static String task(Task task) {
    return name(task.name(), task.pid());
  }

  static String name(String comm, int pid) {
    return "%s (%d)".formatted(comm.isEmpty() ? "a process without a name" : comm, pid);
  }

  /** A size in kB as a reader would say it. */
  static String kb(long kb) {
    if (Math.abs(kb) < 10 * 1024) {
      return String.format(Locale.ROOT, "%,d kB", kb);
    }
    return Math.abs(kb) < 10L * 1024 * 1024
        ? String.format(Locale.ROOT, "%,.1f MiB", kb / 1024.0)
        : String.format(Locale.ROOT, "%,.1f GiB", kb / 1024.0 / 1024);
  }
}
