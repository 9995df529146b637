package oomlab.report;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The choice in one line: {@code oom-kill:constraint=...} (dump_oom_summary, 5.0 and later). */
final class SummaryLine {
  private static final Pattern WHOLE =
      Pattern.compile("oom-kill:constraint=(\\w+)(,.*),pid=(\\d+),uid=(\\d+)");
  private static final Pattern CUT = Pattern.compile("oom-kill:constraint=(\\w*)(.*)");
  // A cpuset's name may hold commas and signs of equality: what follows it decides where it ends.
  private static final Pattern NODES =
      Pattern.compile(
          ",nodemask=([\\d,-]*|\\(null\\))(?:,cpuset=(.*?),mems_allowed=([\\d,-]*))?"
              + "(?=,oom_memcg=|,global_oom|,task_memcg=|,task=|$).*");

  private SummaryLine() {}

  static Optional<LineKind> read(LogLine line, String text, ReportBuilder draft) {
    Matcher whole = WHOLE.matcher(text);
    if (whole.matches()) {
      draft.constraint = Optional.of(whole.group(1));
      String middle = whole.group(2);
      Optional<String> comm = commAtEnd(middle);
      String paths =
          comm.map(c -> middle.substring(0, middle.length() - c.length() - ",task=".length()))
              .orElse(middle);
      if (comm.isEmpty()) {
        draft.problem(line.number(), "the summary line names no task: it was cut or torn");
      }
      choice(
          paths,
          NumberText.small(whole.group(3)),
          comm,
          NumberText.number(whole.group(4)),
          line,
          draft);
      return Optional.of(LineKind.SUMMARY);
    }
    Matcher cut = CUT.matcher(text);
    if (cut.matches()) {
      draft.constraint = Optional.of(cut.group(1)).filter(c -> !c.isEmpty());
      groups(cut.group(2), OptionalInt.empty(), draft);
      draft.problem(line.number(), "the summary line is cut before the victim's pid and uid");
      return Optional.of(LineKind.SUMMARY);
    }
    return Optional.empty();
  }

  private static void choice(
      String paths,
      OptionalInt pid,
      Optional<String> comm,
      OptionalLong uid,
      LogLine line,
      ReportBuilder draft) {
    if (pid.isEmpty()) {
      draft.problem(line.number(), "the pid in the summary line does not fit into 32 bits");
    }
    draft.oomMemcg = groups(paths, pid, draft).or(() -> draft.oomMemcg);
    int task = paths.lastIndexOf(",task_memcg=");
    Optional<String> taskMemcg =
        task < 0 ? Optional.empty() : Optional.of(paths.substring(task + ",task_memcg=".length()));
    draft.choice =
        Optional.of(
            new ReportBuilder.Choice(
                pid,
                comm,
                OptionalLong.empty(),
                uid,
                Optional.empty(),
                oomGroup(paths),
                taskMemcg));
  }

  private static Optional<String> groups(String text, OptionalInt pid, ReportBuilder draft) {
    Matcher nodes = NODES.matcher(text);
    if (nodes.lookingAt()) {
      draft.nodemask = Optional.of(nodes.group(1));
      draft.cpuset = Optional.ofNullable(nodes.group(2)).or(() -> draft.cpuset);
      draft.memsAllowed = Optional.ofNullable(nodes.group(3)).or(() -> draft.memsAllowed);
    }
    int task = text.lastIndexOf(",task_memcg=");
    if (task >= 0 && pid.isPresent()) {
      draft.taskMemcg = Optional.of(text.substring(task + ",task_memcg=".length()));
    }
    Optional<String> oom = oomGroup(text);
    draft.memcg |= oom.isPresent();
    draft.global |= text.contains(",global_oom");
    return oom;
  }

  private static Optional<String> oomGroup(String text) {
    int task = text.lastIndexOf(",task_memcg=");
    int end = task < 0 ? text.length() : task;
    int oom = text.lastIndexOf(",oom_memcg=", end);
    return oom < 0
        ? Optional.empty()
        : Optional.of(text.substring(oom + ",oom_memcg=".length(), end));
  }

  /** A name may itself hold ",task=": the right one leaves no more than a name's 15 bytes. */
  private static Optional<String> commAtEnd(String text) {
    int at = text.indexOf(",task=");
    while (at >= 0) {
      String comm = text.substring(at + ",task=".length());
      if (Names.fits(comm)) {
        return Optional.of(comm);
      }
      at = text.indexOf(",task=", at + 1);
    }
    int last = text.lastIndexOf(",task=");
    return last < 0 ? Optional.empty() : Optional.of(text.substring(last + ",task=".length()));
  }
}
