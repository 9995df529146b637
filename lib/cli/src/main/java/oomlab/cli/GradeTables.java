package oomlab.cli;

import java.util.Locale;
import java.util.OptionalDouble;
import oomlab.grade.Statistics;

/** A class's statistics for a terminal. */
final class GradeTables {
  private static final int BAR = 40;

  private GradeTables() {}

  /** Returns the questions, the most frequent reasons for lost points, and the totals. */
  static String of(Statistics statistics) {
    TextTable questions =
        new TextTable(
            "<question", "n", "max", "mean", "median", "full", "zero", "missing", "sd", "discr.");
    TextTable messages = new TextTable("<question", "times", "<why points were lost");
    for (Statistics.Question q : statistics.questions()) {
      questions.row(
          q.gradeId(),
          String.valueOf(q.n()),
          number(q.max()),
          of(q, number(q.mean())),
          of(q, number(q.median())),
          of(q, percent(q.full())),
          of(q, percent(q.zero())),
          of(q, percent(q.missing())),
          number(q.deviation()),
          number(q.discrimination()));
      for (Statistics.Message message : q.messages()) {
        messages.row(q.gradeId(), String.valueOf(message.count()), cut(message.text()));
      }
    }
    StringBuilder out = new StringBuilder(questions.toString());
    if (messages.rows() > 0) {
      out.append('\n').append(messages);
    }
    return out.append('\n').append(histogram(statistics)).toString();
  }

  private static TextTable histogram(Statistics statistics) {
    TextTable table = new TextTable("total, %", "submissions", "<");
    int most = statistics.histogram().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int i = 0; i < statistics.histogram().size(); i++) {
      int count = statistics.histogram().get(i);
      int bar = most <= BAR ? count : (int) Math.ceil((double) BAR * count / most);
      table.row("%d-%d".formatted(10 * i, 10 * i + 10), String.valueOf(count), "#".repeat(bar));
    }
    return table;
  }

  /** Of no points there is no mean. */
  private static String of(Statistics.Question q, String value) {
    return q.n() == 0 ? "-" : value;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }

  private static String percent(double share) {
    return Math.round(100 * share) + " %";
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= 70
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 69)) + "…";
  }
}
