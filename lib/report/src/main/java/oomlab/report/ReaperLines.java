package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Reaped;

/** The lines of the kernel thread that takes a victim's memory (oom_reap_task, 4.6 and later). */
final class ReaperLines {
  // 4.6 writes a colon before the pid, and "lB" for the last unit.
  private static final Pattern REAPED =
      Pattern.compile("oom_reaper: reaped process :?(\\d+) \\((.*)\\),? ?([^()]*)");
  private static final Pattern NOT_REAPED =
      Pattern.compile("oom_reaper: (?:unable to reap pid|attempted to reap):?.*");

  private ReaperLines() {}

  static Optional<LineKind> read(LogLine line, String text, ReportBuilder report) {
    if (NOT_REAPED.matcher(text).matches()) {
      return Optional.of(LineKind.REAPER);
    }
    Matcher reaped = REAPED.matcher(text);
    if (!reaped.matches()) {
      return Optional.empty();
    }
    OptionalInt pid = NumberText.small(reaped.group(1));
    String rest = reaped.group(3).strip().replace("lB", "kB");
    Pairs sizes = Pairs.of(rest.startsWith("now ") ? rest.substring(4) : rest, "");
    OptionalLong anon = sizes.get("anonRssKb");
    OptionalLong file = sizes.get("fileRssKb");
    OptionalLong shmem = sizes.get("shmemRssKb");
    boolean whole =
        pid.isPresent() && anon.isPresent() && file.isPresent() && sizes.values().size() <= 3;
    if (!whole || !sizes.rest().isEmpty() || !sizes.tooLarge().isEmpty()) {
      report.problem(line, later("the reaper line is damaged"));
    }
    pid.ifPresent(
        p ->
            report.reaped.add(
                new Reaped(line.number(), line.micros(), p, reaped.group(2), anon, file, shmem)));
    return Optional.of(LineKind.REAPER);
  }

  /** Returns the pid that a reaper line is about. */
  static OptionalInt pid(String text) {
    if (!text.startsWith("oom_reaper: reaped")) {
      return OptionalInt.empty();
    }
    Matcher reaped = REAPED.matcher(text);
    return reaped.matches() ? NumberText.small(reaped.group(1)) : OptionalInt.empty();
  }
}
