package oomlab.grade;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oomlab.grade.AnswerTokens.Token;
import oomlab.grade.Winnowing.Fingerprint;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;

/**
 * What a student wrote for a question: the answer, and own cells up to the next answer.
 *
 * @param question the answer's or the task's name; empty for own cells before any
 * @param text the cells, a blank line between
 * @param prose whether most of it is prose, not code
 * @param tokens how many are the student's: not in a run that was handed out
 * @param prints where each fingerprint that was not handed out stands
 */
record StudentText(
    String submission,
    String question,
    String text,
    boolean prose,
    int tokens,
    Map<Long, List<Run>> prints) {
  /** What a text of all answers of a submission is called in the place of a question. */
  static final String ALL = "(all)";

  /** What is behind these is not looked at: no honest answers are as long. */
  private static final int TOKENS = 10_000;

  /**
   * Where a fingerprint stands.
   *
   * @param token the number of its first token
   * @param from its first character
   * @param to behind its last one
   */
  record Run(int token, int from, int to) {}

  /** Returns what a student wrote in a notebook as it ran: each answer, and all of them. */
  static List<StudentText> of(String submission, Notebook executed, Set<Long> handedOut) {
    Map<String, List<Cell>> questions = new LinkedHashMap<>();
    String question = "";
    for (Cell cell : executed.cells()) {
      boolean named = cell.kind() == Kind.ANSWER || cell.kind() == Kind.MANUAL;
      question = named || cell.kind() == Kind.TASK ? cell.gradeId() : question;
      if (ExecutedNotebook.isStudents(cell)) {
        questions.computeIfAbsent(question, id -> new ArrayList<>()).add(cell);
      }
    }
    List<StudentText> texts = new ArrayList<>();
    questions.forEach((id, cells) -> texts.add(of(submission, id, cells, handedOut)));
    if (questions.size() > 1) {
      List<Cell> all = questions.values().stream().flatMap(List::stream).toList();
      texts.add(of(submission, ALL, all, handedOut));
    }
    return texts;
  }

  /** Returns the text of these cells. */
  static StudentText of(String submission, String question, List<Cell> cells, Set<Long> handedOut) {
    StringBuilder text = new StringBuilder();
    Map<Long, List<Run>> prints = new HashMap<>();
    BitSet own = new BitSet();
    int before = 0;
    int proseTokens = 0;
    for (Cell cell : cells) {
      List<Token> tokens = AnswerTokens.of(cell.type(), cell.source());
      tokens = tokens.subList(0, Math.min(tokens.size(), TOKENS - before));
      long[] runs = Winnowing.runs(tokens);
      own.set(before, before + tokens.size());
      for (int i = 0; i < runs.length; i++) {
        if (handedOut.contains(runs[i])) {
          own.clear(before + i, before + i + Winnowing.RUN);
        }
      }
      for (Fingerprint each : Winnowing.fingerprints(runs, handedOut)) {
        int from = text.length() + tokens.get(each.at()).from();
        int to = text.length() + tokens.get(each.at() + Winnowing.RUN - 1).to();
        prints
            .computeIfAbsent(each.hash(), hash -> new ArrayList<>())
            .add(new Run(before + each.at(), from, to));
      }
      before += tokens.size();
      proseTokens += cell.type() == Cell.Type.CODE ? 0 : tokens.size();
      text.append(cell.source()).append("\n\n");
    }
    return new StudentText(
        submission,
        question,
        text.toString().stripTrailing(),
        2 * proseTokens > before,
        own.cardinality(),
        prints);
  }

  /** Returns how many tokens these fingerprints cover. */
  int covered(Set<Long> hashes) {
    BitSet covered = new BitSet();
    for (long hash : hashes) {
      for (Run run : prints.getOrDefault(hash, List.of())) {
        covered.set(run.token(), run.token() + Winnowing.RUN);
      }
    }
    return covered.cardinality();
  }

  /** Returns which characters these fingerprints cover. */
  BitSet characters(Set<Long> hashes) {
    BitSet covered = new BitSet();
    for (long hash : hashes) {
      prints.getOrDefault(hash, List.of()).forEach(run -> covered.set(run.from(), run.to()));
    }
    return covered;
  }
}
