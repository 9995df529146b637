package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Locale;
import oomlab.check.EvidenceLine;
import oomlab.check.Judgement;
import oomlab.check.Question;

/** Shows the judgement of an answer, and folded below it two hints and the solution. */
final class CheckView {
  private CheckView() {}

  static MimeBundle of(Question<?> question, Object data, Judgement judgement) {
    StringBuilder html = new StringBuilder();
    html.append("<div style=\"border-left:4px solid ").append(colour(judgement.grade(), .9));
    html.append(";padding:2px 0 2px 10px;margin:6px 0\">\n");
    html.append(heading(judgement));
    html.append(Html.paragraph(because(judgement)));
    html.append(lines(judgement.evidence()));
    if (judgement.grade() != Judgement.Grade.GOOD) {
      html.append(help(question, data));
    }
    return MimeBundle.html(html.append("</div>\n").toString(), judgement.toString());
  }

  /** Returns one hint, or the solution after the last of them. */
  static MimeBundle hint(Question<?> question, Object data, int number) {
    List<String> hints = question.hints(data);
    String text =
        number < hints.size()
            ? words("Hint %d of %d: %s", number + 1, hints.size(), hints.get(number))
            : words("Solution: %s", question.solution(data));
    return MimeBundle.html(Html.paragraph(text), text);
  }

  /** Returns a grade as a word on its colour. */
  static String badge(Judgement.Grade grade) {
    return "<strong style=\"background:%s;padding:1px 7px;border-radius:3px\">%s</strong>"
        .formatted(colour(grade, .28), grade);
  }

  /** The grade, the mistake by its name, the answer, and the question's name to look it up by. */
  private static String heading(Judgement judgement) {
    StringBuilder out = new StringBuilder(badge(judgement.grade()));
    if (!judgement.said().isEmpty()) {
      String said = Html.escape(judgement.said());
      out.append(' ');
      out.append(
          judgement
              .misconception()
              .map(name -> "<strong>" + Html.escape(name) + "</strong>")
              .map(name -> words("%s, you said %s", name, said))
              .orElseGet(() -> words("you said %s", said)));
    }
    out.append(" <span style=\"opacity:.75\">").append(Html.escape(judgement.id()));
    return Html.phrase(out.append("</span>").toString());
  }

  /** What is missing is a clause behind the question's name in the plain form. */
  private static String because(Judgement judgement) {
    String text = judgement.because();
    return judgement.grade() == Judgement.Grade.MISSING
        ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
        : text;
  }

  private static String lines(List<EvidenceLine> evidence) {
    return evidence.isEmpty()
        ? ""
        : Html.lines(
            evidence.stream()
                .map(e -> new Html.Meaning(e.line().orElse(0), e.text(), "", false))
                .toList());
  }

  /** One inside the other: whoever opens the first hint need not see the second. */
  private static String help(Question<?> question, Object data) {
    String inner = Html.folded(words("Solution"), Html.paragraph(question.solution(data)));
    List<String> hints = question.hints(data);
    for (int i = hints.size() - 1; i >= 0; i--) {
      inner =
          Html.folded(
              i == 0 ? words("A hint") : words("Another hint"),
              Html.paragraph(hints.get(i)) + inner);
    }
    return inner;
  }

  /** Half transparent, so that it is seen on a light page and on a dark one. */
  private static String colour(Judgement.Grade grade, double opacity) {
    String rgb =
        switch (grade) {
          case GOOD -> "46,160,67";
          case BAD -> "219,68,68";
          case MISSING -> "128,128,128";
        };
    return "rgba(%s,%s)".formatted(rgb, opacity);
  }
}
