package oomlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import oomlab.testing.SampleRuns;
import oomlab.testing.StrangeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class ReportChartsTest {
  private static final Path REPORTS = Path.of("lib/report/src/test/resources/reports");

  /** Text as a rectangle, a little narrower than estimated: the estimate is on the wide side. */
  private record Words(String text, double left, double right, double baseline, double size) {
    boolean touches(Words other) {
      boolean sameLine =
          baseline > other.baseline - other.size * 0.8 && other.baseline > baseline - size * 0.8;
      return sameLine && left < other.right && other.left < right;
    }
  }

  @Test
  void scoresMarkTheVictimAndTheMarkToBeat() {
    Chart chart = Charts.scores(explained("v4.20-x86_64-global"));
    assertThat(chart.svg())
        .contains(">the mark to beat: 957 ‰<", ">957 ‰, 7.3 GiB, victim<", ">oom (6435)<");
    assertThat(chart.alt()).startsWith("The victim oom (6435) ranks first of ");
  }

  @Test
  void scoresTellMemoryFromWhatOomScoreAdjMadeOfIt() {
    Chart chart = Charts.scores(Explanation.of(StrangeReport.machine()));
    assertThat(chart.svg())
        .contains(">added by oom_score_adj<", ">taken off by oom_score_adj<", ">-706 ‰, adj -900<")
        .contains(">1012 ‰, adj 1000, victim<");
  }

  @Test
  void scoresListWhoWasSparedDespiteMoreMemory() {
    String svg = Charts.scores(Explanation.of(StrangeReport.machine())).svg();
    assertThat(svg).contains(">systemd (1)<", ">oom_score_adj -1000: never, 37.8 GiB<");
    assertThat(svg.indexOf(">systemd (1)<")).isLessThan(svg.indexOf("(4194303)<"));
  }

  @Test
  void scoresShowTheTwelveHighestOfALongTable() {
    String rows =
        IntStream.range(0, 793)
            .mapToObj(i -> "[%6d] 0 %d 90000 %d 90112 0 0 worker".formatted(100 + i, 100 + i, i))
            .collect(Collectors.joining("\n"));
    OomReport report =
        OomReports.parse(
                """
                w invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
                [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
                """
                    + rows
                    + "\nOut of memory: Killed process 892 (worker) total-vm:360000kB, anon-rss:3168kB, file-rss:0kB, shmem-rss:0kB\n")
            .get(0);
    Chart chart = Charts.scores(Explanation.of(report));
    assertThat(chart.svg())
        .contains("; 12 of 793 processes shown.<", ">12.<")
        .doesNotContain(">13.<");
    assertThat(chart.height()).isLessThan(450);
  }

  @Test
  void zonesTellEnoughFromTooLittleAndSayWhyAZoneIsBarred() {
    Chart seed = Charts.zones(explained("v4.20-x86_64-global"));
    assertThat(seed.svg())
        .contains(">too little<", ">45.9 of 64.6 MiB: high 55.9 + reserve 8.7; min 37.3, low 46.6<")
        .contains("All 3 zones for this request had too little free");
    Chart strange = Charts.zones(Explanation.of(StrangeReport.machine()));
    assertThat(strange.svg()).contains(">barred: above DMA32, the highest for this request<");
    assertThat(strange.alt()).contains("in pieces: no block of 32 KiB in node 0 DMA32");
  }

  @Test
  void blocksTooSmallForTheRequestArePaler() {
    Chart chart = Charts.buddy(StrangeReport.machine());
    assertThat(chart.svg())
        .contains("fill-opacity:0.35", ">UMEHCI<", ">312.5 MiB<")
        .contains(">4.5 MiB of 15.3 GiB in large enough blocks<");
    assertThat(Charts.buddy(explained("v4.20-x86_64-global").report()).svg())
        .doesNotContain("fill-opacity:0.35");
  }

  @Test
  void ledgerNamesWhatIsUnaccountedAndSwapInUse() {
    Chart chart = Charts.ledger(explained("v4.20-x86_64-global"));
    assertThat(chart.svg())
        .contains(">unaccounted: in no line of the report<", ">all RAM<")
        .contains(">and in swap<", ">2.0 GiB<");
    assertThat(chart.alt())
        .isEqualTo(
            "Processes' own memory is the largest part: 93 % of 5.8 GiB. "
                + "What used all RAM; 0.7 % is in no line of the report.");
  }

  @Test
  void killsStandOnTheKernelsClockWithTheGapsBetweenThem() {
    Chart chart =
        Charts.kills(
            OomReports.parse(
                """
                [   10.000000] Out of memory: Killed process 7 (first) total-vm:9kB, anon-rss:2048kB, file-rss:0kB, shmem-rss:0kB
                [   12.500000] Memory cgroup out of memory: Killed process 8 (second) total-vm:9kB, anon-rss:1024kB, file-rss:0kB, shmem-rss:0kB
                """));
    assertThat(chart.svg())
        .contains(">10.000 s<", ">+2.500 s<", ">first (7), 2 MiB<", ">second (8), 1 MiB<")
        .contains(
            Ink.KILL.css(), Ink.CGROUP.css(), ">seconds since 10.000 s on the kernel's clock<");
    assertThat(chart.alt()).startsWith("2 kills in 2.50 s: 1 for a full machine, 1 for a full");
  }

  @Test
  void clockThatGoesBackIsAnotherBoot() {
    String kill =
        "[%s] Out of memory: Killed process 7 (a) total-vm:9kB, anon-rss:8kB, file-rss:0kB\n";
    Chart chart =
        Charts.kills(OomReports.parse(kill.formatted("900.000000") + kill.formatted("5.000000")));
    assertThat(chart.svg()).contains(">clock restarts<");
    assertThat(chart.alt()).startsWith("2 kills in at least 2 boots");
  }

  @Test
  void thousandKillsAreAllThereAndTheLargestAreNamed() {
    String log =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        "[%d.000000] Out of memory: Killed process %d (a) total-vm:9kB, anon-rss:%dkB, file-rss:0kB%n",
                        100 + i,
                        2000 + i,
                        i))
            .collect(Collectors.joining());
    Chart chart = Charts.kills(OomReports.parse(log));
    assertThat(chart.svg()).contains(">every kill<", ">a (2999), 999 KiB<");
    assertThat(chart.alt()).contains("1000 kills", "the 24 largest are named");
    assertThat(chart.svg().length()).isLessThan(100_000);
  }

  @Test
  void picturesOfWhatIsMissingSayWhat() {
    OomReport bare = OomReports.parse(log("kill-line-only")).get(0);
    Explanation explanation = Explanation.of(bare);
    assertThat(Charts.scores(explanation).alt()).contains("cannot be worked out", "only the kill");
    assertThat(Charts.zones(explanation).alt()).contains("does not print its numbers");
    assertThat(Charts.buddy(bare).alt()).contains("no lists of free blocks");
    assertThat(Charts.ledger(explanation).alt()).contains("does not tell where the memory was");
    assertThat(Charts.kills(List.of()).alt()).isEqualTo("Nobody was killed. There is no report.");
    assertThat(Charts.zones(Explanation.of(SampleRuns.report())).alt())
        .startsWith("No zone was short: a memory cgroup was full.");
  }

  @Test
  void namesCannotLeaveTheirLabel() {
    for (Chart chart : pictures(OomReports.parse(StrangeReport.text()))) {
      assertThat(chart.svg())
          .doesNotContain("<script", "</text><svg", "\u202e", "\u2066", "\u0001");
    }
    String svg = Charts.scores(Explanation.of(StrangeReport.machine())).svg();
    assertThat(svg).contains("a&amp;b&lt;script&gt;x&quot;' (66)", "\ufffdevil\ufffd");
    assertThat(Lettering.clean("a\ud83db\uffff\u0085")).isEqualTo("a\ufffdb\ufffd\ufffd");
  }

  @ParameterizedTest
  @MethodSource("logs")
  void wordsNeverOverlapNorLeaveThePicture(String name) throws Exception {
    List<OomReport> reports = OomReports.parse(log(name));
    for (Chart chart : pictures(reports)) {
      List<Words> all = words(chart);
      for (int i = 0; i < all.size(); i++) {
        Words one = all.get(i);
        assertThat(one.left()).as("%s: %s", chart, one).isGreaterThanOrEqualTo(0);
        assertThat(one.right()).as("%s: %s", chart, one).isLessThanOrEqualTo(chart.width());
        assertThat(one.baseline()).as("%s: %s", chart, one).isLessThan(chart.height());
        for (Words other : all.subList(i + 1, all.size())) {
          assertThat(one.touches(other)).as("%s: %s %s", chart, one, other).isFalse();
        }
      }
    }
  }

  static Stream<String> logs() throws IOException {
    try (Stream<Path> files = Files.list(REPORTS)) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".log"))
              .map(f -> f.replace(".log", ""))
              .sorted()
              .toList();
      return Stream.concat(Stream.of("strange"), names.stream());
    }
  }

  /** All pictures of all reports of a log. */
  private static List<Chart> pictures(List<OomReport> reports) {
    List<Chart> all = new ArrayList<>();
    for (OomReport report : reports) {
      Explanation explanation = Explanation.of(report);
      all.add(Charts.tasks(report));
      all.add(Charts.scores(explanation));
      all.add(Charts.zones(explanation));
      all.add(Charts.buddy(report));
      all.add(Charts.ledger(explanation));
    }
    all.add(Charts.kills(reports));
    return all;
  }

  /** Reads the texts of a picture, which must be well-formed XML. */
  private static List<Words> words(Chart chart) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(root.getAttribute("aria-label")).isEqualTo(chart.alt());
    var nodes = root.getElementsByTagName("text");
    List<Words> all = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      Element text = (Element) nodes.item(i);
      double size = Double.parseDouble(text.getAttribute("font-size"));
      boolean bold = !text.getAttribute("font-weight").isEmpty();
      Lettering lettering =
          Arrays.stream(Lettering.values())
              .filter(l -> l.pixels() == size && l.bold() == bold)
              .findFirst()
              .orElseThrow();
      double width = 0.88 * lettering.width(text.getTextContent());
      double share =
          switch (text.getAttribute("text-anchor")) {
            case "end" -> 1;
            case "middle" -> 0.5;
            default -> 0;
          };
      double left = Double.parseDouble(text.getAttribute("x")) - width * share;
      double y = Double.parseDouble(text.getAttribute("y"));
      all.add(new Words(text.getTextContent(), left, left + width, y, size));
    }
    return all;
  }

  private static Explanation explained(String name) {
    return Explanation.of(OomReports.parse(log(name)).get(0));
  }

  private static String log(String name) {
    try {
      return name.equals("strange")
          ? StrangeReport.text()
          : Files.readString(REPORTS.resolve(name + ".log"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
