package oomlab.report;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Reaped;

/** The lines about the victim (oom_kill_process and oom_reap_task in mm/oom_kill.c). */
final class KillLines {
  private static final Pattern CHOICE =
      Pattern.compile("(.*?)\\b[Kk]ill process (\\d+) \\((.*)\\) score (-?\\d+) ?(.*)");
  private static final Pattern SHARING =
      Pattern.compile("(?:.*: )?Kill process (\\d+) \\((.*)\\) sharing same memory.*");
  // Anchored at the end: a name may hold ") total-vm:9kB,", but nothing after the name has a
  // bracket.
  private static final Pattern KILLED =
      Pattern.compile(
          "(?:(.*?):? )?Killed process (\\d+)(?::#\\d+)?(?:, UID (\\d+),)? \\((.*)\\)([^()]*)");
  private static final Pattern KILLED_CUT =
      Pattern.compile("(?:(.*?):? )?Killed process (\\d+)(.*)");
  private static final Pattern SUMMARY =
      Pattern.compile("oom-kill:constraint=(\\w+),(.*),pid=(\\d+),uid=(\\d+)");
  private static final Pattern SUMMARY_CUT = Pattern.compile("oom-kill:constraint=(\\w+)(.*)");
  private static final Pattern GROUP =
      Pattern.compile("Tasks in (.*) are going to be killed due to memory\\.oom\\.group set");
  private static final Pattern REAPED =
      Pattern.compile("oom_reaper: reaped process (\\d+) \\((.*)\\),? ?([^()]*)");
  private static final Pattern NOT_REAPED =
      Pattern.compile("oom_reaper: unable to reap pid:(\\d+).*");
  private static final Pattern NOBODY =
      Pattern.compile("(?:Out of memory|Memory cgroup out of memory).* no killable process.*");
  private static final int COMM_BYTES = 15;

  private KillLines() {}

  /** Whether this line, alone in a log, shows a kill whose report was held back or lost. */
  static boolean startsReport(String text) {
    return text.startsWith("oom-kill:constraint=")
        || CHOICE.matcher(text).matches()
        || KILLED.matcher(text).matches();
  }

  static Optional<LineKind> read(LogLine line, Draft draft) {
    String text = line.trimmed();
    if (text.startsWith("oom-kill:")) {
      return summary(line, text, draft);
    }
    if (text.startsWith("oom_reaper:")) {
      return reaper(line, text, draft);
    }
    if (text.contains("ill process ")) {
      if (SHARING.matcher(text).matches()) {
        return Optional.of(LineKind.NOTE);
      }
      Matcher choice = CHOICE.matcher(text);
      if (choice.matches()) {
        scope(choice.group(1), draft);
        draft.choice =
            Optional.of(
                new Draft.Choice(
                    Numbers.small(choice.group(2)),
                    Optional.of(choice.group(3)),
                    Numbers.number(choice.group(4)),
                    OptionalLong.empty()));
        return Optional.of(LineKind.CHOICE);
      }
    }
    if (text.contains("Killed process ")) {
      return killed(line, text, draft);
    }
    Matcher group = GROUP.matcher(text);
    if (group.matches()) {
      draft.groupKill = true;
      draft.memcg = true;
      return Optional.of(LineKind.GROUP_KILL);
    }
    if (NOBODY.matcher(text).matches() && !text.startsWith("Kernel panic")) {
      scope(text, draft);
      draft.nobodyToKill = true;
      return Optional.of(LineKind.NOTE);
    }
    if (text.contains(": OOM victim ") && text.contains("is already exiting")) {
      draft.nobodyToKill = true;
      return Optional.of(LineKind.NOTE);
    }
    return Optional.empty();
  }

  private static void scope(String words, Draft draft) {
    draft.memcg |= words.contains("Memory cgroup");
    draft.global |= words.contains("Out of memory") || words.contains("Out of Memory");
  }

  private static Optional<LineKind> killed(LogLine line, String text, Draft draft) {
    Matcher whole = KILLED.matcher(text);
    Matcher cut = KILLED_CUT.matcher(text);
    if (whole.matches()) {
      Pairs sizes = Pairs.of(whole.group(5), "");
      if (!sizes.rest().isEmpty() && !sizes.rest().equals(".")) {
        draft.problem(line.number(), "cannot read \"%s\" in the kill line".formatted(sizes.rest()));
      }
      if (!sizes.tooLarge().isEmpty()) {
        draft.problem(line.number(), "%s does not fit into 64 bits".formatted(sizes.tooLarge()));
      }
      OptionalLong uid =
          whole.group(3) == null ? value(sizes, "uid", "uID") : Numbers.number(whole.group(3));
      return kill(line, words(whole.group(1)), whole.group(2), whole.group(4), sizes, uid, draft);
    }
    if (cut.matches()) {
      draft.problem(line.number(), "the kill line is cut: \"%s\"".formatted(cut.group(3).strip()));
      String name = cut.group(3).strip();
      return kill(
          line,
          words(cut.group(1)),
          cut.group(2),
          name.startsWith("(") ? name.substring(1) : "",
          Pairs.of("", ""),
          OptionalLong.empty(),
          draft);
    }
    return Optional.empty();
  }

  private static String words(String before) {
    return before == null ? "" : before;
  }

  private static Optional<LineKind> kill(
      LogLine line,
      String words,
      String pidDigits,
      String comm,
      Pairs sizes,
      OptionalLong printedUid,
      Draft draft) {
    OptionalInt pid = Numbers.small(pidDigits);
    if (pid.isEmpty()) {
      draft.problem(line.number(), "the pid %s does not fit into 32 bits".formatted(pidDigits));
      return Optional.of(LineKind.UNREAD);
    }
    scope(words, draft);
    Optional<Draft.Choice> choice = draft.choice;
    draft.choice = Optional.empty();
    boolean sameProcess =
        choice.flatMap(c -> c.pid().equals(pid) ? c.comm() : Optional.empty()).isPresent();
    OptionalLong uid =
        printedUid.isEmpty() && sameProcess
            ? choice.map(Draft.Choice::uid).orElse(OptionalLong.empty())
            : printedUid;
    draft.kills.add(
        new Kill(
            line.number(),
            line.micros(),
            pid.getAsInt(),
            comm.isEmpty() && sameProcess ? choice.flatMap(Draft.Choice::comm).orElse("") : comm,
            choice.map(Draft.Choice::pid).orElse(OptionalInt.empty()),
            choice.flatMap(Draft.Choice::comm),
            choice.map(Draft.Choice::score).orElse(OptionalLong.empty()),
            value(sizes, "totalVmKb", "vszKb"),
            value(sizes, "anonRssKb"),
            value(sizes, "fileRssKb"),
            value(sizes, "shmemRssKb"),
            uid,
            value(sizes, "pgtablesKb"),
            small(value(sizes, "oomScoreAdj")),
            words.contains("Memory cgroup") || draft.memcg,
            draft.groupKill));
    return Optional.of(LineKind.KILL);
  }

  private static Optional<LineKind> summary(LogLine line, String text, Draft draft) {
    Matcher whole = SUMMARY.matcher(text);
    if (whole.matches()) {
      draft.constraint = Optional.of(whole.group(1));
      String middle = "," + whole.group(2);
      Optional<String> comm = commAtEnd(middle);
      String paths =
          comm.map(c -> middle.substring(0, middle.length() - c.length() - 6)).orElse(middle);
      paths(paths, draft);
      draft.choice =
          Optional.of(
              new Draft.Choice(
                  Numbers.small(whole.group(3)),
                  comm,
                  OptionalLong.empty(),
                  Numbers.number(whole.group(4))));
      return Optional.of(LineKind.SUMMARY);
    }
    Matcher cut = SUMMARY_CUT.matcher(text);
    if (cut.matches()) {
      draft.constraint = Optional.of(cut.group(1));
      paths(cut.group(2), draft);
      draft.problem(line.number(), "the summary line is cut before the victim's pid and uid");
      return Optional.of(LineKind.SUMMARY);
    }
    return Optional.empty();
  }

  private static void paths(String text, Draft draft) {
    int task = text.lastIndexOf(",task_memcg=");
    int oom = text.lastIndexOf(",oom_memcg=", task < 0 ? text.length() : task);
    if (task >= 0) {
      draft.taskMemcg = Optional.of(text.substring(task + ",task_memcg=".length()));
    }
    if (oom >= 0) {
      draft.memcg = true;
      int end = task < 0 ? text.length() : task;
      draft.oomMemcg = Optional.of(text.substring(oom + ",oom_memcg=".length(), end));
    }
    draft.global |= text.contains(",global_oom");
  }

  /** A name may itself hold ",task=": the right one leaves no more than a name's 15 bytes. */
  private static Optional<String> commAtEnd(String text) {
    int at = text.indexOf(",task=");
    while (at >= 0) {
      String comm = text.substring(at + ",task=".length());
      if (comm.getBytes(StandardCharsets.UTF_8).length <= COMM_BYTES) {
        return Optional.of(comm);
      }
      at = text.indexOf(",task=", at + 1);
    }
    int last = text.lastIndexOf(",task=");
    return last < 0 ? Optional.empty() : Optional.of(text.substring(last + ",task=".length()));
  }

  private static Optional<LineKind> reaper(LogLine line, String text, Draft draft) {
    if (NOT_REAPED.matcher(text).matches()) {
      return Optional.of(LineKind.REAPER);
    }
    Matcher reaped = REAPED.matcher(text);
    if (!reaped.matches()) {
      return Optional.empty();
    }
    OptionalInt pid = Numbers.small(reaped.group(1));
    String rest = reaped.group(3).strip();
    Pairs sizes = Pairs.of(rest.startsWith("now ") ? rest.substring(4) : rest, "");
    if (pid.isEmpty() || !sizes.rest().isEmpty() || !sizes.tooLarge().isEmpty()) {
      draft.problem(line.number(), "the reaper line is damaged");
    }
    pid.ifPresent(
        p ->
            draft.reaped.add(
                new Reaped(
                    line.number(),
                    line.micros(),
                    p,
                    reaped.group(2),
                    value(sizes, "anonRssKb"),
                    value(sizes, "fileRssKb"),
                    value(sizes, "shmemRssKb"))));
    return Optional.of(LineKind.REAPER);
  }

  /** Returns the pid that a reaper line is about. */
  static OptionalInt reapedPid(String text) {
    Matcher reaped = REAPED.matcher(text);
    return reaped.matches() ? Numbers.small(reaped.group(1)) : OptionalInt.empty();
  }

  private static OptionalLong value(Pairs pairs, String... names) {
    Map<String, Long> values = pairs.values();
    for (String name : names) {
      Long value = values.get(name);
      if (value != null) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalInt small(OptionalLong value) {
    return value.isPresent()
        ? Numbers.small(Long.toString(value.getAsLong()))
        : OptionalInt.empty();
  }
}
