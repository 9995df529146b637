package oomlab.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import oomlab.report.LineKind;
import oomlab.report.OomReport;

/** Shows a report: what it says in a sentence and a few facts, and its lines with their meaning. */
final class ReportView {
  private ReportView() {}

  static Bundle of(OomReport report) {
    Map<String, String> facts = facts(report);
    String sentence = sentence(report);
    String html = Html.strong(sentence) + Html.facts(facts);
    if (!report.lines().isEmpty()) {
      String label = "all " + report.lines().size() + " lines, each with its meaning";
      html += Html.folded(label, htmlLines(report.lines()));
    }
    return Bundle.html(html, sentence + "\n" + Html.plain(facts));
  }

  /** Shows lines with their meaning beside them. */
  static Bundle lines(List<OomReport.Line> lines) {
    StringBuilder plain = new StringBuilder();
    String before = "";
    for (OomReport.Line line : lines) {
      String meaning = meaning(line.kind());
      plain.append(meaning.isEmpty() || meaning.equals(before) ? "" : "  " + meaning + "\n");
      plain.append("%4d  %s\n".formatted(line.number(), line.text()));
      before = meaning;
    }
    return Bundle.html(htmlLines(lines), plain.toString());
  }

  private static String htmlLines(List<OomReport.Line> lines) {
    return Html.lines(
        lines.stream()
            .map(
                l ->
                    new Html.Meaning(
                        l.number(), l.text(), meaning(l.kind()), l.kind() == LineKind.UNREAD))
            .toList());
  }

  private static String meaning(LineKind kind) {
    return kind.meaning();
  }

  static String sentence(OomReport report) {
    String trigger =
        report.trigger().map(t -> "\"" + t.comm() + "\" asked for memory").orElse("Somebody asked");
    String scope =
        switch (report.scope()) {
          case MEMCG -> " and its memory cgroup was full";
          case GLOBAL -> " and the whole machine had none left";
          case CPUSET -> " and the nodes of its cpuset had none left";
          case MEMPOLICY -> " and the nodes of its memory policy had none left";
          case UNKNOWN -> " and there was none";
        };
    if (report.panic().isPresent()) {
      return trigger + scope + "; the machine panicked.";
    }
    String kills =
        report.kills().stream()
            .map(k -> k.pid() + " (" + k.comm() + ")")
            .collect(Collectors.joining(", "));
    return trigger
        + scope
        + (kills.isEmpty() ? "; nobody was killed." : "; the kernel killed " + kills + ".");
  }

  private static Map<String, String> facts(OomReport report) {
    Map<String, String> facts = new LinkedHashMap<>();
    report.kernel().ifPresent(k -> facts.put("kernel", k));
    report.source().hardware().ifPresent(h -> facts.put("hardware", h));
    report
        .trigger()
        .ifPresent(
            t ->
                facts.put(
                    "trigger",
                    t.comm()
                        + (t.pid().isPresent() ? " (" + t.pid().getAsInt() + ")" : "")
                        + (t.order().isPresent()
                            ? ", order " + t.order().getAsInt() + ": " + pages(t.order().getAsInt())
                            : "")
                        + (t.gfpFlags().isEmpty() ? "" : ", " + String.join("|", t.gfpFlags()))));
    String scope = report.scope().name().toLowerCase(Locale.ROOT);
    facts.put("scope", report.cause().constraint().map(c -> scope + ", " + c).orElse(scope));
    report
        .memcg()
        .ifPresent(
            m -> {
              m.oomMemcg().ifPresent(path -> facts.put("cgroup out of memory", path));
              m.usageKb().ifPresent(kb -> facts.put("cgroup usage", kb + " kB"));
              m.limitKb().ifPresent(kb -> facts.put("cgroup limit", kb + " kB"));
            });
    for (OomReport.Kill k : report.kills()) {
      facts.merge("killed", kill(k), (a, b) -> a + "; " + b);
    }
    facts.put("tasks in the table", String.valueOf(report.tasks().size()));
    facts.put(
        "lines", report.firstLine() + " to " + report.lastLine() + unread(report.unread().size()));
    report.problems().forEach(p -> facts.merge("problem", p.what(), (a, b) -> a + "; " + b));
    return facts;
  }

  private static String pages(int order) {
    return order == 0 ? "one page" : (1L << order) + " pages in a row";
  }

  private static String unread(int count) {
    return count == 0 ? ", all understood" : ", " + count + " of them not understood";
  }

  private static String kill(OomReport.Kill k) {
    StringBuilder out = new StringBuilder(k.comm() + " (" + k.pid() + ")");
    k.totalVmKb().ifPresent(kb -> out.append(", total-vm ").append(kb).append(" kB"));
    k.anonRssKb().ifPresent(kb -> out.append(", anon-rss ").append(kb).append(" kB"));
    k.fileRssKb().ifPresent(kb -> out.append(", file-rss ").append(kb).append(" kB"));
    return out.toString();
  }
}
