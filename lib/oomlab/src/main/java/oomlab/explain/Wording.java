package oomlab.explain;

import static oomlab.internal.text.Words.words;

import java.util.Locale;
import oomlab.report.OomReport.Task;

/** Things of a report in words. */
final class Wording {
  private Wording() {}

  static String name(Task task) {
    return name(task.name(), task.pid());
  }

  static String name(String comm, int pid) {
    return words("%s (%d)", comm.isEmpty() ? "a process without a name" : comm, pid);
  }

  /** A size in kB as a reader would say it. */
  static String kb(long kb) {
    if (Math.abs(kb) < 10 * 1024) {
      return words("%,d kB", kb);
    }
    return Math.abs(kb) < 10L * 1024 * 1024
        ? words("%,.1f MiB", kb / 1024.0)
        : words("%,.1f GiB", kb / 1024.0 / 1024);
  }

  /** A share in whole per cent; 0 of nothing. */
  static long percent(long part, long whole) {
    return whole <= 0 ? 0 : Math.round(100.0 * part / whole);
  }

  /** Begins with a capital letter. */
  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A sentence without its last full stop, to stand inside another. */
  static String clause(String sentence) {
    return sentence.replaceFirst("\\.+$", "");
  }
}
