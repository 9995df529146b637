package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.internal.text.Words;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Task;

/**
 * What a report means: the choice recomputed, the failed request, where the memory was, who asked.
 *
 * @param report the report
 * @param replay the kernel's choice, recomputed and compared
 * @param request what was asked for and why there was none
 * @param ledger where the memory was; empty when the report does not print it
 * @param trigger the process that asked
 */
public record Explanation(
    OomReport report,
    Replay replay,
    Request request,
    Optional<Ledger> ledger,
    TriggerProcess trigger) {

  /**
   * What was asked for, and why there was none of it.
   *
   * @param pages pages in a row; empty for sysrq-f, which asks for none, and where it is not
   *     printed
   * @param highestZone the highest zone type that it may use; empty where mask or zones are missing
   * @param zones every printed zone with its check, in the report's order; empty for a memory
   *     cgroup
   * @param why in sentences, the most important first
   */
  public record Request(
      OptionalInt pages, Optional<String> highestZone, List<ZoneCheck> zones, List<String> why) {
    /** Makes the lists unmodifiable. */
    public Request {
      zones = List.copyOf(zones);
      why = List.copyOf(why);
    }
  }

  /**
   * The process whose thread asked for memory. The report names the thread, the table lists
   * processes, and nothing in it ties the two together; so this says how sure it is.
   *
   * @param thread the trigger's pid: a thread
   * @param process the row of its process
   * @param certain whether the report leaves no other reading
   * @param why how it was found, or why it was not
   */
  public record TriggerProcess(
      OptionalInt thread, Optional<Task> process, boolean certain, String why) {}

  /**
   * Who would have died if something had been otherwise, by the rules of the report's own kernel.
   *
   * @param changes what is otherwise
   * @param struck whether memory would have run out at this moment all the same
   * @param victims who would have been killed, the chosen one first; empty when nobody or when it
   *     cannot be told. If memory would not have run out at this moment: whom it would have hit had
   *     it run out later. With more memory or swap that depends on who fills it, which a report
   *     does not tell: then it is one only if it is the same whoever grows
   * @param why in a sentence or two
   */
  public record WhatIf(List<Change> changes, Struck struck, List<Task> victims, String why) {
    /** Makes the lists unmodifiable. */
    public WhatIf {
      changes = List.copyOf(changes);
      victims = List.copyOf(victims);
    }

    /** Returns the changes in words. */
    public String words() {
      return Wording.list(changes.stream().map(Change::words).toList());
    }

    @Override
    public String toString() {
      return Words.words("If %s: %s", words(), why);
    }
  }

  /** Whether the OOM killer would have been called. */
  public enum Struck {
    /** It would. */
    YES(
        Words.later("at this moment all the same"),
        Words.later("Memory would have run out at this moment all the same.")),
    /** There would have been memory for this request. */
    NOT_YET(
        Words.later("not at this moment"),
        Words.later("Memory would not have run out at this moment.")),
    /** The report does not tell. */
    UNKNOWN(
        Words.later("cannot be told"),
        Words.later("Whether memory would have run out cannot be told."));

    private final String words;
    private final String sentence;

    Struck(String words, String sentence) {
      this.words = words;
      this.sentence = sentence;
    }

    /** Returns it in words. */
    public String words() {
      return Words.words(words);
    }

    /** Returns it in a sentence. */
    public String sentence() {
      return Words.words(sentence);
    }
  }

  /**
   * The questions of a reader, in the order in which they come up: what happened and what to do
   * about it, then the proof.
   */
  public enum Question {
    /** What happened? */
    WHAT(Words.later("What happened")),
    /** Who died? */
    WHO(Words.later("Who died")),
    /** Who has it? */
    HOLDERS(Words.later("Who holds the memory")),
    /** What does an administrator do next? */
    ADVICE(Words.later("What to do")),
    /** Why that process? */
    WHY_IT(Words.later("Why that one")),
    /** Why was there no memory? */
    WHY_AT_ALL(Words.later("Why there was no memory")),
    /** Where was it? */
    WHERE(Words.later("Where the memory was")),
    /** What would have changed it? */
    OTHERWISE(Words.later("What would have changed it")),
    /** What is not certain? */
    UNCERTAIN(Words.later("What is uncertain"));

    private final String heading;

    Question(String heading) {
      this.heading = heading;
    }

    /** Returns it as a heading. */
    public String heading() {
      return Words.words(heading);
    }
  }

  /** The sentences that answer one question. */
  public record Answer(Question question, List<String> sentences) {
    /** Makes the list unmodifiable. */
    public Answer {
      sentences = List.copyOf(sentences);
    }
  }

  /** Explains a report by itself. */
  public static Explanation of(OomReport report) {
    return of(report, Set.of());
  }

  /**
   * Explains a report of a longer log.
   *
   * @param gone pids that earlier reports of the same log killed
   */
  public static Explanation of(OomReport report, Set<Integer> gone) {
    return new Explanation(
        report,
        Replay.of(report, gone),
        new Watermarks(report).request(),
        Ledger.of(report),
        TriggerSearch.of(report));
  }

  /** Tells it in plain language; questions that the report does not answer are left out. */
  public List<Answer> story() {
    return Story.of(this);
  }

  /**
   * Says who would have died if something had been otherwise.
   *
   * @throws IllegalArgumentException if the report has nothing that could be otherwise in this way;
   *     the message says what is missing
   */
  public WhatIf whatIf(Change... changes) {
    return new ChangedReport(this, List.of(changes)).replay();
  }

  /** Returns what would have changed the outcome: the questions that a reader asks first. */
  public List<WhatIf> whatWouldHaveChanged() {
    if (replay.ranking().isEmpty()) {
      return List.of();
    }
    List<WhatIf> all = new ArrayList<>();
    Ranking ranking = replay.ranking().get();
    Optional<Candidate> chosen =
        replay.printedPid().isPresent()
            ? ranking.of(replay.printedPid().getAsInt())
            : ranking.first();
    ranking
        .first()
        .filter(first -> chosen.equals(Optional.of(first)))
        .ifPresent(
            first -> {
              int pid = first.task().pid();
              all.add(whatIf(new Change.Adj(pid, sparingAdj(first))));
              if (ranking.candidates().stream().anyMatch(c -> c.rank().orElse(0) == 2)) {
                all.add(whatIf(new Change.Remove(pid)));
              }
            });
    boolean memcg = report.scope() == Scope.MEMCG;
    all.add(whatIf(memcg ? new Change.KillGroup() : new Change.KillAllocatingTask()));
    return all;
  }

  /** Returns the highest oom_score_adj, below its own, at which another process is chosen. */
  private int sparingAdj(Candidate first) {
    int pid = first.task().pid();
    int spares = Rules.NEVER;
    // A damaged row may hold any number.
    int kills = Math.max(-999, Math.min(first.adj(), 1000));
    while (kills - spares > 1) {
      int middle = spares + (kills - spares) / 2;
      if (whatIf(new Change.Adj(pid, middle)).victims().stream().anyMatch(t -> t.pid() == pid)) {
        kills = middle;
      } else {
        spares = middle;
      }
    }
    return spares;
  }
}
