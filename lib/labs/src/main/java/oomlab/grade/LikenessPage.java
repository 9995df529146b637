package oomlab.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import oomlab.grade.Likeness.Pair;

/** Pairs of answers that are alike, for the instructor: a table of all, and the texts of some. */
public final class LikenessPage {
  private static final int PAIRS = 50;

  private final List<Pair> pairs;

  LikenessPage(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  /** Returns how many pairs there are. */
  public int size() {
    return pairs.size();
  }

  /**
   * Returns {@code likeness.csv}: a row a pair, the most alike first; {@code tokens} is how many
   * the two have in common.
   */
  public String csv() {
    StringBuilder csv =
        new StringBuilder(
            CsvFile.row(List.of("submission", "other", "grade_id", "likeness", "tokens")));
    for (Pair pair : pairs) {
      csv.append(
          CsvFile.row(
              List.of(
                  CsvFile.text(pair.one().submission()),
                  CsvFile.text(pair.other().submission()),
                  CsvFile.text(pair.one().question()),
                  CsvFile.rounded(pair.share()),
                  String.valueOf(pair.tokens()))));
    }
    return csv.toString();
  }

  /** Returns {@code likeness.html}; all that a student wrote is text in it. */
  public String html(String title) {
    List<String> articles = new ArrayList<>();
    pairs.stream().limit(PAIRS).forEach(pair -> articles.add(article(pair)));
    String more = pairs.size() > PAIRS ? " The first %d are here.".formatted(PAIRS) : "";
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s: likeness</title>
        <style>
        :root { color-scheme: light dark; }
        body { margin: 0 auto; max-width: 100rem; padding: 0 1rem 2rem; font: 1rem/1.5 system-ui, sans-serif; }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
        .pair > div { min-width: 0; }
        h2, h3 { overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.875rem; border: 1px solid #8888; border-radius: 4px; padding: 0.5rem; }
        mark { background: #ffd54a80; color: inherit; }
        </style>
        </head>
        <body>
        <h1>%1$s: answers that are alike</h1>
        <p>%2$d pairs, compared without names, numbers, comments and what was handed out.%3$s What both have and
        less than half of the class is marked. This is a hint to read both: students who work alone can be alike,
        and a copy can look different. It changes no points.</p>
        %4$s</body>
        </html>
        """
        .formatted(HtmlText.escaped(title), pairs.size(), more, String.join("", articles));
  }

  private static String article(Pair pair) {
    return """
        <section>
        <h2>%s: %d %% alike, %d tokens</h2>
        <div class="pair">
        %s%s</div>
        </section>
        """
        .formatted(
            HtmlText.escaped(pair.one().question()),
            Math.round(100 * pair.share()),
            pair.tokens(),
            side(pair.one(), pair.common()),
            side(pair.other(), pair.common()));
  }

  private static String side(StudentText text, Set<Long> common) {
    return "<div>\n<h3>%s</h3>\n<pre>%s</pre>\n</div>\n"
        .formatted(
            HtmlText.escaped(text.submission()),
            HtmlText.marked(HtmlText.cut(text.text()), text.characters(common)));
  }
}
