package oomlab.grade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Statistics of a class, question by question. Submissions without marks do not count, nor do
 * answers that still wait for a person.
 *
 * @param questions in the assignment's order
 * @param histogram how many submissions have a total in each tenth of the maximum; the maximum
 *     itself counts to the last
 */
public record Statistics(List<Question> questions, List<Integer> histogram) {
  private static final int MESSAGES = 3;

  /** Keeps its own lists. */
  public Statistics {
    questions = List.copyOf(questions);
    histogram = List.copyOf(histogram);
  }

  /**
   * A cell that gives points.
   *
   * @param n submissions that have a score
   * @param full share of them, 0 to 1, with all points
   * @param zero share with none
   * @param missing share without the cell, or with its answer untouched
   * @param deviation standard deviation of the scores, of two or more
   * @param discrimination correlation of the score with the sum of the other scores, -1 to 1; empty
   *     where one of them is the same for all
   * @param messages the most frequent reasons for lost points, most frequent first
   */
  public record Question(
      String gradeId,
      int n,
      double max,
      double mean,
      double median,
      double full,
      double zero,
      double missing,
      OptionalDouble deviation,
      OptionalDouble discrimination,
      List<Message> messages) {}

  /** A reason for lost points and how many submissions have it. */
  public record Message(String text, int count) {}

  private record Scored(CellScore cellScore, double rest) {}

  /** Counts a gradebook. */
  public static Statistics of(Gradebook book) {
    List<GradedSubmission> graded =
        book.graded().stream().filter(GradedSubmission::graded).toList();
    List<Question> questions = new ArrayList<>();
    for (String id : book.gradeIds()) {
      List<Scored> scored = new ArrayList<>();
      double max = 0;
      for (GradedSubmission one : graded) {
        for (CellScore each : one.marks()) {
          max = each.gradeId().equals(id) ? Math.max(max, each.max()) : max;
        }
        one.marks().stream()
            .filter(
                cellScore ->
                    cellScore.gradeId().equals(id)
                        && (!cellScore.needsManual() || missing(cellScore)))
            .findFirst()
            .ifPresent(
                cellScore -> scored.add(new Scored(cellScore, one.total() - cellScore.score())));
      }
      questions.add(question(id, max, scored));
    }
    int[] tenths = new int[10];
    for (GradedSubmission one : graded) {
      tenths[one.max() == 0 ? 0 : (int) Math.min(9, 10 * one.total() / one.max())]++;
    }
    return new Statistics(questions, Arrays.stream(tenths).boxed().toList());
  }

  private static boolean missing(CellScore cellScore) {
    return cellScore.comment().equals(Scoring.MISSING)
        || cellScore.comment().equals(Scoring.NO_RESPONSE);
  }

  private static Question question(String id, double max, List<Scored> scored) {
    int n = scored.size();
    double[] scores = scored.stream().mapToDouble(s -> s.cellScore().score()).toArray();
    double[] rests = scored.stream().mapToDouble(Scored::rest).toArray();
    double mean = mean(scores);
    double squares = products(scores, scores);
    double spread = Math.sqrt(squares * products(rests, rests));
    return new Question(
        id,
        n,
        max,
        mean,
        median(scores),
        share(scored, cellScore -> cellScore.score() == cellScore.max()),
        share(scored, cellScore -> cellScore.score() == 0 && cellScore.max() > 0),
        share(scored, Statistics::missing),
        n < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (n - 1))),
        spread < 1e-9
            ? OptionalDouble.empty()
            : OptionalDouble.of(products(scores, rests) / spread),
        messages(scored));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Returns the sum of the products of two lists' distances from their means. */
  private static double products(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum;
  }

  private static double share(List<Scored> scored, Predicate<CellScore> what) {
    return scored.isEmpty()
        ? 0
        : (double) scored.stream().filter(s -> what.test(s.cellScore())).count() / scored.size();
  }

  /** Sentences that differ in numbers alone count as one, in their most frequent wording. */
  private static List<Message> messages(List<Scored> scored) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    for (Scored one : scored) {
      CellScore cellScore = one.cellScore();
      if (cellScore.kind() == CellScore.Kind.TESTS
          && cellScore.score() < cellScore.max()
          && !missing(cellScore)) {
        String comment = cellScore.comment();
        String shape = comment.isEmpty() ? part(cellScore) : comment.replaceAll("\\d+", "0");
        counts
            .computeIfAbsent(shape, key -> new LinkedHashMap<>())
            .merge(comment.isEmpty() ? shape : comment, 1, Integer::sum);
      }
    }
    return counts.values().stream()
        .map(wordings -> new Message(most(wordings), sum(wordings)))
        .sorted(Comparator.comparingInt(Message::count).reversed())
        .limit(MESSAGES)
        .toList();
  }

  /** Who fails the same part of a test has the same part of the points. */
  private static String part(CellScore cellScore) {
    return "partial: %s of %s points"
        .formatted(CsvFile.rounded(cellScore.score()), CsvFile.rounded(cellScore.max()));
  }

  private static String most(Map<String, Integer> wordings) {
    return Collections.max(wordings.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static int sum(Map<String, Integer> wordings) {
    return wordings.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns {@code statistics.csv}: a row a question; rounded to three places. */
  public String csv() {
    StringBuilder csv = new StringBuilder();
    List<String> header = new ArrayList<>();
    header.addAll(List.of("grade_id", "n", "max_score", "mean", "median", "full", "zero"));
    header.addAll(List.of("missing", "deviation", "discrimination"));
    for (int i = 1; i <= MESSAGES; i++) {
      header.addAll(List.of("message_" + i, "count_" + i));
    }
    csv.append(CsvFile.row(header));
    for (Question q : questions) {
      List<String> row = new ArrayList<>(List.of(CsvFile.text(q.gradeId()), String.valueOf(q.n())));
      row.add(CsvFile.rounded(q.max()));
      for (double value : new double[] {q.mean(), q.median(), q.full(), q.zero(), q.missing()}) {
        row.add(q.n() == 0 ? "" : CsvFile.rounded(value));
      }
      row.add(q.deviation().isPresent() ? CsvFile.rounded(q.deviation().getAsDouble()) : "");
      row.add(
          q.discrimination().isPresent() ? CsvFile.rounded(q.discrimination().getAsDouble()) : "");
      for (int i = 0; i < MESSAGES; i++) {
        boolean there = i < q.messages().size();
        row.add(there ? CsvFile.text(q.messages().get(i).text()) : "");
        row.add(there ? String.valueOf(q.messages().get(i).count()) : "");
      }
      csv.append(CsvFile.row(row));
    }
    return csv.toString();
  }
}
