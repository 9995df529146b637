package oomlab.notebook;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oomlab.report.LineKind;
import oomlab.report.OomReport;

/** Shows a report: what it says in a sentence and a few facts, and its lines with their meaning. */
final class ReportView {
  private ReportView() {}

  static MimeBundle of(OomReport report) {
    Map<String, String> facts = facts(report);
    String sentence = sentence(report);
    String html = Html.strong(sentence) + Html.facts(facts);
    if (!report.lines().isEmpty()) {
      String label = words("all %d lines, each with its meaning", report.lines().size());
      html += Html.folded(label, htmlLines(report.lines()));
    }
    return MimeBundle.html(html, sentence + "\n" + Html.plain(facts));
  }

  /** Shows lines with their meaning beside them. */
  static MimeBundle lines(List<OomReport.Line> lines) {
    StringBuilder plain = new StringBuilder();
    String before = "";
    for (OomReport.Line line : lines) {
      String meaning = meaning(line.kind());
      plain.append(meaning.isEmpty() || meaning.equals(before) ? "" : "  " + meaning + "\n");
      plain.append("%4d  %s\n".formatted(line.number(), line.text()));
      before = meaning;
    }
    return MimeBundle.html(htmlLines(lines), plain.toString());
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
    String asked =
        report
            .trigger()
            .map(t -> words("\"%s\" asked for memory", t.comm()))
            .orElseGet(() -> words("Somebody asked"));
    String none =
        words(
            switch (report.scope()) {
              case MEMCG -> later("its memory cgroup was full");
              case GLOBAL -> later("the whole machine had none left");
              case CPUSET -> later("the nodes of its cpuset had none left");
              case MEMPOLICY -> later("the nodes of its memory policy had none left");
              case UNKNOWN -> later("there was none");
            });
    if (report.panic().isPresent()) {
      return words("%s and %s; the machine panicked.", asked, none);
    }
    if (report.kills().isEmpty()) {
      return words("%s and %s; nobody was killed.", asked, none);
    }
    String kills =
        Prose.list(report.kills().stream().map(k -> words("%d (%s)", k.pid(), k.comm())).toList());
    return words("%s and %s; the kernel killed %s.", asked, none, kills);
  }

  private static Map<String, String> facts(OomReport report) {
    Map<String, String> facts = new LinkedHashMap<>();
    report.kernel().ifPresent(k -> facts.put(words("kernel"), k));
    report.source().hardware().ifPresent(h -> facts.put(words("hardware"), h));
    report.trigger().ifPresent(t -> facts.put(words("trigger"), trigger(t)));
    String scope = report.scope().name().toLowerCase(Locale.ROOT);
    facts.put(
        words("scope"),
        report.cause().constraint().map(c -> Prose.clauses(List.of(scope, c))).orElse(scope));
    report
        .memcg()
        .ifPresent(
            m -> {
              m.oomMemcg().ifPresent(path -> facts.put(words("cgroup out of memory"), path));
              m.usageKb().ifPresent(kb -> facts.put(words("cgroup usage"), kb + " kB"));
              m.limitKb().ifPresent(kb -> facts.put(words("cgroup limit"), kb + " kB"));
            });
    for (OomReport.Kill k : report.kills()) {
      facts.merge(words("killed"), kill(k), Prose::also);
    }
    facts.put(words("tasks in the table"), String.valueOf(report.tasks().size()));
    facts.put(
        words("lines"),
        words(
            report.unread().isEmpty()
                ? "%d to %d, all understood"
                : "%d to %d, %d of them not understood",
            report.firstLine(),
            report.lastLine(),
            report.unread().size()));
    report.problems().forEach(p -> facts.merge(words("problem"), p.what(), Prose::also));
    return facts;
  }

  private static String trigger(OomReport.Trigger t) {
    List<String> parts = new ArrayList<>();
    parts.add(t.pid().isPresent() ? words("%s (%d)", t.comm(), t.pid().getAsInt()) : t.comm());
    t.order()
        .ifPresent(
            order ->
                parts.add(
                    words(
                        order == 0 ? "order %d: one page" : "order %d: %d pages in a row",
                        order,
                        1L << order)));
    if (!t.gfpFlags().isEmpty()) {
      parts.add(String.join("|", t.gfpFlags()));
    }
    return Prose.clauses(parts);
  }

  private static String kill(OomReport.Kill k) {
    List<String> parts = new ArrayList<>();
    parts.add(words("%s (%d)", k.comm(), k.pid()));
    k.totalVmKb().ifPresent(kb -> parts.add("total-vm " + kb + " kB"));
    k.anonRssKb().ifPresent(kb -> parts.add("anon-rss " + kb + " kB"));
    k.fileRssKb().ifPresent(kb -> parts.add("file-rss " + kb + " kB"));
    return Prose.clauses(parts);
  }
}
