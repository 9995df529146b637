package oomlab.table;

import static oomlab.internal.text.Words.later;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import oomlab.report.OomReport;

/**
 * The facts by which reports of different machines are compared; queries find them by these names.
 */
final class Overview {
  static final List<String> QUESTIONS =
      List.of(
          later("kernel"),
          later("scope"),
          later("trigger"),
          later("killed"),
          later("score"),
          later("RAM, pages"),
          later("swap, kB"),
          later("limit, kB"),
          later("zones"),
          later("tasks in the table"),
          later("lines"));

  private Overview() {}

  /** Answers in the order of the questions; a dash where the kernel did not print it. */
  static List<String> answers(OomReport report) {
    return List.of(
        report.kernel().orElse("-"),
        report.scope().name().toLowerCase(Locale.ROOT),
        report.trigger().map(t -> pid(t.comm(), t.pid().stream().boxed().findFirst())).orElse("-"),
        some(
            report.kills().stream()
                .map(k -> pid(k.comm(), Optional.of(k.pid())))
                .collect(Collectors.joining(", "))),
        report.kills().stream()
            .flatMapToLong(k -> k.score().stream())
            .mapToObj(String::valueOf)
            .findFirst()
            .orElse("-"),
        number(report.ramPages()),
        report.swap().map(s -> number(s.totalKb())).orElse("-"),
        report.memcg().map(m -> number(m.limitKb())).orElse("-"),
        some(report.zones().stream().map(OomReport.Zone::zone).collect(Collectors.joining(", "))),
        String.valueOf(report.tasks().size()),
        String.valueOf(report.lines().size()));
  }

  private static String pid(String comm, Optional<Integer> pid) {
    return comm + pid.map(p -> " (" + p + ")").orElse("");
  }

  private static String some(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : "-";
  }
}
