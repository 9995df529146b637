package oomlab.notebook;

import java.util.List;
import oomlab.check.Evidence;
import oomlab.check.Judgement;
import oomlab.check.Question;

/** Shows what came of an answer, and folded below it two hints and the solution. */
final class CheckView {
  private static final String GOOD = "rgba(46,160,67,.9)";
  private static final String BAD = "rgba(219,68,68,.9)";
  private static final String MISSING = "rgba(128,128,128,.7)";

  private CheckView() {}

  static Bundle of(Question<?> question, Object data, Judgement judgement) {
    StringBuilder html = new StringBuilder();
    html.append("<div style=\"border-left:4px solid ").append(colour(judgement.grade()));
    html.append(";padding:1px 0 1px 10px;margin:4px 0\">\n");
    html.append(Html.strong(heading(judgement)));
    html.append(Html.paragraph(judgement.because()));
    html.append(lines(judgement.evidence()));
    if (judgement.grade() != Judgement.Grade.GOOD) {
      html.append(help(question, data));
    }
    return Bundle.html(html.append("</div>\n").toString(), judgement.toString());
  }

  /** Returns one hint, or the solution after the last of them. */
  static Bundle hint(Question<?> question, Object data, int number) {
    List<String> hints = question.hints(data);
    String text =
        number < hints.size()
            ? "Hint %d of %d: %s".formatted(number + 1, hints.size(), hints.get(number))
            : "Solution: " + question.solution(data);
    return Bundle.html(Html.paragraph(text), text);
  }

  private static String heading(Judgement judgement) {
    String said = judgement.said().isEmpty() ? "" : ": " + judgement.said();
    return judgement.grade()
        + " "
        + judgement.id()
        + said
        + judgement.misconception().map(name -> " (" + name + ")").orElse("");
  }

  private static String lines(List<Evidence> evidence) {
    return evidence.isEmpty()
        ? ""
        : Html.lines(
            evidence.stream()
                .map(e -> new Html.Meaning(e.line().orElse(0), e.text(), "", false))
                .toList());
  }

  /** One inside the other: whoever opens the first hint need not see the second. */
  private static String help(Question<?> question, Object data) {
    String inner = Html.folded("Solution", Html.paragraph(question.solution(data)));
    List<String> hints = question.hints(data);
    for (int i = hints.size() - 1; i >= 0; i--) {
      inner = Html.folded(i == 0 ? "A hint" : "Another hint", Html.paragraph(hints.get(i)) + inner);
    }
    return inner;
  }

  private static String colour(Judgement.Grade grade) {
    return switch (grade) {
      case GOOD -> GOOD;
      case BAD -> BAD;
      case MISSING -> MISSING;
    };
  }
}
