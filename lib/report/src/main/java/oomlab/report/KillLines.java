package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;
import oomlab.report.ReportBuilder.Choice;

/** The lines about the victim (oom_kill_process in mm/oom_kill.c). */
final class KillLines {
  // "Kill process 5:#7 (x)" names the context of a vserver kernel.
  private static final Pattern CHOICE =
      Pattern.compile(
          "(.*?)\\b[Kk]ill process (\\d+)(?::#\\d+)? \\((.*)\\)(?: \\[State:[^\\]]*\\])?"
              + " score (-?\\d+)(?: .*|,.*)?");
  private static final Pattern SHARING =
      Pattern.compile("(?:.*: )?Kill process (\\d+)(?::#\\d+)? \\((.*)\\) sharing same memory.*");
  // Anchored at the end: a name may hold ") total-vm:9kB,", but nothing after the name has a
  // bracket. The user stands before the name in EL5 and EL6 kernels, after it in EL7.
  private static final Pattern KILLED =
      Pattern.compile(
          "(?:(.*?):? )?Killed process (\\d+)(?::#\\d+)?(?:, UID (\\d+),)?"
              + " \\((.*)\\)(?:, UID (\\d+),)?([^()]*)");
  private static final Pattern KILLED_CUT =
      Pattern.compile("(?:(.*?):? )?Killed process (\\d+)(.*)");
  private static final Pattern KILLED_PID = Pattern.compile("[Kk]illed process (\\d{1,9})\\b");
  // OpenVZ: "Out of memory in UB 101: OOM killed process 5 (x) score 0 vm:1kB, rss:1kB, swap:0kB".
  private static final Pattern CONTAINER_KILL =
      Pattern.compile(
          "(.*?):? OOM killed process (\\d+) \\((.*)\\) score (-?\\d+) vm:(\\d+)kB, rss:\\d+kB,"
              + " swap:\\d+kB");
  private static final Pattern GROUP =
      Pattern.compile("Tasks in (.*) are going to be killed due to memory\\.oom\\.group set");
  private static final Pattern NOBODY =
      Pattern.compile("(?:Out of memory|Memory cgroup out of memory).* no killable process.*");
  // Anything may stand before it: the columns of "kubectl get events", for one.
  private static final Pattern MESSAGE =
      Pattern.compile(
          ".*?((?:Memory cgroup out of memory|Out of [Mm]emory|No available memory|Kill process).*)");
  private static final Set<String> SIZES =
      Set.of(
          "totalVmKb",
          "vszKb",
          "anonRssKb",
          "fileRssKb",
          "shmemRssKb",
          "pgtablesKb",
          "uID",
          "uid",
          "oomScoreAdj");

  private static final WordSearch MENTIONS =
      new WordSearch(
          List.of(
              "oom-kill:",
              "oom_reaper:",
              "ill process ",
              "illed process ",
              "illing process ",
              "Tasks in ",
              "no killable process",
              "OOM victim ",
              "OOM request ignored",
              "Manual OOM execution",
              "VM_FAULT_OOM"));

  // Who prints Chinese or Japanese leaves no blank beside a mark.
  private static final Pattern TYPESET =
      Pattern.compile("(ut of [Mm]emory:)(?=Kill)|(process \\d+)(?=\\()");

  private KillLines() {}

  private static String spaced(String text) {
    return text.contains("emory:Kill") ? TYPESET.matcher(text).replaceAll("$0 ") : text;
  }

  /** Whether this line, alone in a log, shows a kill whose report was held back or lost. */
  static boolean startsReport(String given) {
    String text = spaced(given);
    if (text.startsWith("oom-kill:constraint=")) {
      return true;
    }
    if (text.contains("Killed process ")) {
      return KILLED.matcher(text).matches();
    }
    return text.contains("ill process ")
        ? CHOICE.matcher(text).matches()
        : text.contains("OOM killed process ") && CONTAINER_KILL.matcher(text).matches();
  }

  /** Returns the pid in a kill line of any version. */
  static OptionalInt killedPid(String text) {
    Matcher killed = KILLED_PID.matcher(text);
    return killed.find() ? NumberText.small(killed.group(1)) : OptionalInt.empty();
  }

  static Optional<LineKind> read(LogLine line, ReportBuilder report) {
    String text = spaced(line.trimmed());
    if (!MENTIONS.anyIn(text)) {
      return Optional.empty();
    }
    if (text.startsWith("oom-kill:")) {
      return SummaryLine.read(line, text, report);
    }
    if (text.startsWith("oom_reaper:")) {
      return ReaperLines.read(line, text, report);
    }
    if (text.contains("ill process ")) {
      if (SHARING.matcher(text).matches()) {
        return Optional.of(LineKind.NOTE);
      }
      Matcher choice = CHOICE.matcher(text);
      if (choice.matches()) {
        return choice(line, choice, report);
      }
    }
    if (text.contains("illed process ")) {
      Matcher container = CONTAINER_KILL.matcher(text);
      return container.matches()
          ? containerKill(line, container, report)
          : killed(line, text, report);
    }
    if (text.startsWith("Tasks in ") && GROUP.matcher(text).matches()) {
      report.groupKill = true;
      report.memcg = true;
      return Optional.of(LineKind.GROUP_KILL);
    }
    return remark(text, report);
  }

  private static Optional<LineKind> remark(String text, ReportBuilder report) {
    if (text.contains("no killable process") && NOBODY.matcher(text).matches()) {
      scope(text, report);
      report.nobodyToKill = true;
      report.noKillable = true;
      return Optional.of(LineKind.NOTE);
    }
    if (text.contains("OOM victim ") && text.contains("is already exiting")) {
      report.nobodyToKill = true;
      return Optional.of(LineKind.NOTE);
    }
    boolean remark =
        text.contains("OOM request ignored")
            || text.contains("Manual OOM execution")
            || text.startsWith("VM: killing process ")
            || text.startsWith("Huh VM_FAULT_OOM leaked out");
    return remark ? Optional.of(LineKind.NOTE) : Optional.empty();
  }

  private static void scope(String words, ReportBuilder report) {
    report.memcg |= words.contains("Memory cgroup");
    report.global |= words.contains("Out of memory") || words.contains("Out of Memory");
  }

  private static Optional<LineKind> choice(LogLine line, Matcher choice, ReportBuilder report) {
    scope(choice.group(1), report);
    OptionalInt pid = NumberText.small(choice.group(2));
    OptionalLong score = NumberText.number(choice.group(4));
    if (pid.isEmpty() || score.isEmpty()) {
      report.problem(line, later("the pid or the score of the choice is too large"));
    }
    report.choice =
        Optional.of(
            Choice.scored(pid, Optional.of(choice.group(3)), score, message(choice.group(1))));
    report.choiceLine = Optional.of(line);
    return Optional.of(LineKind.CHOICE);
  }

  /** Returns the kernel's words before "Kill process", without the colon. */
  private static Optional<String> message(String words) {
    String text = words.strip();
    String bare = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
    Matcher said = MESSAGE.matcher(bare.replaceAll(" +", " "));
    return said.matches() ? Optional.of(said.group(1)) : Optional.empty();
  }

  private static Optional<LineKind> killed(LogLine line, String text, ReportBuilder report) {
    Matcher whole = KILLED.matcher(text);
    if (whole.matches() && Names.fits(whole.group(4))) {
      Pairs sizes = Pairs.of(whole.group(6), "");
      checkSizes(line, sizes, report);
      String printed = whole.group(3) == null ? whole.group(5) : whole.group(3);
      OptionalLong uid = printed == null ? sizes.get("uid", "uID") : NumberText.number(printed);
      return kill(line, words(whole.group(1)), whole.group(2), whole.group(4), sizes, uid, report);
    }
    Matcher cut = KILLED_CUT.matcher(text);
    if (!cut.matches()) {
      return Optional.empty();
    }
    report.problem(line, later("the kill line is cut or torn: \"%s\""), cut.group(3).strip());
    return kill(
        line,
        words(cut.group(1)),
        cut.group(2),
        whole(nameIn(cut.group(3).strip()), NumberText.small(cut.group(2)), report),
        Pairs.of("", ""),
        OptionalLong.empty(),
        report);
  }

  /** Returns the name as the row of the process has it, where the kill line shows its beginning. */
  private static String whole(String name, OptionalInt pid, ReportBuilder report) {
    return report.tasks.stream()
        .filter(t -> pid.equals(OptionalInt.of(t.pid())) && t.name().startsWith(name))
        .map(Task::name)
        .findFirst()
        .orElse(name);
  }

  private static String nameIn(String rest) {
    if (!rest.startsWith("(")) {
      return "";
    }
    int end = rest.indexOf(") ");
    return end < 0 ? rest.substring(1) : rest.substring(1, end);
  }

  private static void checkSizes(LogLine line, Pairs sizes, ReportBuilder report) {
    if (!sizes.rest().equals(".")) {
      sizes.nameLost(line, later("cannot read \"%s\" in the kill line"), report);
    }
    boolean started = sizes.get("totalVmKb", "vszKb").isPresent();
    if (!SIZES.containsAll(sizes.values().keySet())
        || (started && sizes.get("fileRssKb").isEmpty())
        || (!started && !sizes.values().isEmpty())) {
      report.problem(line, later("the sizes in the kill line are cut or torn"));
    }
  }

  private static Optional<LineKind> containerKill(
      LogLine line, Matcher kill, ReportBuilder report) {
    Pairs sizes = Pairs.of("total-vm:" + kill.group(5) + "kB", "");
    report.choice =
        Optional.of(
            Choice.scored(
                NumberText.small(kill.group(2)),
                Optional.of(kill.group(3)),
                NumberText.number(kill.group(4)),
                Optional.empty()));
    return kill(
        line, kill.group(1), kill.group(2), kill.group(3), sizes, OptionalLong.empty(), report);
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
      ReportBuilder report) {
    OptionalInt pid = NumberText.small(pidDigits);
    if (pid.isEmpty()) {
      report.problem(line, later("the pid %s does not fit into 32 bits"), pidDigits);
      return Optional.of(LineKind.UNREAD);
    }
    scope(words, report);
    Choice choice = report.choice.orElse(Choice.NONE);
    boolean sameProcess = choice.pid().equals(pid) && choice.comm().isPresent();
    // Who asks is a thread, and the summary line has its pid (oom_kill_process() since 5.1).
    boolean thread = words.contains("(oom_kill_allocating_task)");
    boolean summary = report.choice.isPresent() && choice.score().isEmpty();
    report.choice = Optional.empty();
    if (summary && !sameProcess && !thread) {
      report.problem(
          line,
          choice.pid().isPresent()
              ? later("the summary line chose another process than the kill line names: %d")
              : later(
                  "the summary line chose another process than the kill line names: unreadable"),
          choice.pid().orElse(0));
    }
    OptionalLong uid = printedUid.isEmpty() && sameProcess ? choice.uid() : printedUid;
    report.kills.add(
        new Kill(
            line.number(),
            line.micros(),
            pid.getAsInt(),
            comm.isEmpty() && sameProcess ? choice.comm().orElse("") : comm,
            choice.pid(),
            choice.comm(),
            choice.score(),
            sizes.get("totalVmKb", "vszKb"),
            sizes.get("anonRssKb"),
            sizes.get("fileRssKb"),
            sizes.get("shmemRssKb"),
            uid,
            sizes.get("pgtablesKb"),
            NumberText.small(sizes.get("oomScoreAdj")),
            words.contains("Memory cgroup") || report.memcg,
            report.groupKill,
            message(words).or(choice::message),
            choice.oomMemcg(),
            choice.taskMemcg()));
    return Optional.of(LineKind.KILL);
  }
}
