package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.book.SmallBook.Cell;
import oomlab.testing.HtmlCheck;
import oomlab.testing.Links;
import oomlab.testing.PageLinks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the pages of a small book hold. */
@Timeout(300)
class PagesIT {
  private static final String IMPORTS =
      """
      import java.nio.file.*;
      import oomlab.*;
      import oomlab.chart.Charts;
      import oomlab.internal.cgroup.MemoryCgroups;
      import oomlab.explain.*;
      import oomlab.table.Tables;
      import oomlab.kernel.Display;
      import oomlab.internal.klog.KernelLog;
      import static oomlab.notebook.Lab.*;
      """;

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path root;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SmallBook book;

  @BeforeEach
  void copyProject() throws IOException {
    book = SmallBook.in(root);
  }

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(root);
  }

  @Test
  void everyKindOfOutputIsValidHtml() throws Exception {
    book.notebook(
        "00-prose", "# A & B < C?\n\n| a | b |\n|---|--:|\n| 1 | `<2>` |\n\n> q\n\n```\nx\n```");
    book.notebook(
        "01-outputs",
        "# Outputs?\n\n## Runs\n\n1. one\n   - two",
        IMPORTS,
        "banner(); var run = recorded(\"first-kill\"); show(run, run.verdict(), run.waitStatus());",
        "show(Charts.rss(run), Charts.rss(run)); reconcile(run); show(run.recording().quality());",
        "predict(\"n\", 1); compare(\"n\", 2); scorecard();",
        "var x86 = readReport(\"seed/x86_64-4.20.12-dmesg.txt\"); show(x86); annotate(x86);",
        "field(\"active_anon\"); show(Tables.tasks(x86), Tables.buddy(x86), Tables.zones(x86));",
        "var story = Explanation.of(x86); show(story, story.replay().verdict());",
        "show(Charts.tasks(x86), Charts.scores(story), Charts.zones(story), Charts.buddy(x86));",
        "show(Charts.ledger(story), Charts.kills(List.of(x86)), Tables.ledger(story));",
        "show(story.whatIf(new Change.KillAllocatingTask()), Experiment.standard());",
        "check(\"victim-bytes\", x86, YOURS); check(\"victim-bytes\", x86, 12); hint(\"victim-bytes\", x86);",
        "show(MemoryCgroups.places(Path.of(\"/\")), KernelLog.access(Path.of(\"/\")));",
        "show(world(\"a reader\"));",
        "System.out.println(\"a < b & \\u001b[31mred\\u001b[0m\"); System.err.println(\"<warning>\");",
        "Map.of(1, \"<one>\")",
        "Display.display(\"<svg xmlns='http://www.w3.org/2000/svg'><title>t</title></svg>\", \"image/svg+xml\");",
        "throw new IllegalStateException(\"<b> & the \\\"end\\\"\");");
    book.notebook(
        "91-cheat-sheet",
        "# Where the tables' headings lead?",
        IMPORTS,
        "cheatSheet(readReport(\"seed/x86_64-4.20.12-dmesg.txt\"));");
    List<BookEvent> events = new ArrayList<>();
    assertThat(book.execute(List.of(), events)).isFalse();
    assertThat(events)
        .filteredOn(event -> event instanceof BookEvent.Page page && page.failure().isPresent())
        .singleElement()
        .asString()
        .contains("01-outputs", "cell 17");
    for (Path file : pages()) {
      assertThat(HtmlCheck.complaints(file)).isEmpty();
      assertThat(PageLinks.broken(file)).isEmpty();
      assertThat(PageLinks.fetched(file)).isEmpty();
    }
  }

  @Test
  void drawingsOfTheTextStandInThePageInEveryEdition() throws Exception {
    Files.createSymbolicLink(
        book.project().notebooks().resolve("pictures"),
        Path.of("notebooks/pictures").toAbsolutePath());
    StringBuilder text = new StringBuilder("# Drawn?\n");
    for (Path drawing : PicturesTest.drawings()) {
      text.append("\n![A \"drawing\" & more](pictures/")
          .append(drawing.getFileName())
          .append(")\n");
    }
    book.notebook("00-drawn", text + "\n![none](pictures/none.svg)");
    String chinese = text.toString().replace("A \"drawing\" & more", "图");
    book.translation("zh", "00-drawn", "<!-- cell text of 00000000 -->\n" + chinese);
    assertThat(book.execute(List.of(), new ArrayList<>())).isTrue();
    int drawings = PicturesTest.drawings().size();
    assertThat(
            book.read("00-drawn.html")
                .split(
                    // nbconvert 6, and 7
                    "<svg aria-label=(\"A &quot;drawing&quot; &amp; more\"|'A \"drawing\" &amp; more')",
                    -1))
        .hasSize(drawings + 1);
    assertThat(book.read("00-drawn.html")).contains("src=\"pictures/none.svg\"");
    assertThat(book.read("zh/00-drawn.html").split("<svg aria-label=\"图\"", -1))
        .hasSize(drawings + 1);
    assertThat(HtmlCheck.complaints(book.page("00-drawn.html"))).isEmpty();
  }

  @Test
  void keepsOnlyTheLastStateOfALiveCell() throws Exception {
    book.notebook(
        "00-live",
        "# Live?",
        IMPORTS,
        """
        var id = Display.display("Starting: one");
        System.out.println("printed");
        for (int i = 0; i < 3; i++) Display.updateDisplay(id, "sample " + i);
        """,
        "Display.updateDisplay(id, \"ended\");");
    assertThat(book.execute(List.of(), new ArrayList<>())).isTrue();
    assertThat(outputs(book.read("00-live.html")))
        .contains("ended", "printed")
        .doesNotContain("Starting", "sample");
  }

  @Test
  void listsChaptersSectionsAndReferenceOnEveryPage() throws Exception {
    book.notebook("00-first", "# First?\n\n## Who killed it?\n\na\n\n## Who killed it?\n\nb");
    book.notebook("01-second", "# Second?\n\n[there](00-first.ipynb#Who-killed-it?)", "1");
    book.notebook("90-glossary", "# Glossary\n\n## rss\n\nresident set <a id=\"VmRSS\"></a>");
    assertThat(book.execute(List.of(), new ArrayList<>())).isTrue();
    assertThat(book.read("00-first.html"))
        .contains("<a href=\"#who-killed-it\">Who killed it?</a>")
        .contains("<h2 id=\"who-killed-it-2\">")
        .contains("aria-current=\"page\"")
        .contains("rel=\"next\" href=\"01-second.html\"")
        .contains("<p class=\"group\">Reference</p>");
    assertThat(book.read("01-second.html"))
        .contains("href=\"00-first.html#who-killed-it\"")
        .contains("rel=\"prev\" href=\"00-first.html\"");
    assertThat(book.read("90-glossary.html")).contains("id=\"VmRSS\"");
    assertThat(book.read("search.js"))
        .startsWith("oomlabSearch(")
        .contains("[\"90-glossary.html#rss\",\"90 Glossary\",\"rss\",\"resident set\"]");
  }

  @Test
  void putsTheStartPageAboveTheStateOfTheChapters() throws Exception {
    book.notebook("00-first", "# First?", "1");
    book.notebook("01-second", "# Second?", "1");
    book.notebook("index", "# The map\n\n[first](00-first.ipynb)");
    List<BookEvent> events = new ArrayList<>();
    assertThat(book.execute(List.of("00"), events)).isTrue();
    assertThat(events).noneMatch(event -> event.toString().contains("notebook=index"));
    assertThat(book.read("index.html"))
        .contains("<h1 id=\"the-map\">", "<a href=\"00-first.html\">first</a>", "1 cells run in")
        .contains("Second? (not run yet)");
  }

  @Test
  void foldsNeighbouringSolutionsTogether() throws Exception {
    book.notebook(
        "00-folds",
        List.of(
            Cell.text("a", "# Folds?"),
            Cell.text("b", "because").tagged("solution"),
            Cell.code("c", "6 * 7").tagged("solution"),
            Cell.text("d", "after")));
    assertThat(book.execute(List.of(), new ArrayList<>())).isTrue();
    String page = book.read("00-folds.html");
    assertThat(page.split("<details class=\"solution\">", -1)).hasSize(2);
    int from = page.indexOf("<details class=\"solution\">");
    assertThat(page.substring(from, page.indexOf("</section>\n</details>", from)))
        .contains("Solution", "because", ">42<")
        .doesNotContain("after");
    assertThat(HtmlCheck.complaints(book.page("00-folds.html"))).isEmpty();
  }

  @Test
  void makesAnotherEditionWithAKernelThatSpeaksItsLanguage() throws Exception {
    book.notebook(
        "00-time",
        List.of(
            Cell.text("aaaa", "# What?\n\n## Who killed it?"),
            Cell.code("cccc", "\"speaks \" + System.getenv(\"OOMLAB_LANGUAGE\")"),
            Cell.text("bbbb", "Old text, [next](01-next.ipynb#Here)"),
            Cell.text("dddd", "New text")));
    book.notebook("01-next", "# Next?\n\n## Here");
    book.translation(
        "zh",
        "00-time",
        """
        <!-- cell aaaa of 00000000 -->
        # 什么？

        ## 谁杀的？
        <!-- cell bbbb of c5db77d0 -->
        旧文字，[下一章](01-next.ipynb#Here)
        <!-- cell eeee of 00000000 -->
        没有
        """);
    List<BookEvent> events = new ArrayList<>();
    assertThat(book.execute(List.of(), events)).isTrue();

    String english = book.read("00-time.html");
    String chinese = book.read("zh/00-time.html");
    assertThat(english).contains("href=\"zh/00-time.html\" lang=\"zh-Hans\"");
    assertThat(chinese)
        .contains("<html lang=\"zh-Hans\">", "href=\"../00-time.html\" lang=\"en\"", "目录")
        .contains("<h2 id=\"who-killed-it\">谁杀的？</h2>")
        .contains("href=\"../01-next.html#here\"", "旧文字")
        .contains("尚未翻译</p>", "New text");
    assertThat(outputs(english)).contains(" lang=\"en\"", "speaks en");
    assertThat(outputs(chinese)).contains(" lang=\"zh-Hans\"", "speaks zh");
    assertThat(book.read("zh/index.html")).contains("什么？");
    assertThat(events)
        .filteredOn(BookEvent.Remark.class::isInstance)
        .extracting(event -> ((BookEvent.Remark) event).why())
        .satisfiesExactly(
            unknown -> assertThat(unknown).contains("zh/00-time.md translates cell eeee"),
            stale -> assertThat(stale).contains("has changed since in cell aaaa (of "),
            missing -> assertThat(missing).contains("lacks cell dddd (of "));
    for (Path file : pages()) {
      assertThat(HtmlCheck.complaints(file)).isEmpty();
      assertThat(PageLinks.broken(file)).isEmpty();
    }
  }

  @Test
  void printsTheWholeBookAndLeavesNothingOfTheBrowser() throws Exception {
    book.notebook("00-first", "# First?\n\n## Here\n\n[on](01-second.ipynb#Here)", "1");
    book.notebook("01-second", "# Second?\n\n## Here");
    book.translation(
        "zh", "00-first", "<!-- cell text of 00000000 -->\n# 一？\n\n[二](01-second.ipynb#Here)");
    book.translation("zh", "01-second", "<!-- cell text of 00000000 -->\n# 二？\n\n## 这里");
    Path browser =
        script(
            """
            for argument; do
              case $argument in
                --user-data-dir=*) profile=${argument#*=}; touch "$profile/lock" ;;
                --print-to-pdf=*) pdf=${argument#*=} ;;
                file://*) page=${argument#file://} ;;
              esac
            done
            sleep 1000 &
            cp "$page" "$pdf"
            """);
    List<BookEvent> events = new ArrayList<>();
    assertThat(book.execute(List.of(), events, Optional.of(browser))).isTrue();
    assertThat(events).contains(new BookEvent.Printed(book.page("oomlab.pdf").toString()));
    String printed = book.read("oomlab.pdf");
    assertThat(printed)
        .contains("href=\"#01-second--here\"", "id=\"01-second--here\"", "id=\"00-first--here\"");
    assertThat(events).contains(new BookEvent.Printed(book.page("zh/oomlab.pdf").toString()));
    assertThat(book.read("zh/oomlab.pdf"))
        .contains("<html lang=\"zh-Hans\"", "href=\"#01-second--here\"", "这里</h3>");
    Path page = Files.writeString(root.resolve("whole.html"), printed);
    assertThat(HtmlCheck.complaints(page)).isEmpty();
    assertThat(PageLinks.broken(page)).isEmpty();
    assertThat(root.resolve("target")).isDirectoryNotContaining("glob:**/browser-*");
    assertThat(book.page("oomlab.print.html")).doesNotExist();
  }

  @Test
  void saysWhatTheBrowserSaidWhenItPrintedNothing() throws Exception {
    book.notebook("00-first", "# First?");
    Path browser = script("echo 'no display' >&2; exit 3\n");
    assertThatThrownBy(() -> book.execute(List.of(), new ArrayList<>(), Optional.of(browser)))
        .isInstanceOf(BookException.class)
        .hasMessageContaining("ended with status 3")
        .hasMessageContaining("no display");
    assertThat(book.page("00-first.html")).exists();
  }

  private Path script(String body) throws IOException {
    Path file = Files.writeString(root.resolve("chromium"), "#!/bin/sh\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(book.project().book(), 2)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  /** Returns the outputs of a page's cells. */
  private static String outputs(String page) {
    StringBuilder all = new StringBuilder();
    for (String part : page.split("<div class=\"outputs\"", -1)) {
      all.append(part, 0, Math.max(0, part.indexOf("</section>")));
    }
    return all.toString();
  }
}
