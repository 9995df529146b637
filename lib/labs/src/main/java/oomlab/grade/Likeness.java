package oomlab.grade;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;

/**
 * Pairs of answers that are alike beyond what was handed out and what half of the class wrote: a
 * hint for a person who reads both, no score and no remark. Each answer is compared with the
 * others' answers to it, and all that a student wrote with all that another did. Short texts are
 * not compared, for honest ones are alike, too.
 */
public final class Likeness {
  /**
   * Texts with fewer tokens of the student's own are not compared: code, and words of prose. Of
   * answers drawn from the ways to solve a task, in classes of 10 to 300, pairs above {@link #CODE}
   * share were none to two a class with 420 tokens, and hundreds with 170; of prose with 70 words
   * there were none above {@link #PROSE} share, and hundreds with 27. LikenessTest draws them anew.
   */
  static final int CODE_TOKENS = 400;

  static final int PROSE_TOKENS = 60;

  /** Least share, 0 to 1. */
  static final double CODE = 0.85;

  static final double PROSE = 0.55;

  private final Set<Long> handedOut = new HashSet<>();
  private final Map<String, List<StudentText>> questions = new LinkedHashMap<>();

  /** Begins with what the students were given, which is nobody's. */
  public Likeness(Assignment assignment) {
    this(assignment.released().cells());
  }

  Likeness(Collection<Cell> given) {
    for (Cell cell : given) {
      for (long run : Winnowing.runs(AnswerTokens.of(cell.type(), cell.source()))) {
        handedOut.add(run);
      }
    }
  }

  /** Takes a submission's notebook as it ran. */
  public void add(String submission, Notebook executed) {
    StudentText.of(submission, executed, handedOut).forEach(this::add);
  }

  /** Takes a submission's cells for one question. */
  void add(String submission, String question, List<Cell> cells) {
    add(StudentText.of(submission, question, cells, handedOut));
  }

  private void add(StudentText text) {
    if (text.tokens() >= (text.prose() ? PROSE_TOKENS : CODE_TOKENS)) {
      questions.computeIfAbsent(text.question(), id -> new ArrayList<>()).add(text);
    }
  }

  /**
   * Two answers to a question.
   *
   * @param share how much of what is rare in one is in the other, too, 0 to 1; of the one in which
   *     that is more
   * @param tokens how many tokens the common fingerprints cover, where they are fewer
   * @param common the fingerprints that both have and less than half of the class
   */
  record Pair(StudentText one, StudentText other, double share, int tokens, Set<Long> common) {
    /** Keeps its own set. */
    Pair {
      common = Set.copyOf(common);
    }
  }

  /** Returns the pairs worth a look, as a table and a page. */
  public LikenessPage page() {
    return new LikenessPage(pairs());
  }

  /** Returns the pairs worth a look, what is most alike first. */
  List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    questions.values().forEach(answers -> pairs.addAll(new Question(answers).pairs()));
    pairs.sort(
        Comparator.comparingDouble(Pair::share)
            .thenComparingInt(Pair::tokens)
            .reversed()
            .thenComparing(pair -> pair.one().submission())
            .thenComparing(pair -> pair.other().submission())
            .thenComparing(pair -> pair.one().question()));
    return pairs;
  }

  /** The answers to one question. A fingerprint counts as many bits as it is rare among them. */
  private static final class Question {
    /** In a class of a few, what two share is not common yet. */
    private static final int FEW = 8;

    private final List<StudentText> answers;
    private final Map<Long, List<Integer>> owners = new HashMap<>();
    private final double[] own;
    private final float[][] shared;

    Question(List<StudentText> answers) {
      this.answers = answers;
      int n = answers.size();
      own = new double[n];
      shared = new float[n][];
      for (int i = 0; i < n; i++) {
        shared[i] = new float[i];
        for (long print : answers.get(i).prints().keySet()) {
          owners.computeIfAbsent(print, hash -> new ArrayList<>()).add(i);
        }
      }
      owners.values().removeIf(all -> 2 * all.size() > Math.max(FEW, n));
      for (List<Integer> all : owners.values()) {
        count(all, Math.log((double) Math.max(FEW, n) / Math.max(2, all.size())));
      }
    }

    private void count(List<Integer> all, double rarity) {
      for (int i = 0; i < all.size(); i++) {
        own[all.get(i)] += rarity;
        for (int j = 0; j < i; j++) {
          shared[all.get(i)][all.get(j)] += (float) rarity;
        }
      }
    }

    List<Pair> pairs() {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        for (int j = 0; j < i; j++) {
          double share = shared[i][j] / Math.min(own[i], own[j]);
          if (share >= least(answers.get(i), answers.get(j), PROSE, CODE)) {
            Pair pair = pair(answers.get(j), answers.get(i), Math.min(1, share));
            double tokens = least(pair.one(), pair.other(), PROSE_TOKENS, CODE_TOKENS);
            if (2 * pair.tokens() >= tokens) {
              pairs.add(pair);
            }
          }
        }
      }
      return pairs;
    }

    private static double least(StudentText one, StudentText other, double prose, double code) {
      return one.prose() && other.prose() ? prose : code;
    }

    private Pair pair(StudentText one, StudentText other, double share) {
      Set<Long> common = new HashSet<>(one.prints().keySet());
      common.retainAll(other.prints().keySet());
      common.retainAll(owners.keySet());
      int tokens = Math.min(one.covered(common), other.covered(common));
      return new Pair(one, other, share, tokens, common);
    }
  }
}
