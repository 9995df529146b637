package oomlab.explain;

import static oomlab.explain.Wording.clause;
import static oomlab.explain.Wording.kb;
import static oomlab.explain.Wording.name;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.Question;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Ledger.Kind;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Limit;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Reaped;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Trigger;

/** Tells an explanation in plain language, in the order in which a reader asks. */
final class Story {
  private static final int MOST_PROBLEMS = 8;
  private static final int MOST_KILLS = 3;
  private static final String WHERE_THE_REST_IS =
      later(
          "The rest of the report is in the kernel's log, %s: dmesg -T, or journalctl -k --no-pager"
              + " (with -b -1 after a reboot). It is missing there if more than 10 reports came"
              + " within 5 seconds, or if newer lines have overwritten it.");

  private final Explanation explanation;
  private final OomReport report;
  private final List<Observation> shortages;
  private final List<Observation> holders;

  private Story(Explanation explanation) {
    this.explanation = explanation;
    this.report = explanation.report();
    this.shortages = Shortages.of(explanation);
    this.holders = Holders.of(explanation);
  }

  static List<Answer> of(Explanation explanation) {
    Story story = new Story(explanation);
    return Stream.of(Question.values())
        .map(question -> new Answer(question, story.sentences(question)))
        .filter(answer -> !answer.sentences().isEmpty())
        .toList();
  }

  private List<String> sentences(Question question) {
    return switch (question) {
      case WHAT -> what();
      case WHO -> who();
      case HOLDERS -> holders.stream().map(Observation::what).toList();
      case ADVICE -> advice();
      case WHY_IT -> whyIt();
      case WHY_AT_ALL -> explanation.request().why();
      case WHERE -> explanation.ledger().map(Story::where).orElse(List.of());
      case OTHERWISE -> explanation.whatWouldHaveChanged().stream().map(WhatIf::toString).toList();
      case UNCERTAIN -> doubts();
    };
  }

  private List<String> what() {
    List<String> said = new ArrayList<>();
    if (TriggerSearch.byHand(report)) {
      said.add(words("Somebody called the OOM killer by hand (sysrq-f); memory had not run out."));
    } else {
      String who = report.trigger().map(Story::trigger).orElseGet(() -> words("A task"));
      said.add(
          Shortages.faultFailed(report)
              ? words("%s had a page fault that the kernel could not serve.", who)
              : words("%s asked for %s, and %s.", who, request(), shortage()));
      CallTrace.of(report)
          .purpose()
          .ifPresent(p -> said.add(words("By its call trace that was for %s.", p)));
      group().ifPresent(said::add);
      shortages.forEach(observation -> said.add(observation.what()));
      report
          .trigger()
          .map(Trigger::gfpFlags)
          .filter(f -> !f.isEmpty())
          .ifPresent(f -> said.add(words("The request was %s.", String.join("|", f))));
      report.trigger().ifPresent(t -> said.add(explanation.trigger().why()));
    }
    report.panic().ifPresent(p -> said.add(words("The machine panicked: %s.", clause(p))));
    HostPlatform.of(report).ifPresent(said::add);
    return said;
  }

  /** What the group is to those who made it, and whose limit struck. */
  private Optional<String> group() {
    return report
        .memcg()
        .filter(m -> m.oomMemcg().isPresent())
        .flatMap(
            m -> {
              CgroupName limited = CgroupName.of(m.oomMemcg().get());
              return CgroupName.struck(m.taskMemcg().map(CgroupName::of).orElse(limited), limited);
            });
  }

  /** One line for each thing that can be done, with the name of the setting. */
  private List<String> advice() {
    List<String> lines = new ArrayList<>();
    report
        .panic()
        .filter(p -> p.contains("panic_on_oom"))
        .ifPresent(
            p ->
                lines.add(
                    words(
                        "vm.panic_on_oom is %d, so the machine panics where it could kill; 0 makes"
                            + " it kill.",
                        p.contains("ompulsory") ? 2 : 1)));
    if (TriggerSearch.byHand(report)) {
      return lines;
    }
    if (report.trigger().isEmpty() || report.endsEarly()) {
      String where =
          report.trigger().isPresent()
              ? words("below this")
              : words(report.endsEarly() ? "above and below this" : "above this");
      lines.add(words(WHERE_THE_REST_IS, where));
    } else if (!report.kills().isEmpty()
        && report.memInfo().isEmpty()
        && report.tasks().isEmpty()
        && report.memcg().filter(m -> m.usageKb().isPresent()).isEmpty()) {
      lines.add(
          words(
              "Lines between these were left out, by grep for one: dmesg -T or journalctl -k"
                  + " --no-pager shows the whole report."));
    }
    Stream.concat(shortages.stream(), holders.stream())
        .map(Observation::advice)
        .filter(a -> !a.isEmpty())
        .forEach(lines::add);
    if (report.scope() == Scope.MEMCG) {
      lines.add(
          report
              .memcg()
              .flatMap(Memcg::oomMemcg)
              .map(path -> CgroupName.of(path).advice())
              .orElseGet(
                  () ->
                      words(
                          "memory.max (version 1: memory.limit_in_bytes) of the group sets the"
                              + " limit.")));
    }
    return lines.stream().distinct().toList();
  }

  private static String trigger(Trigger trigger) {
    if (trigger.pid().isPresent()) {
      return name(trigger.comm(), trigger.pid().getAsInt());
    }
    return trigger.comm().isEmpty() ? words("A task") : Wording.bare(trigger.comm());
  }

  private String request() {
    int pages = explanation.request().pages().orElse(0);
    return switch (pages) {
      case 0 -> words("memory");
      case 1 -> words("one page");
      default -> words("%,d pages in a row (%s)", pages, kb(pages * report.pageBytes() / 1024));
    };
  }

  private String shortage() {
    return switch (report.scope()) {
      case MEMCG -> groupsShortage();
      case GLOBAL -> words("the machine could not find it");
      case CPUSET -> words("the memory nodes of its cpuset could not give it");
      case MEMPOLICY -> words("the memory nodes of its memory policy could not give it");
      case UNKNOWN -> words("there was none");
    };
  }

  /** Which of its limits the group had reached. */
  private String groupsShortage() {
    return report
        .memcg()
        .map(Memcg::reached)
        .filter(limit -> limit != Limit.MEMORY)
        .map(limit -> words("its memory cgroup had reached its limit of %s", limit.words()))
        .orElseGet(() -> words("its memory cgroup was full"));
  }

  private List<String> who() {
    List<String> said = new ArrayList<>();
    // The kernel tells the first victim of a group again where its turn comes.
    Set<Integer> told = new HashSet<>();
    List<Kill> kills =
        report.kills().stream().filter(k -> told.add(k.pid()) || !k.groupKill()).toList();
    kills.stream()
        .limit(kills.size() > MOST_KILLS ? 1 : MOST_KILLS)
        .forEach(k -> said.add(death(k)));
    if (kills.size() > MOST_KILLS) {
      said.add(others(kills.subList(1, kills.size())));
    }
    if (said.isEmpty()) {
      said.add(
          words(
              report.panic().isPresent()
                  ? "Nobody was killed: the machine panicked."
                  : "The report names no kill."));
    }
    List<Reaped> reaped = report.outcome().reaped();
    if (reaped.size() > MOST_KILLS) {
      said.add(
          words(
              "The oom_reaper took back the memory of %,d processes without waiting for their end.",
              reaped.size()));
    } else {
      reaped.forEach(r -> said.add(reaped(r)));
    }
    return said;
  }

  private static String death(Kill kill) {
    List<String> held =
        Stream.of(
                size(kill.anonRssKb(), later("%s of anonymous memory")),
                size(kill.fileRssKb(), later("%s of files")),
                size(kill.shmemRssKb(), later("%s shared")),
                size(kill.pgtablesKb(), later("%s of page tables")))
            .flatMap(part -> part)
            .toList();
    String who = name(kill.comm(), kill.pid());
    if (held.isEmpty()) {
      return words(kill.groupKill() ? "%s died with its group." : "%s was killed.", who);
    }
    return words(
        kill.groupKill() ? "%s died with its group, with %s." : "%s was killed, with %s.",
        who,
        Wording.list(held));
  }

  private static String others(List<Kill> kills) {
    long anonymous = kills.stream().mapToLong(k -> k.anonRssKb().orElse(0)).sum();
    List<String> names =
        kills.stream()
            .collect(Collectors.groupingBy(Kill::comm, LinkedHashMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_KILLS)
            .map(e -> words("%1$d %2$s", e.getValue(), e.getKey()))
            .toList();
    return words(
        kills.stream().allMatch(Kill::groupKill)
            ? "With it %,d others died with its group (most of all %s), with %s of anonymous memory"
                + " in all."
            : "With it %,d others were killed (most of all %s), with %s of anonymous memory in"
                + " all.",
        kills.size(),
        Wording.list(names),
        kb(anonymous));
  }

  private static Stream<String> size(OptionalLong kb, String part) {
    return kb.stream().filter(v -> v > 0).mapToObj(v -> words(part, kb(v)));
  }

  private static String reaped(Reaped r) {
    long leftKb = r.anonRssKb().orElse(0) + r.fileRssKb().orElse(0) + r.shmemRssKb().orElse(0);
    return words(
        "The oom_reaper took back the memory of %s without waiting for its end; %s were left.",
        name(r.comm(), r.pid()), kb(leftKb));
  }

  private List<String> whyIt() {
    Replay replay = explanation.replay();
    String recomputed = words("Recomputed: %s. %s", replay.verdict().words(), replay.why());
    List<String> said = new ArrayList<>(List.of(recomputed));
    if (replay.ranking().isPresent()) {
      said.add(rule(replay));
      floor(replay).ifPresent(said::add);
    }
    return said;
  }

  /** Before 5.9 whoever is spared most gets 1 point, and then the place in the table decides. */
  private static Optional<String> floor(Replay replay) {
    List<Candidate> able =
        replay.ranking().map(Ranking::candidates).orElse(List.of()).stream()
            .filter(c -> c.rank().isPresent())
            .toList();
    int adj = able.isEmpty() ? 0 : able.get(0).adj();
    boolean alike = able.size() > 1 && able.stream().allMatch(c -> c.adj() == adj);
    if (!alike || adj >= 0) {
      return Optional.empty();
    }
    boolean floored = able.stream().allMatch(c -> c.points().equals(OptionalLong.of(1)));
    return Optional.of(
        words(
            floored
                ? "All %,d that may be killed have an oom_score_adj of %d, so each has the fewest"
                    + " points, 1: their order decided, not their size."
                : "All %,d that may be killed have an oom_score_adj of %d, so it only lowers their"
                    + " points and does not change their order.",
            able.size(),
            adj));
  }

  private static String rule(Replay replay) {
    String pages =
        words(
            replay.formula() == Formula.PER_MILLE
                ? "resident and swapped pages"
                : "resident and swapped pages and page tables");
    String root =
        switch (replay.formula()) {
          case PER_MILLE, PER_MILLE_WITH_TABLES, PER_MILLE_RUNNING_OVER, ROOT_MINUS_30 ->
              words("; root is spared 30 thousandths");
          case ROOT_MINUS_3_PERCENT -> words("; root is spared 3 %% of its own");
          default -> "";
        };
    String total =
        replay.total().exact()
            ? words("%,d pages", replay.total().least())
            : words("a total that the report does not tell");
    return words(
        "Points of Linux %s: %s, and oom_score_adj in thousandths of %s (%s)%s.",
        replay.formula().releases(), pages, total, replay.total().source(), root);
  }

  private static List<String> where(Ledger ledger) {
    List<String> said = new ArrayList<>();
    ledger.entries().stream()
        .filter(e -> e.kind() != Kind.RESERVED)
        .max(Comparator.comparingLong(Entry::kb))
        .ifPresent(
            e ->
                said.add(
                    words(
                        "The largest part of %s, %s, is %s: %s.",
                        ledger.what(), kb(ledger.totalKb()), translated(e.name()), kb(e.kb()))));
    said.add(unaccounted(ledger));
    ledger.swapUsedKb().stream()
        .filter(kb -> kb > 0)
        .forEach(kb -> said.add(words("%s more were swapped out.", kb(kb))));
    return said;
  }

  private static String unaccounted(Ledger ledger) {
    long kb = ledger.unaccountedKb();
    double percent = ledger.unaccountedPercent();
    if (kb < 0) {
      return words(
          "The lines name %s (%.1f %%) more than there is: memory moved meanwhile.",
          kb(-kb), -percent);
    }
    return words(
        percent > 5
            ? "%s (%.1f %%) no line of the report accounts for: pages that drivers, zram or other"
                + " parts of the kernel took without a counter."
            : "%s (%.1f %%) no line of the report accounts for.",
        kb(kb),
        percent);
  }

  private List<String> doubts() {
    Replay replay = explanation.replay();
    List<String> doubts = new ArrayList<>();
    report.problems().stream()
        .limit(MOST_PROBLEMS)
        .forEach(p -> doubts.add(words("Line %d: %s.", p.line(), clause(p.what()))));
    if (report.problems().size() > MOST_PROBLEMS) {
      doubts.add(words("%d more problems.", report.problems().size() - MOST_PROBLEMS));
    }
    int unread = report.unread().size();
    if (unread > 0) {
      doubts.add(
          words(
              unread == 1
                  ? "%d line of the report was not understood, the first is line %d."
                  : "%d lines of the report were not understood, the first is line %d.",
              unread,
              report.unread().get(0).number()));
    }
    if (report.pageSizeKb().isEmpty() && !report.tasks().isEmpty()) {
      doubts.add(words("The page size is not told; 4 kB is assumed."));
    }
    List<Candidate> candidates = replay.ranking().map(Ranking::candidates).orElse(List.of());
    if (!replay.alternatives().isEmpty() && replay.ranking().isPresent()) {
      doubts.add(
          words(
              "Which release's rules applied is judged by the columns and the release that the"
                  + " report names; %s would fit its form as well.",
              Wording.list(replay.alternatives().stream().map(Formula::releases).toList())));
    }
    if (replay.formula().sparesRoot() && candidates.stream().anyMatch(Candidate::root)) {
      doubts.add(
          words(
              "Processes of uid 0 are taken to have CAP_SYS_ADMIN, which is what was spared; the"
                  + " table does not show it."));
    }
    if (report.lines().stream().filter(Story::isCut).count() > 1) {
      doubts.add(
          words(
              "Lines end in >: a pager cut them. journalctl --no-pager, or less without -S, shows"
                  + " them whole."));
    }
    if (report.lines().stream().anyMatch(l -> l.kind() == LineKind.FOREIGN)) {
      doubts.add(
          words("Lines that are not of the report stand between its own; they were left out."));
    }
    return doubts;
  }

  /**
   * What a pager cut ends with a sign that a tag of the call trace, such as {@code <TASK>}, has.
   */
  private static boolean isCut(OomReport.Line line) {
    return line.text().endsWith(">") && !line.text().contains("<");
  }
}
