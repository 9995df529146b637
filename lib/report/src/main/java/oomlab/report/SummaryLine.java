package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The choice in one line: {@code oom-kill:constraint=...} (dump_oom_summary, 5.0 and later). */
final class SummaryLine {
  private static final Pattern WHOLE =
      Pattern.compile("oom-kill:constraint=(\\w+)(,.*),pid=(\\d+),uid=(-?\\d+)");
  // No kernel writes a blank there; people do, to break the line.
  private static final Pattern SPACED =
      Pattern.compile(
          ", +(?=(?:nodemask|cpuset|mems_allowed|oom_memcg|global_oom|task_memcg|task|pid|uid)\\b)");
  private static final Pattern CUT = Pattern.compile("oom-kill:constraint=(\\w*)(.*)");
  // A cpuset's name may hold commas and signs of equality: what follows it decides where it ends.
  private static final Pattern NODES =
      Pattern.compile(
          ",nodemask=([\\d,-]*|\\(null\\))(?:,cpuset=(.*?),mems_allowed=([\\d,-]*))?"
              + "(?=,oom_memcg=|,global_oom|,task_memcg=|,task=|$).*");

  private static final String OOM_MEMCG = ",oom_memcg=";
  private static final String TASK_MEMCG = ",task_memcg=";
  private static final String TASK = ",task=";

  private SummaryLine() {}

  /** Returns the victim's group, if this is a whole summary line that names it. */
  static Optional<String> taskMemcg(String text) {
    Matcher whole = WHOLE.matcher(text);
    return whole.matches() ? taskGroup(paths(whole.group(2))) : Optional.empty();
  }

  static Optional<LineKind> read(LogLine line, String given, ReportBuilder report) {
    String text = given.contains(", ") ? SPACED.matcher(given).replaceAll(",") : given;
    Matcher whole = WHOLE.matcher(text);
    if (whole.matches()) {
      choice(line, whole, report);
      return Optional.of(LineKind.SUMMARY);
    }
    Matcher cut = CUT.matcher(text);
    if (cut.matches()) {
      report.constraint = Optional.of(cut.group(1)).filter(c -> !c.isEmpty());
      scope(cut.group(2), report);
      if (text.contains(TASK_MEMCG)) {
        report.oomMemcg = oomGroup(cut.group(2)).or(() -> report.oomMemcg);
      }
      report.problem(line, later("the summary line is cut before the victim's pid and uid"));
      return Optional.of(LineKind.SUMMARY);
    }
    return Optional.empty();
  }

  private static void choice(LogLine line, Matcher whole, ReportBuilder report) {
    String paths = paths(whole.group(2));
    Optional<String> comm = commAtEnd(whole.group(2));
    OptionalInt pid = NumberText.small(whole.group(3));
    if (comm.isEmpty()) {
      report.problem(line, later("the summary line names no task: it was cut or torn"));
    }
    if (pid.isEmpty()) {
      report.problem(line, later("the pid in the summary line does not fit into 32 bits"));
    }
    report.constraint = Optional.of(whole.group(1));
    scope(paths, report);
    report.oomMemcg = oomGroup(paths).or(() -> report.oomMemcg);
    if (pid.isPresent()) {
      report.taskMemcg = taskGroup(paths).or(() -> report.taskMemcg);
    }
    report.choiceLine = Optional.of(line);
    report.choice =
        Optional.of(
            new ReportBuilder.Choice(
                pid,
                comm,
                OptionalLong.empty(),
                NumberText.number(whole.group(4)),
                Optional.empty(),
                oomGroup(paths),
                taskGroup(paths)));
  }

  private static void scope(String text, ReportBuilder report) {
    Matcher nodes = NODES.matcher(text);
    if (nodes.lookingAt()) {
      report.nodemask = Optional.of(nodes.group(1));
      report.cpuset = Optional.ofNullable(nodes.group(2)).or(() -> report.cpuset);
      report.memsAllowed = Optional.ofNullable(nodes.group(3)).or(() -> report.memsAllowed);
    }
    report.memcg |= oomGroup(text).isPresent();
    report.global |= text.contains(",global_oom");
  }

  private static Optional<String> oomGroup(String text) {
    int task = text.lastIndexOf(TASK_MEMCG);
    int end = task < 0 ? text.length() : task;
    int oom = text.lastIndexOf(OOM_MEMCG, end);
    return oom < 0 ? Optional.empty() : Optional.of(text.substring(oom + OOM_MEMCG.length(), end));
  }

  private static Optional<String> taskGroup(String paths) {
    int task = paths.lastIndexOf(TASK_MEMCG);
    return task < 0 ? Optional.empty() : Optional.of(paths.substring(task + TASK_MEMCG.length()));
  }

  /** Returns what stands before the task's name. */
  private static String paths(String middle) {
    return commAtEnd(middle)
        .map(comm -> middle.substring(0, middle.length() - comm.length() - TASK.length()))
        .orElse(middle);
  }

  /** A name may itself hold TASK: the right one leaves no more than a name's 15 bytes. */
  private static Optional<String> commAtEnd(String text) {
    int at = text.indexOf(TASK);
    while (at >= 0) {
      String comm = text.substring(at + TASK.length());
      if (Names.fits(comm)) {
        return Optional.of(comm);
      }
      at = text.indexOf(TASK, at + 1);
    }
    int last = text.lastIndexOf(TASK);
    return last < 0 ? Optional.empty() : Optional.of(text.substring(last + TASK.length()));
  }
}
