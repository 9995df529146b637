package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Trigger;

/**
 * An explanation told in plain language, in the order in which a reader asks.
 *
 * @param parts one for each question
 */
public record Story(List<Part> parts) {

  /** The questions, in their order. */
  public enum Question {
    /** What happened? */
    WHAT("What happened"),
    /** Who died? */
    WHO("Who died"),
    /** Why that process? */
    WHY_IT("Why that one"),
    /** Why was there no memory? */
    WHY_AT_ALL("Why there was no memory"),
    /** Where was it? */
    WHERE("Where the memory was"),
    /** What would have changed it? */
    OTHERWISE("What would have changed it"),
    /** What is not certain? */
    UNCERTAIN("What is uncertain");

    private final String heading;

    Question(String heading) {
      this.heading = heading;
    }

    /** Returns it as a heading. */
    public String heading() {
      return heading;
    }
  }

  /** The sentences that answer one question. */
  public record Part(Question question, List<String> sentences) {
    /** Makes the list unmodifiable. */
    public Part {
      sentences = List.copyOf(sentences);
    }
  }

  /** Makes the list unmodifiable. */
  public Story {
    parts = List.copyOf(parts);
  }

  /** Tells an explanation. */
  public static Story of(Explanation explanation) {
    List<Part> parts = new ArrayList<>();
    add(parts, Question.WHAT, what(explanation));
    add(parts, Question.WHO, who(explanation.report()));
    add(parts, Question.WHY_IT, whyIt(explanation));
    add(parts, Question.WHY_AT_ALL, explanation.request().why());
    add(parts, Question.WHERE, where(explanation));
    add(
        parts,
        Question.OTHERWISE,
        explanation.whatWouldHaveChanged().stream().map(Story::otherwise).toList());
    add(parts, Question.UNCERTAIN, Doubts.of(explanation));
    return new Story(parts);
  }

  private static void add(List<Part> parts, Question question, List<String> sentences) {
    if (!sentences.isEmpty()) {
      parts.add(new Part(question, sentences));
    }
  }

  private static List<String> what(Explanation e) {
    OomReport report = e.report();
    List<String> said = new ArrayList<>();
    if (TriggerProcess.byHand(report)) {
      said.add("Somebody called the OOM killer by hand (sysrq-f); memory had not run out.");
    } else {
      String who = report.trigger().map(Story::asker).orElse("A task");
      String what = e.request().pages().isPresent() ? size(report, e.request().pages()) : "memory";
      said.add(Wording.words("%s asked for %s, and %s.", who, what, none(report)));
      report
          .trigger()
          .map(Trigger::gfpFlags)
          .filter(f -> !f.isEmpty())
          .ifPresent(f -> said.add(Wording.words("The request was %s.", String.join("|", f))));
      if (report.trigger().isPresent()) {
        said.add(e.asker().why());
      }
    }
    report
        .panic()
        .ifPresent(
            p -> said.add(Wording.words("The machine panicked: %s.", p.replaceFirst("\\.+$", ""))));
    return said;
  }

  private static String asker(Trigger trigger) {
    return trigger.pid().isPresent()
        ? Wording.name(trigger.comm(), trigger.pid().getAsInt())
        : trigger.comm().isEmpty() ? "A task" : trigger.comm();
  }

  private static String size(OomReport report, OptionalInt pages) {
    long kb = pages.orElse(1) * report.pageBytes() / 1024;
    return pages.orElse(1) == 1
        ? "one page"
        : Wording.words("%,d pages in a row (%s)", pages.orElse(1), Wording.kb(kb));
  }

  private static String none(OomReport report) {
    return switch (report.scope()) {
      case MEMCG -> "its memory cgroup was full";
      case GLOBAL -> "the machine could not find it";
      case CPUSET -> "the memory nodes of its cpuset could not give it";
      case MEMPOLICY -> "the memory nodes of its memory policy could not give it";
      case UNKNOWN -> "there was none";
    };
  }

  private static List<String> who(OomReport report) {
    List<String> said = new ArrayList<>();
    for (Kill kill : report.kills()) {
      StringBuilder line = new StringBuilder(Wording.name(kill.comm(), kill.pid()));
      line.append(kill.groupKill() ? " died with its group" : " was killed");
      holdings(kill).ifPresent(h -> line.append(", with ").append(h));
      said.add(line.append('.').toString());
    }
    if (said.isEmpty()) {
      said.add(
          report.panic().isPresent()
              ? "Nobody was killed: the machine panicked."
              : "The report names no kill.");
    }
    report
        .outcome()
        .reaped()
        .forEach(
            r ->
                said.add(
                    Wording.words(
                        "The oom_reaper took back the memory of %s without waiting for its end; %s"
                            + " were left.",
                        Wording.name(r.comm(), r.pid()),
                        Wording.kb(
                            r.anonRssKb().orElse(0)
                                + r.fileRssKb().orElse(0)
                                + r.shmemRssKb().orElse(0)))));
    return said;
  }

  private static Optional<String> holdings(Kill kill) {
    List<String> parts = new ArrayList<>();
    part(parts, kill.anonRssKb(), "of anonymous memory");
    part(parts, kill.fileRssKb(), "of files");
    part(parts, kill.shmemRssKb(), "shared");
    part(parts, kill.pgtablesKb(), "of page tables");
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static void part(List<String> parts, OptionalLong kb, String what) {
    if (kb.orElse(0) > 0) {
      parts.add(Wording.kb(kb.getAsLong()) + " " + what);
    }
  }

  private static List<String> whyIt(Explanation e) {
    Replay replay = e.replay();
    List<String> said = new ArrayList<>();
    said.add(Wording.words("Recomputed: %s. %s", replay.verdict().words(), replay.why()));
    if (replay.ranking().isPresent()) {
      said.add(rule(replay));
    }
    return said;
  }

  private static String rule(Replay replay) {
    String pages =
        switch (replay.formula()) {
          case PER_MILLE -> "resident and swapped pages";
          default -> "resident and swapped pages and page tables";
        };
    String root =
        switch (replay.formula()) {
          case PER_MILLE, PER_MILLE_WITH_TABLES, PER_MILLE_RUNNING_OVER, ROOT_MINUS_30 ->
              "; root is spared 30 thousandths";
          case ROOT_MINUS_3_PERCENT -> "; root is spared 3 % of its own";
          default -> "";
        };
    String total =
        replay.total().known().isPresent()
            ? Wording.words("%,d pages (%s)", replay.total().least(), replay.total().source())
            : Wording.words("a total that the report does not tell (%s)", replay.total().source());
    return Wording.words(
        "Points of Linux %s: %s, and oom_score_adj in thousandths of %s%s.",
        replay.formula().releases(), pages, total, root);
  }

  private static List<String> where(Explanation e) {
    return e.ledger()
        .map(
            l -> {
              List<String> said = new ArrayList<>();
              l.entries().stream()
                  .filter(x -> x.kind() != Ledger.Kind.RESERVED && x.kind() != Ledger.Kind.FREE)
                  .max(java.util.Comparator.comparingLong(Ledger.Entry::kb))
                  .ifPresent(
                      x ->
                          said.add(
                              Wording.words(
                                  "The largest part of %s, %s, is %s: %s.",
                                  l.what(),
                                  Wording.kb(l.totalKb()),
                                  x.name(),
                                  Wording.kb(x.kb()))));
              said.add(unaccounted(l));
              l.swapUsedKb().stream()
                  .filter(kb -> kb > 0)
                  .forEach(
                      kb -> said.add(Wording.words("%s more were swapped out.", Wording.kb(kb))));
              return said;
            })
        .orElse(List.of());
  }

  private static String unaccounted(Ledger l) {
    if (l.unaccountedKb() < 0) {
      return Wording.words(
          "The lines name %s (%.1f %%) more than there is: memory moved meanwhile.",
          Wording.kb(-l.unaccountedKb()), -l.unaccountedPercent());
    }
    return Wording.words(
        "%s (%.1f %%) no line of the report accounts for%s.",
        Wording.kb(l.unaccountedKb()),
        l.unaccountedPercent(),
        l.unaccountedPercent() > 5
            ? ": pages that drivers, zram or other parts of the kernel took without a counter"
            : "");
  }

  private static String otherwise(WhatIf whatIf) {
    return whatIf.toString();
  }
}
