package oomlab.explain;

import static oomlab.internal.text.Words.words;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.report.OomReport.Task;

/** Things of a report in words. */
final class Wording {
  private Wording() {}

  static String name(Task task) {
    return name(task.name(), task.pid());
  }

  static String name(String comm, int pid) {
    return words("%s (%d)", comm.isEmpty() ? words("a process without a name") : comm, pid);
  }

  /** A bare name in a sentence: a language without spaces between its words sets it apart. */
  static String bare(String name) {
    return words("%1$s", name);
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

  /** Begins with a capital letter, in a language that has them. */
  static String capital(String text) {
    return text.isEmpty() || !spaces()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A sentence without its last full stop, to stand inside another. */
  static String clause(String sentence) {
    return sentence.replaceFirst("[.。]+$", "");
  }

  /** Names in a row. */
  static String list(Collection<String> names) {
    return String.join(words(", "), names);
  }

  /** Sentences one after the other; empty ones are left out. */
  static String together(String... sentences) {
    List<String> said = List.of(sentences).stream().filter(s -> !s.isEmpty()).toList();
    return String.join(spaces() ? " " : "", said);
  }

  private static boolean spaces() {
    return Words.language() != Language.CHINESE;
  }
}
