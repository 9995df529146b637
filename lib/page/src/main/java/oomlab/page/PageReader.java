package oomlab.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Formula;
import oomlab.explain.Replay.Ranking;
import oomlab.internal.explain.EarlierVictims;
import oomlab.internal.explain.WhatIfWords;
import oomlab.internal.json.ExplainJson;
import oomlab.internal.json.JsonText;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.teavm.jso.JSExport;

/**
 * What the page's script calls: reads a log line by line, and explains its reports. This class and
 * all that it reaches is compiled to JavaScript; {@code worker.js} has the other side.
 *
 * <p>Its functions take and give what both languages have: texts, whole numbers and JSON. Reports
 * are counted from 0 over all logs since the last {@link #clear}.
 */
public final class PageReader {
  private static PageReader current = new PageReader("", List.of(), Set.of());
  private static final List<Explanation> EXPLAINED = new ArrayList<>();
  private static final List<String> JSON = new ArrayList<>();

  private final OomReports.Reader reader = OomReports.reader(this::take);
  private final EarlierVictims before = new EarlierVictims();
  private final String file;
  private final List<List<Change>> questions;
  private final Set<Integer> wanted;

  private PageReader(String file, List<List<Change>> questions, Set<Integer> wanted) {
    this.file = file;
    this.questions = questions;
    this.wanted = wanted;
  }

  /**
   * Speaks another language from now on.
   *
   * @param language its tag
   * @param po the translations, as the library's PO files have them
   */
  @JSExport
  public static void speak(String language, String po) {
    Language other =
        Stream.of(Language.values())
            .filter(l -> l.tag().equals(language))
            .findFirst()
            .orElseThrow();
    Words.use(Catalog.of(other, po));
  }

  /** Returns what every line that may begin a report has one of, one a line. */
  @JSExport
  public static String markers() {
    return String.join("\n", OomReports.Reader.MARKERS);
  }

  /** Returns how many lines before one with a marker have to be read as well. */
  @JSExport
  public static int contextLines() {
    return OomReports.Reader.CONTEXT_LINES;
  }

  /** Forgets all reports. */
  @JSExport
  public static void clear() {
    EXPLAINED.clear();
    JSON.clear();
  }

  /**
   * Begins a log.
   *
   * @param file its name, {@code -} for one without
   * @param questions what-if questions as {@link WhatIfWords} reads them, one a line
   * @param wanted the first lines of the reports to explain, one a line; none for all
   */
  @JSExport
  public static void begin(String file, String questions, String wanted) {
    Set<Integer> numbers = new HashSet<>();
    words(wanted).forEach(number -> numbers.add(Integer.parseInt(number)));
    current =
        new PageReader(file, words(questions).stream().map(WhatIfWords::parse).toList(), numbers);
  }

  private static List<String> words(String lines) {
    return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
  }

  /** Whether {@link #skip} may be called. */
  @JSExport
  public static boolean idle() {
    return current.reader.idle();
  }

  /** Counts lines that are not given. */
  @JSExport
  public static void skip(int lines) {
    current.reader.skip(lines);
  }

  /** Takes the next line, without its line end. */
  @JSExport
  public static void line(String text) {
    current.reader.line(text);
  }

  /** Ends the log. */
  @JSExport
  public static void finish() {
    current.reader.finish();
  }

  /** Returns how many reports are explained. */
  @JSExport
  public static int reports() {
    return JSON.size();
  }

  /** Returns a report as it stands in the JSON of {@code ./oomlab explain --json}. */
  @JSExport
  public static String report(int number) {
    return JSON.get(number);
  }

  /** Returns every line of a report as JSON: its number, its kind in lower case, its text. */
  @JSExport
  public static String lines(int number) {
    List<Object> lines = new ArrayList<>();
    for (OomReport.Line line : EXPLAINED.get(number).report().lines()) {
      lines.add(List.of(line.number(), line.kind().name().toLowerCase(Locale.ROOT), line.text()));
    }
    return JsonText.of(lines);
  }

  /**
   * Answers a what-if question, as JSON with the fields of {@code whatIf}; for another {@code
   * oom_score_adj} also the {@code points} and the {@code score} that the process would have; of
   * words that are no question only {@code why}.
   *
   * @param words what {@link WhatIfWords} reads
   */
  @JSExport
  public static String whatIf(int number, String words) {
    Explanation explanation = EXPLAINED.get(number);
    List<Change> changes;
    try {
      changes = WhatIfWords.parse(words);
    } catch (IllegalArgumentException e) {
      return JsonText.of(Map.of("why", String.valueOf(e.getMessage())));
    }
    Map<String, Object> out = new LinkedHashMap<>(ExplainJson.whatIf(answer(explanation, changes)));
    if (changes.get(0) instanceof Change.Adj adj) {
      explanation.replay().ranking().ifPresent(ranking -> weigh(ranking, adj, out));
    }
    return JsonText.of(out);
  }

  private static void weigh(Ranking ranking, Change.Adj adj, Map<String, Object> out) {
    if (adj.oomScoreAdj() == -1000) {
      return;
    }
    ranking
        .of(adj.pid())
        .ifPresent(
            c -> {
              Formula formula = ranking.formula();
              long total = ranking.totalPages();
              long points = formula.points(c.pages(), adj.oomScoreAdj(), c.root(), total);
              out.put("points", points);
              out.put("score", formula.score(points, total));
            });
  }

  private static WhatIf answer(Explanation explanation, List<Change> changes) {
    try {
      return explanation.whatIf(changes.toArray(Change[]::new));
    } catch (IllegalArgumentException cannot) {
      return WhatIfWords.unanswered(changes, cannot);
    }
  }

  private void take(OomReport report) {
    if (!wanted.isEmpty() && !wanted.contains(report.firstLine())) {
      return;
    }
    Explanation explanation = before.explain(report, file);
    List<WhatIf> asked = questions.stream().map(q -> answer(explanation, q)).toList();
    EXPLAINED.add(explanation);
    JSON.add(JsonText.of(ExplainJson.of(explanation, file, asked), 2));
  }
}
