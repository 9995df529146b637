package oomlab.grade;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import oomlab.ipynb.Cell;

/**
 * Answers that students could have written each alone: drawn from the ways to solve a task. In a
 * grammar's text {@code «a¦b»} is one of them, and {@code ‹a¦b›} both in any order; both may stand
 * inside each other. Names do not matter, for they are one symbol.
 */
final class HonestAnswers {
  /** From the shortest to the longest. */
  static final List<String> CODE =
      List.of(
          // Resident bytes of a row.
          "«return r.task(p).orElseThrow().rssPages().orElseThrow() * r.pageBytes();"
              + "¦long n = r.task(p).orElseThrow().rssPages().orElse(0); return n * r.pageBytes();"
              + "¦return r.task(p).map(t -> t.rssPages().orElse(0) * r.pageBytes()).orElse(0L);"
              + "¦var t = r.task(p).get(); return t.rssPages().getAsLong() * r.pageBytes();»",
          // The best figure for the peak.
          "«return Math.max(s.maxRssBytes(), h.orElse(0));"
              + "¦if (h.isPresent() && h.getAsLong() > s.maxRssBytes()) { return h.getAsLong(); }"
              + " return s.maxRssBytes();"
              + "¦long m = 0; for (int i = 0; i < s.size(); i++) { «m = Math.max(m, s.rssBytes(i));"
              + "¦if (s.rssBytes(i) > m) m = s.rssBytes(i);» } return Math.max(m, h.orElse(0));»",
          // The loop of the victim.
          "‹long n = 0;¦long c = m.pageBytes();›"
              + "«long s = m.map(b); while («s != -1¦s >= 0¦s > 0») { F s = m.map(b); }"
              + "¦while (true) { long s = m.map(b); if (s «==¦<=» -1) { «break;¦return n;» } F }"
              + "¦for (long s = m.map(b); s != -1; s = m.map(b)) { F }"
              + "¦long s; while ((s = m.map(b)) != -1) { F }» return n;",
          // Growth between a quarter and three quarters.
          "‹«int a = 0; while (s.rssBytes(a) < s.maxRssBytes() * 0.25) «a++;¦{ a++; }»"
              + "¦int a = -1; for (int i = 0; i < s.size() && a < 0; i++) {"
              + " if (s.rssBytes(i) >= s.maxRssBytes() / 4.0) a = i; }"
              + "¦int a = first(s, 0.25);»¦"
              + "«double m = s.maxRssBytes();¦long q = s.maxRssBytes() / 4;¦»›"
              + "«int b = a; while (s.rssBytes(b) < «m * 0.75¦3 * q¦s.maxRssBytes() * 3 / 4») b++;"
              + "¦int b = s.size() - 1; while (b > 0 && s.rssBytes(b - 1) >= 0.75 * m) { b--; }»"
              + "«double g = (s.rssBytes(b) - s.rssBytes(a)) / 1048576.0;"
              + "¦double g = s.rssBytes(b) / 1048576.0 - s.rssBytes(a) / 1048576.0;"
              + "¦long bytes = s.rssBytes(b) - s.rssBytes(a); double g = bytes / 1024.0 / 1024;»"
              + "«return g / ((s.nanos(b) - s.nanos(a)) / 1e9);"
              + "¦double t = (s.nanos(b) - s.nanos(a)) * 1e-9; return g / t;"
              + "¦return g * 1e9 / (s.nanos(b) - s.nanos(a));»",
          // The points of a row.
          "‹«long t = k.nrPtes().orElse(0) + k.nrPmds().orElse(0);"
              + " t += k.pgtablesBytes().orElse(0) / r.pageBytes();"
              + "¦long t = k.nrPtes().orElse(0) + k.nrPmds().orElse(0)"
              + " + k.pgtablesBytes().orElse(0) / r.pageBytes();"
              + "¦long t = 0; if (k.nrPtes().isPresent()) { t += k.nrPtes().getAsLong(); }"
              + " if (k.nrPmds().isPresent()) t += k.nrPmds().getAsLong();"
              + " if (k.pgtablesBytes().isPresent()) t += k.pgtablesBytes().getAsLong() / 4096;»"
              + "¦«long p = k.rssPages().orElse(0) + k.swapents().orElse(0);"
              + "¦long p = k.rssPages().orElse(0); p += k.swapents().orElse(0);"
              + "¦long p = k.swapents().orElse(0L) + k.rssPages().getAsLong();»"
              + "¦«boolean o = olderThan(r, 4, 17);¦int u = k.uid().orElse(1);¦»› «p += t;¦p = p + t;»"
              + "«if (olderThan(r, 4, 17) && k.uid().orElse(1) == 0) {"
              + " «p -= p * 3 / 100;¦p = p - p * 3 / 100;¦p -= 3 * p / 100;» }"
              + "¦if (o) { if (u == 0) p -= p * 3 / 100; }"
              + "¦long less = o && u == 0 ? p * 3 / 100 : 0; p -= less;»"
              + "«p += k.oomScoreAdj().orElse(0) * (x / 1000);"
              + "¦long a = k.oomScoreAdj().orElse(0); p = p + a * (x / 1000);"
              + "¦int a = k.oomScoreAdj().orElseThrow(); long step = x / 1000; p += a * step;»"
              + "«return olderThan(r, 5, 9) ? Math.max(1, p) : p;"
              + "¦if (olderThan(r, 5, 9) && p < 1) { return 1; } return p;"
              + "¦if (olderThan(r, 5, 9)) { return Math.max(p, 1); } else { return p; }»",
          // The chart.
          "«XYChart c = new XYChartBuilder()W.xAxisTitle(\"time, s\").yAxisTitle(\"MiB\").build();"
              + "¦XYChart c = new XYChartBuilder().title(\"memory\")W.build(); ‹c.setXAxisTitle(\"s\");"
              + "¦c.setYAxisTitle(\"MiB\");›"
              + "¦var b = new XYChartBuilder(); ‹b.xAxisTitle(\"t (s)\");¦b.yAxisTitle(\"m (MiB)\");›"
              + " XYChart c = b.build();»"
              + "‹«double[] x = s.doubleColumn(\"time_ms\").divide(1000).asDoubleArray();"
              + "¦double[] x = s.doubleColumn(\"time_ms\").asDoubleArray();"
              + " for (int i = 0; i < x.length; i++) { «x[i] /= 1000;¦x[i] = x[i] / 1000;» }"
              + "¦double[] x = new double[s.rowCount()]; for (int i = 0; i < s.rowCount(); i++) {"
              + " x[i] = s.doubleColumn(0).get(i) / 1000; }»¦"
              + "«double[] y = s.doubleColumn(\"rss_mib\").asDoubleArray();"
              + "¦var y = s.doubleColumn(\"rss_mib\");»›"
              + "«c.addSeries(\"resident\", x, y);¦c.addSeries(\"resident\", x, y.asDoubleArray());»"
              + "«c.addSeries(\"limit\", new double[] {0, 1}, new double[] {m, m});"
              + "¦double[] l = new double[x.length]; Arrays.fill(l, m); c.addSeries(\"limit\", x, l);"
              + "¦c.addSeries(\"limit\", new double[] {x[0], x[x.length - 1]}, new double[] {m, m});»"
              + " return c;");

  /** Why this process had to die: the same facts in about the same order, in sentences. */
  static final List<String> PROSE =
      List.of(
          "«The kernel killed java¦The victim is java¦Java was chosen¦It was java that died¦Process"
              + " 360, java, had to go», «because it had¦since its row shows¦for it held¦as it has»"
              + " «the most points¦the highest badness¦the largest score¦more points than any other»."
              + " «Chromium asked for memory¦The allocation came from chromium¦The request was"
              + " chromium's¦It was chromium that needed a page» «and lives on¦but it was not killed"
              + "¦and survived¦yet nothing happened to it».",
          "«RAM and swap were full¦There was neither RAM nor swap left¦Both memory and swap had run"
              + " out¦Free pages were gone and swap was used up»«, so¦; therefore¦, which is why¦."
              + " Then» «the OOM killer ran¦something had to be freed¦the kernel had to choose¦a"
              + " process had to end». «Java¦It¦This process¦The victim» «had¦kept¦held¦used»"
              + " «376247¦about 376000¦nearly 380000» «resident pages¦pages in memory¦pages of RSS»"
              + " «and a few in swap¦and some page tables¦plus its page tables¦besides its tables».",
          "«Its oom_score_adj of 100 adds¦The adjustment of 100 gives it¦On top come, for"
              + " oom_score_adj 100,¦With an adjustment of 100 it gets» «another¦more than¦about»"
              + " 212000 points«, a tenth of all pages¦, which is 100 thousandths of the total¦».»"
              + " «Blender is next¦The nearest other is blender¦After it comes blender¦Blender would"
              + " have been second» «with 493402 points¦at 493402¦having fewer points, 493402¦, for it"
              + " has 493402» «and no adjustment¦but its oom_score_adj is 0¦without any adjustment¦as"
              + " nothing is added to it».");

  /** The inner loop, and the size of a chart. */
  private static final String PAGES =
      "«for (long a = 0; a < b; a += «c¦m.pageBytes()») { ‹m.touch(s + a);¦n++;› }"
          + "¦long a = s; while (a < s + b) { ‹m.touch(a);¦n += 1;› a += c; }"
          + "¦for (long a = s; a < s + b; a = a + c) { ‹m.touch(a);¦n++;› }"
          + "¦for (int i = 0; i * c < b; i++) { m.touch(s + i * c); n++; }»";

  private static final String SIZE = "«.width(720).height(360)¦.height(400).width(800)¦»";

  private final Random random;

  HonestAnswers(long seed) {
    random = new Random(seed);
  }

  /** Returns one answer of this grammar, or of all that it is made of. */
  String draw(String grammar) {
    return new Expansion(grammar.replace(" F ", PAGES).replace("W.", SIZE + ".")).all();
  }

  /** Returns an answer as a cell. */
  List<Cell> cell(String text) {
    return List.of(Cell.of(Cell.Type.CODE, "", text));
  }

  /** Returns a copy that its writer has made look different. */
  String disguised(String text) {
    String renamed = text.replaceAll("\\b([a-z])\\b", "my$1").replaceAll("\\b1000\\b", "1_000");
    String laidOut = renamed.replace(";", ";\n  // as I said\n  ").replace("{", "\n{ ");
    List<String> lines = new ArrayList<>(List.of(laidOut.split("\n", -1)));
    lines.add(random.nextInt(lines.size()), "int unused = 17;");
    return String.join("\n", lines);
  }

  private final class Expansion {
    private final String grammar;
    private int at;

    Expansion(String grammar) {
      this.grammar = grammar;
    }

    String all() {
      StringBuilder out = new StringBuilder();
      while (at < grammar.length()) {
        out.append(part());
      }
      return out.toString();
    }

    private String part() {
      char c = grammar.charAt(at);
      if (c == '«') {
        List<String> parts = parts('»');
        return parts.get(random.nextInt(parts.size()));
      }
      if (c == '‹') {
        List<String> parts = parts('›');
        Collections.shuffle(parts, random);
        return String.join(" ", parts);
      }
      at++;
      return String.valueOf(c);
    }

    private List<String> parts(char close) {
      List<String> parts = new ArrayList<>();
      StringBuilder one = new StringBuilder();
      at++;
      while (grammar.charAt(at) != close) {
        if (grammar.charAt(at) == '¦') {
          parts.add(one.toString());
          one.setLength(0);
          at++;
        } else {
          one.append(part());
        }
      }
      at++;
      parts.add(one.toString());
      return parts;
    }
  }
}
