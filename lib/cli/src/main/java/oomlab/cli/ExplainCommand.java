package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.WhatIf;
import oomlab.internal.explain.EarlierVictims;
import oomlab.internal.explain.WhatIfWords;
import oomlab.internal.json.ExplainJson;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code oomlab explain}: says in plain language what reports mean. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Explains oom-killer reports: what happened, who died, who holds the memory and what to do;"
          + " then the proof: why that one (recomputed and compared with the kernel's choice), why"
          + " there was no memory, where it was, what would have changed it, and what is uncertain.",
      "Exit status: 0 reports found, 1 none found, 2 the arguments are wrong."
    })
final class ExplainCommand extends LogCommand {
  @Option(
      names = "--json",
      description = "Print one JSON object with all reports, each with its explanation.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "OUT",
      description =
          "Write a page for a browser, which holds the reports, into the file OUT instead.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--what-if",
      paramLabel = "CHANGE",
      description = {
        "Say who would have died if something had been different; may be given several times. CHANGE"
            + " is one of "
            + WhatIfWords.HELP
            + "."
      })
  private List<String> questions = new ArrayList<>();

  private final List<List<Change>> changes = new ArrayList<>();
  private final Map<Integer, Optional<String>> refused = new TreeMap<>();
  private final EarlierVictims before = new EarlierVictims();

  ExplainCommand() {}

  ExplainCommand(OutputStream out, Clock clock) {
    super(out, clock);
  }

  @Override
  String name() {
    return "explain";
  }

  @Override
  Optional<Path> target() {
    return html;
  }

  @Override
  Optional<String> wrongOption() {
    try {
      questions.forEach(q -> changes.add(WhatIfWords.parse(q)));
    } catch (IllegalArgumentException e) {
      return Optional.of(words("--what-if: %s", e.getMessage()));
    }
    return html.filter(Files::isDirectory)
        .map(h -> words("%s is a directory; --html takes the name of a file", h));
  }

  @Override
  boolean isData() {
    return json;
  }

  @Override
  ReportOutput output() throws IOException {
    Optional<ReportOutput> page = Optional.empty();
    if (html.isPresent()) {
      page = Optional.of(page(new ExplainPage(html.get(), questions)));
    }
    if (json) {
      ReportOutput object = json();
      return page.map(object::and).orElse(object);
    }
    return page.orElseGet(this::text);
  }

  private ReportOutput text() {
    return new ReportOutput() {
      private String between = "";

      @Override
      public void add(int number, OomReport report, String file) throws IOException {
        Explanation e = before.explain(report, file);
        String text = between + ExplainText.of(e, named(file), asked(e));
        between = "\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }

      @Override
      public void finish() {}
    };
  }

  private ReportOutput json() throws IOException {
    ReportsJson object = ReportsJson.begin(out);
    return new ReportOutput() {
      @Override
      public void add(int number, OomReport report, String file) throws IOException {
        Explanation e = before.explain(report, file);
        object.add(ExplainJson.of(e, file, asked(e)));
      }

      @Override
      public void finish() throws IOException {
        object.close();
      }
    };
  }

  private ReportOutput page(ExplainPage page) {
    return new ReportOutput() {
      @Override
      public void add(int number, OomReport report, String file) throws IOException {
        Explanation e = before.explain(report, file);
        page.add(e, named(file), asked(e));
      }

      @Override
      public OomReports.Reader listen(OomReports.Reader reader, String file) {
        return page.listen(reader, file);
      }

      @Override
      public void finish() throws IOException {
        page.finish();
      }

      @Override
      public void close() throws IOException {
        page.close();
      }
    };
  }

  private List<WhatIf> asked(Explanation e) {
    List<WhatIf> answers = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      try {
        answers.add(e.whatIf(changes.get(i).toArray(Change[]::new)));
        refused.put(i, Optional.empty());
      } catch (IllegalArgumentException cannot) {
        refused.putIfAbsent(i, Optional.ofNullable(cannot.getMessage()));
        answers.add(WhatIfWords.unanswered(changes.get(i), cannot));
      }
    }
    return answers;
  }

  /** A question that no report could answer is a wrong argument. */
  @Override
  Optional<String> wrongAfterAll() {
    return refused.entrySet().stream()
        .filter(r -> r.getValue().isPresent())
        .map(r -> words("--what-if %s: %s", questions.get(r.getKey()), r.getValue().get()))
        .findFirst();
  }
}
