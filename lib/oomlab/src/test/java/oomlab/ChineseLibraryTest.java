package oomlab;

import static oomlab.internal.text.Words.english;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.retold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import oomlab.Verdict.Evidence;
import oomlab.chart.Chart;
import oomlab.chart.Charts;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.ZoneCheck;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.internal.klog.KernelLog;
import oomlab.internal.run.RefusalWords;
import oomlab.internal.runfile.RunJson;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import oomlab.testing.SampleRuns;
import oomlab.testing.StrangeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Element;

/** What the library says to a reader in Chinese is Chinese, and what it writes stays English. */
class ChineseLibraryTest {
  private static final Path REPORTS = Path.of("lib/report/src/test/resources/reports");
  private static final Path RUNS = Path.of("notebooks/data");
  private static final Pattern ENGLISH = Pattern.compile("\\b[a-z][a-z']*(?: [a-z][a-z']*){2,}\\b");

  private final List<String> missing = new ArrayList<>();

  // The explanations have a catalog and a test of their own.
  private void miss(String sentence) {
    boolean ours =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::getClassName)
                        .filter(name -> !name.startsWith("oomlab.internal.text."))
                        .filter(name -> !name.equals(ChineseLibraryTest.class.getName()))
                        .findFirst())
            .filter(name -> !name.startsWith("oomlab.explain."))
            .isPresent();
    if (ours) {
      missing.add(sentence);
    }
  }

  private <T> T chinese(Supplier<T> what) {
    return Words.in(Catalog.of(Language.CHINESE, this::miss), what);
  }

  private void assertChinese(String text, List<String> others) {
    String own = text.replaceAll("“[^”]*”", "");
    for (String other : others) {
      own = own.replace(other, "");
    }
    Matcher found = ENGLISH.matcher(own);
    while (found.find()) {
      String english = found.group();
      assertThat(others).as(text).anyMatch(other -> other.contains(english));
    }
    assertThat(missing).isEmpty();
  }

  private static List<Evidence> evidence() {
    return List.of(
        new Verdict.KillLogged(812, 3_141_592, "Killed process 7 (oom) total-vm:9kB"),
        new Verdict.EarlierKill("Killed process 6 (decoy)"),
        new Verdict.OtherKilled(5, 7),
        new Verdict.OtherKilled(5, 7, "sh", "/a/b"),
        new Verdict.GroupKilledWhole("/a"),
        new Verdict.NotStarted(),
        RefusalWords.in("java.lang.OutOfMemoryError: heap").orElseThrow(),
        RefusalWords.in("sh: out of memory").orElseThrow(),
        new Verdict.MappingRefused(1 << 30, "4.19.0"),
        new Verdict.NotLogged(7),
        new Verdict.GroupKills("oomlab-1", 0),
        new Verdict.GroupKills("oomlab-1", 1),
        new Verdict.MachineKills(0),
        new Verdict.MachineKills(2),
        new Verdict.GuardLine("earlyoom", 1500, "sending SIGTERM to process 7"),
        new Verdict.EndedBySignal(7, 42),
        new Verdict.TimeOver(Duration.ofSeconds(60)));
  }

  /** What pieces of evidence have from the kernel or from a program. */
  private static List<String> quoted(Verdict verdict) {
    List<String> quoted = new ArrayList<>();
    for (Evidence each : verdict.evidence()) {
      if (each instanceof Verdict.KillLogged logged) {
        quoted.add(logged.line());
      } else if (each instanceof Verdict.EarlierKill earlier) {
        quoted.add(earlier.line());
      } else if (each instanceof Verdict.MemoryRefused refused) {
        quoted.add(refused.line());
      } else if (each instanceof Verdict.GuardLine guard) {
        quoted.add(guard.line());
      } else if (each instanceof Verdict.ConsoleLine console) {
        quoted.add(console.text());
      }
    }
    return quoted;
  }

  @Test
  void verdictsAndTheirEvidence() {
    WaitStatus killed = new WaitStatus.Signaled(9, false);
    for (Verdict verdict :
        List.of(
            new Verdict.Exited(12),
            new Verdict.Exited(1, evidence()),
            new Verdict.Signaled(9, evidence()),
            new Verdict.OomKilled(evidence()),
            new Verdict.GuardKilled("earlyoom", 15, evidence()),
            new Verdict.Panicked(List.of(new Verdict.ConsoleLine("Kernel panic - not syncing"))),
            new Verdict.Unknown(
                killed,
                english(
                    "the oom_kill counter of its cgroup grew by %d, but other processes were in there and the"
                        + " kernel log names nobody for it",
                    2)))) {
      assertChinese(chinese(verdict::toString), quoted(verdict));
    }
    assertThat(chinese(() -> new Verdict.OomKilled(evidence().subList(0, 1)).toString()))
        .isEqualTo("被 OOM killer 杀死：第 812 条记录，3.141592 s：Killed process 7 (oom) total-vm:9kB");
    assertThat(chinese(() -> new Verdict.OtherKilled(5, 7, "sh", "").text()))
        .isEqualTo("OOM killer 杀死的不是进程 7，而是进程 5（sh），它属于同一个控制组");
  }

  @Test
  void sentencesThatWereKeptInEnglish() {
    String kept =
        english(
            "the cgroup's oom_kill counter cannot be read, and the kernel log neither: %s",
            english("there is no %s here, as in many containers", "/dev/kmsg")
                + "; "
                + later("start the container with --device /dev/kmsg --cap-add SYSLOG"));
    assertThat(retold(kept)).isEqualTo(kept);
    assertThat(chinese(() -> retold(kept)))
        .isEqualTo(
            "控制组的 oom_kill 计数读不出来，内核日志也不能读：这里没有 /dev/kmsg，许多容器里都没有；"
                + "启动容器时加上 --device /dev/kmsg --cap-add SYSLOG");
    assertThat(missing).isEmpty();
  }

  @Test
  void runsAreToldInChineseAndKeptInEnglish() throws IOException {
    for (Run run : runs()) {
      assertChinese(
          chinese(run::toString),
          Stream.concat(
                  quoted(run.verdict()).stream(),
                  Stream.of(run.experiment().program().map(Object::toString).orElse("-")))
              .toList());
      assertThat(chinese(() -> RunJson.bundle(run))).isEqualTo(RunJson.bundle(run));
      assertThat(chinese(() -> RunJson.contract(run))).isEqualTo(RunJson.contract(run));
    }
  }

  @Test
  void savedRunIsTheSameInBothLanguages(@TempDir Path folder) throws IOException {
    Path saved = folders().get(0);
    Run run = chinese(() -> Run.load(saved));
    assertThat(run.verdict()).isEqualTo(Run.load(saved).verdict());
    assertThat(run.log()).isEqualTo(Run.load(saved).log());
    assertThat(run.verdict().evidence()).noneMatch(Verdict.OtherEvidence.class::isInstance);
    chinese(
        () -> {
          run.save(folder.resolve("again"));
          return run;
        });
    for (String part : List.of("run.json", "samples.csv", "tracks.csv", "kmsg.log")) {
      assertThat(folder.resolve("again").resolve(part))
          .hasSameTextualContentAs(saved.resolve(part));
    }
  }

  @Test
  void chartsOfRuns() throws Exception {
    for (Run run : runs()) {
      assertChinese(chinese(() -> Charts.rss(run)), subtitle(run));
      assertChinese(chinese(() -> Charts.pressure(run)), subtitle(run));
    }
    Run run = SampleRuns.killed();
    Chart rss = chinese(() -> Charts.rss(run));
    assertThat(rss.svg()).contains(">上限 256 MiB<", ">在 150.4 ms 被杀死<", "Noto Sans CJK SC");
    assertThat(rss.alt()).startsWith("进程 4711 的常驻内存，直到被 OOM killer 结束。盲区（红色带）：");
    assertThat(Charts.rss(run).svg()).doesNotContain("CJK");
    Live live = new Live(5, run.recording(), run.allocations(), 1 << 28, "phase", List.of());
    assertChinese(chinese(() -> Charts.live(run.experiment(), live)), List.of());
  }

  private static List<String> subtitle(Run run) {
    return List.of(run.experiment().program().map(Object::toString).orElse("-"));
  }

  @Test
  void chartsOfReports() throws Exception {
    for (List<OomReport> reports : reports()) {
      assertChinese(chinese(() -> Charts.kills(reports)), List.of());
      for (OomReport report : reports) {
        assertChinese(chinese(() -> Charts.tasks(report)), List.of());
        assertChinese(chinese(() -> Charts.buddy(report)), List.of());
        Explanation explanation = chinese(() -> Explanation.of(report));
        List<String> explained = chinese(() -> explained(explanation));
        assertChinese(chinese(() -> Charts.scores(explanation)), explained);
        assertChinese(chinese(() -> Charts.zones(explanation)), explained);
        assertChinese(chinese(() -> Charts.ledger(explanation)), explained);
      }
    }
  }

  /** What charts take over from an explanation, which may not be translated. */
  private static List<String> explained(Explanation e) {
    List<String> all = new ArrayList<>(List.of(e.replay().why(), e.replay().verdict().words()));
    e.replay().ranking().map(Ranking::candidates).orElse(List.of()).stream()
        .flatMap(candidate -> candidate.spared().stream())
        .forEach(all::add);
    e.request().zones().stream().map(ZoneCheck::barred).flatMap(Optional::stream).forEach(all::add);
    all.addAll(e.request().why());
    e.ledger().map(Ledger::what).ifPresent(all::add);
    e.ledger().stream()
        .flatMap(l -> l.entries().stream())
        .map(Ledger.Entry::name)
        .forEach(all::add);
    return all;
  }

  @Test
  void chartsOfAReader() throws Exception {
    XYChart curves = new XYChart(600, 400);
    assertChinese(chinese(() -> Charts.of(curves)), List.of());
    curves.addSeries("a", new double[] {1, 2}, new double[] {3, 4});
    assertThat(chinese(() -> Charts.of(curves)).alt()).isEqualTo("a。曲线：a。");
    PieChart pie = new PieChart(600, 400);
    assertChinese(chinese(() -> Charts.of(pie)), List.of());
    pie.addSeries("a", 3);
    assertThat(chinese(() -> Charts.of(pie)).alt()).isEqualTo("a。a：3，100.0 %。");
  }

  @Test
  void linesOfChineseTextEndWhereTheyMay() {
    List<String> lines =
        texts(chinese(() -> Charts.rss(SampleRuns.killed()))).stream()
            .filter(text -> text.length() > 40)
            .toList();
    assertThat(lines).isNotEmpty().noneMatch(line -> line.matches("[，。；：！？、）”].*|.*[（“]"));
  }

  @Test
  void problemsOfReports() throws IOException {
    for (List<OomReport> reports : reports()) {
      reports.forEach(this::assertProblemsAreChinese);
    }
    String log = Files.readString(REPORTS.resolve("v4.20-x86_64-global.log"));
    List<String> lines = log.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      List<String> lost = new ArrayList<>(lines);
      lost.remove(i);
      OomReports.parse(String.join("\n", lost)).forEach(this::assertProblemsAreChinese);
    }
    String numbers = log.replaceAll("(\\d)(?=kB)", "99999999999999999999$1");
    OomReports.parse(numbers).forEach(this::assertProblemsAreChinese);
    OomReport.Problem problem =
        OomReports.parse("Out of memory: Killed process 7 (a) total-vm:1kB")
            .get(0)
            .problems()
            .get(0);
    assertThat(chinese(problem::what)).isEqualTo("终止行里的大小被截断或残缺");
    assertThat(problem.what()).isEqualTo("the sizes in the kill line are cut or torn");
  }

  private void assertProblemsAreChinese(OomReport report) {
    List<String> values =
        report.problems().stream().flatMap(p -> p.values().stream()).map(String::valueOf).toList();
    report.problems().forEach(p -> assertChinese(chinese(p::what), values));
    report.problems().forEach(p -> assertThat(chinese(p::what)).matches("(?s).*\\p{IsHan}.*"));
    assertChinese(chinese(report::toString), List.of());
  }

  @Test
  void meaningsOfLines() {
    for (LineKind kind : LineKind.values()) {
      assertChinese(chinese(kind::meaning), List.of());
      assertThat(chinese(kind::meaning)).endsWith("。");
    }
    for (OomReport.Limit limit : OomReport.Limit.values()) {
      assertThat(chinese(limit::words)).matches("\\p{IsHan}+");
    }
  }

  @Test
  void valuesThatMakeNoSense() {
    Experiment own = Experiment.command("make", "-j4");
    List<Supplier<?>> wrong =
        List.of(
            () -> Experiment.standard().limit("1K"),
            () -> Experiment.standard().threads(0),
            () -> Experiment.standard().chunk("10 parsecs"),
            () -> Experiment.standard().sampleEvery(Duration.ofDays(1)),
            () -> own.threads(3),
            () -> own.guest(Guest.arm32()),
            () -> Experiment.command(""),
            () -> Experiment.source(Path.of("x.py")),
            () -> Guest.arm32().cpus(5),
            () -> Guest.x86().numaNodes(7),
            () -> Guest.x86().series("six"),
            () -> Scenario.plain().overcommit(7),
            () -> Scenario.plain().adj(2000),
            () -> new Scenario.Group(3, 1 << 20, false),
            () -> Decoy.of(1),
            () -> Decoy.parse("30M,oom=1", Bytes::parse),
            () -> RunJson.read("{\"format\": 9}"),
            () -> RunJson.read("{}"),
            () -> Run.load(Path.of("nowhere")));
    for (Supplier<?> each : wrong) {
      String message = String.valueOf(catchThrowable(() -> chinese(() -> each.get())).getMessage());
      assertChinese(message, List.of());
      assertThat(message).matches("(?s).*\\p{IsHan}.*");
    }
    assertThat(catchThrowable(() -> chinese(() -> Bytes.parse("ten"))))
        .hasMessage("“ten”不是大小：请写一个整数加 K、M、G 或 T，例如 256M");
  }

  @Test
  void experimentsAndRecordings() {
    Run run = SampleRuns.killed();
    assertThat(chinese(() -> Experiment.in(Guest.arm32()).toString()))
        .isEqualTo("虚拟机 arm32，上限 100 MiB，4 个线程，每块 10 MiB，访问方式 page，没有交换分区");
    for (Object told :
        List.of(
            run.experiment(),
            Experiment.command("true"),
            run.recording().series(),
            run.recording().quality(),
            Recording.Series.empty(4096),
            new Live(5, run.recording(), run.allocations(), 1 << 28, "阶段", List.of()),
            Decoy.of(1 << 20))) {
      assertChinese(chinese(told::toString), List.of());
    }
    Run later = SampleRuns.killed(150, OptionalLong.empty());
    Pressure.of(later.recording())
        .ifPresent(pressure -> assertChinese(chinese(pressure::toString), List.of()));
  }

  @Test
  void placesAndTheKernelLog(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    List<Place> places =
        chinese(
            () -> {
              try {
                return MemoryCgroups.places(root);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(places).hasSize(1);
    assertThat(places.get(0).reason()).isEqualTo("没有挂载带内存控制器的控制组层次");
    assertThat(places.get(0).fix()).startsWith("以 root 身份：");
    assertChinese(chinese(() -> KernelLog.access(root).toString()), List.of());
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(RUNS)) {
      return all.filter(folder -> Files.exists(folder.resolve("run.json"))).sorted().toList();
    }
  }

  private static List<Run> runs() throws IOException {
    List<Run> runs = new ArrayList<>(List.of(SampleRuns.killed(), SampleRuns.killedUnseen()));
    runs.addAll(folders().stream().map(Run::load).toList());
    assertThat(runs).hasSizeGreaterThan(10);
    return runs;
  }

  private static List<List<OomReport>> reports() throws IOException {
    List<List<OomReport>> all = new ArrayList<>(List.of(List.of(StrangeReport.machine())));
    all.add(List.of(SampleRuns.report(), SampleRuns.globalReport()));
    all.add(List.of());
    try (Stream<Path> files = Files.list(REPORTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        all.add(OomReports.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
      }
    }
    return all;
  }

  private void assertChinese(Chart chart, List<String> others) {
    String all = String.join(" ", texts(chart)) + " " + chart.alt();
    assertChinese(all.replaceAll("\\s+", " "), others);
  }

  private static List<String> texts(Chart chart) {
    try {
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();
      var nodes = root.getElementsByTagName("text");
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        texts.add(nodes.item(i).getTextContent());
      }
      return texts;
    } catch (Exception e) {
      throw new AssertionError(chart.svg(), e);
    }
  }
}
