package oomlab.grade;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The written answers of a class on one page, question by question: {@code manual.html}. */
public final class ManualPage {
  private ManualPage() {}

  /**
   * A written answer.
   *
   * @param submission whose it is, or what the page says in the place of a name
   * @param text as the student wrote it, code or Markdown
   * @param context what is to be seen beside it where it is marked
   */
  public record Answer(
      String submission, String gradeId, double max, String text, AnswerContext context) {
    /** Makes one that stands alone. */
    public Answer(String submission, String gradeId, double max, String text) {
      this(submission, gradeId, max, text, AnswerContext.NONE);
    }
  }

  /** Returns the page; all that a student wrote is text in it. */
  public static String html(String title, List<Answer> answers) {
    Map<String, List<Answer>> questions = new LinkedHashMap<>();
    for (Answer answer : answers) {
      questions.computeIfAbsent(answer.gradeId(), id -> new ArrayList<>()).add(answer);
    }
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        :root { color-scheme: light dark; }
        body { margin: 0 auto; max-width: 80rem; padding: 0 1rem 2rem; font: 1rem/1.5 system-ui, sans-serif; }
        .answers { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%%), 1fr)); gap: 1rem; }
        article { border: 1px solid #8888; border-radius: 4px; padding: 0 1rem 1rem; min-width: 0; }
        h3 { overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font-size: 0.875rem; }
        </style>
        </head>
        <body>
        <h1>%s</h1>
        <p>%d answers. Mark them with <code>./oomlab mark</code>, or write scores and comments in %s.</p>
        """
            .formatted(
                HtmlText.escaped(title),
                HtmlText.escaped(title),
                answers.size(),
                ManualPoints.FILE));
    questions.forEach(
        (id, all) -> {
          page.append(
              "<h2>%s (%s points)</h2>\n<div class=\"answers\">\n"
                  .formatted(HtmlText.escaped(id), CsvFile.number(all.get(0).max())));
          for (Answer answer : all) {
            page.append(
                "<article>\n<h3>%s</h3>\n<pre>%s</pre>\n</article>\n"
                    .formatted(
                        HtmlText.escaped(answer.submission()),
                        HtmlText.escaped(HtmlText.cut(answer.text()))));
          }
          page.append("</div>\n");
        });
    return page.append("</body>\n</html>\n").toString();
  }
}
