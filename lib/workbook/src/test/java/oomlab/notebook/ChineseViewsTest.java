package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.Experiment;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Live;
import oomlab.Predictions;
import oomlab.Predictions.Prediction;
import oomlab.Recording;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.Scenario;
import oomlab.Touch;
import oomlab.WaitStatus;
import oomlab.chart.Charts;
import oomlab.check.Question;
import oomlab.check.World;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.field.Field;
import oomlab.field.Fields;
import oomlab.graded.Variant;
import oomlab.internal.cgroup.Place;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.TextWidth;
import oomlab.internal.text.Words;
import oomlab.report.LogRecord;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import oomlab.table.Tables;
import oomlab.testing.SampleRuns;
import oomlab.testing.StrangeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tools.jackson.databind.json.JsonMapper;

/** What a notebook shows to a reader of Chinese, as HTML and as text. */
@Isolated("speaks Chinese in every thread")
class ChineseViewsTest {
  private static final Path DATA = Path.of("notebooks/data").toAbsolutePath();
  private static final Pattern ENGLISH =
      Pattern.compile("(?<![\\w./=-])[a-z]{2,} [a-z]{2,} [a-z]{2,}(?![\\w./=])");

  private final TreeSet<String> missing = new TreeSet<>();
  private final Catalog catalog = Catalog.of(Language.CHINESE, missing::add);
  private final List<MimeBundle> shown = new ArrayList<>();

  /** A notebook that keeps what was shown, or a terminal. */
  private record Tape(List<MimeBundle> shown, boolean replaces) implements Frontend {
    @Override
    public String name() {
      return replaces ? "tape" : new TerminalFrontend(System.out).name();
    }

    @Override
    public String display(MimeBundle bundle) {
      shown.add(bundle);
      return "id";
    }

    @Override
    public void update(String id, MimeBundle bundle) {
      shown.add(bundle);
    }
  }

  private <T> T chinese(Supplier<T> what) {
    T result = Words.in(catalog, what);
    assertThat(missing).isEmpty();
    return result;
  }

  /** Returns the text of a view, after a look for English in both of its forms. */
  private String text(Supplier<MimeBundle> view) {
    MimeBundle bundle = chinese(view);
    String html = bundle.forms().getOrDefault(MimeBundle.HTML, "");
    assertThat(html.isEmpty() || html.contains("lang=\"zh-Hans\"")).isTrue();
    noEnglish(
        html.replaceAll("(?s)<(td|div|pre) lang=\"en\".*?</\\1>|<pre.*?</pre>", "")
            .replaceAll("(?:title|aria-label|alt)=\"([^\"]*)\"", ">$1<")
            .replaceAll("<(?!\\d)[^>]*>", "\n"));
    noEnglish(bundle.plain());
    return bundle.plain();
  }

  private String shownBy(Consumer<Frontend> how, boolean replaces) {
    shown.clear();
    // A run is made in a thread of its own.
    Words.use(catalog);
    try {
      how.accept(new Tape(shown, replaces));
    } finally {
      Words.use(Catalog.ENGLISH);
    }
    return String.join("\n", List.copyOf(shown).stream().map(b -> text(() -> b)).toList());
  }

  /** Lines of logs and quotations stay as they are. */
  private static void noEnglish(String text) {
    String own =
        text.lines()
            .filter(line -> !line.matches(" *\\d+  .*|\\[ *\\d+\\.\\d+\\].*"))
            .map(line -> line.replaceAll("“[^”]*”|&quot;.*?&quot;", ""))
            .map(
                line ->
                    line.replaceAll(
                        "((Memory cgroup o|O)ut of memory|Killed /|Kernel panic)[^；]*", ""))
            .map(ChineseViewsTest::withoutFields)
            .reduce("", (a, b) -> a + "\n" + b);
    assertThat(ENGLISH.matcher(own).results().map(m -> line(own, m.start()))).isEmpty();
  }

  private static String line(String text, int at) {
    return text.substring(0, at).lines().reduce("", (a, b) -> b)
        + text.substring(at).lines().findFirst().orElse("");
  }

  /** Field names of several words. */
  private static String withoutFields(String text) {
    return Fields.all().stream()
        .map(Field::name)
        .filter(name -> name.contains(" "))
        .reduce(text, (rest, name) -> rest.replace(name, ""));
  }

  private static Run run(String name) {
    return Run.load(DATA.resolve(name));
  }

  private static OomReport wild(String name) {
    try {
      return OomReports.parse(Files.readString(DATA.resolve("wild").resolve(name))).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void runSaysItsVerdictAndItsFactsAlignedOnATerminal() {
    String text = text(() -> Views.of(SampleRuns.killed()));
    assertThat(text)
        .startsWith("进程 4711 被 OOM killer 杀死。\n结论")
        .contains("\n实际的受害进程  4711，和预期的一样\n", "\n峰值（VmHWM）   ");
    assertThat(text(() -> Views.of(run("first-kill")))).startsWith("进程 ").contains("（预录的运行）。\n");
    Run sealed =
        SampleRuns.killed().predicted(List.of(new Prediction("peak", "512", Instant.EPOCH)));
    assertThat(text(() -> Views.of(sealed))).contains("1 个，和运行开始时一样");
    Run edited = SampleRuns.with(SampleRuns.killed(), new Predictions(List.of(), "seal"));
    assertThat(text(() -> Views.of(edited))).contains("封存校验通不过");
  }

  @ParameterizedTest
  @EnumSource(Touch.class)
  void eachWayToTouchIsNamedAndExplained(Touch touch) {
    assertThat(
            text(
                () ->
                    Views.of(Experiment.standard().touch(touch).sampleEvery(Duration.ofMillis(1)))))
        .contains("访问方式  " + touch.name().toLowerCase(Locale.ROOT) + "：")
        .contains("每 1 ms 一次");
  }

  @Test
  void everyRecordedRunIsToldWithItsVerdictRecordingAndEnding() throws Exception {
    List<Run> runs = new ArrayList<>();
    try (Stream<Path> all = Files.list(DATA)) {
      all.filter(f -> Files.exists(f.resolve("run.json")))
          .sorted()
          .map(Run::load)
          .forEach(runs::add);
    }
    assertThat(runs).hasSizeGreaterThan(20);
    for (Run run : runs) {
      text(() -> Views.of(run));
      text(() -> Views.of(run.verdict()));
      text(() -> Views.of(run.recording()));
      text(() -> Views.of(run.recording().quality()));
      text(() -> Views.of(run.experiment()));
      text(() -> Views.of(run.waitStatus().map(w -> (Object) w).orElse("")));
      text(() -> Views.of(Charts.rss(run)));
      text(() -> Reconciliation.of(run));
      run.report().ifPresent(report -> text(() -> Views.of(report)));
    }
    Run[] all = runs.toArray(Run[]::new);
    List<String> names = runs.stream().map(r -> "一").toList();
    assertThat(text(() -> Views.of(RunTables.outcomes(names, all))))
        .contains("所有进程：panic", "调用者：ENOMEM", "访问时", "机器：RAM、交换分区", "组：变慢");
    assertThat(text(() -> Views.of(RunTables.endings(all)))).contains("\n内核 ");
    assertThatThrownBy(() -> chinese(() -> RunTables.outcomes(List.of("a", "b"), all[0])))
        .hasMessageContaining("请为每次运行各给一个");
  }

  @Test
  void guestsAreDescribedWithWhatIsSpecialAboutThem() {
    Guest guest = Guest.x86().swap(64L << 20).scenario(Scenario.plain().guard(Guard.EARLYOOM));
    assertThat(text(() -> Views.of(Experiment.in(guest))))
        .startsWith("机器 ")
        .contains("QEMU 里的 x86_64：", " CPU，", "64 MiB 交换分区", "，由 earlyoom 看守\n");
  }

  @Test
  void reportSaysWhoAskedAndWhoDiedInEachScope() {
    assertThat(text(() -> Views.of(SampleRuns.report())))
        .startsWith("“oom”请求内存，而它的内存控制组已满；内核杀死了 4711（oom）。\n")
        .contains("触发进程          oom（4714），0 阶：一个页面，GFP_KERNEL");
    assertThat(text(() -> Views.of(SampleRuns.globalReport()))).contains("整台机器都没有内存了");
    assertThat(text(() -> Views.of(StrangeReport.machine()))).contains("连续 8 个页面");
    for (String log : List.of("alder", "birch", "cedar", "elm", "fir", "hazel", "oak")) {
      text(() -> Views.of(wild(log + ".log")));
    }
  }

  @Test
  void linesOfAReportKeepTheirEnglishUnderWhatTheyMean() {
    OomReport report = SampleRuns.globalReport();
    MimeBundle lines = chinese(() -> ReportView.lines(report.lines()));
    assertThat(lines.forms().getOrDefault(MimeBundle.HTML, ""))
        .contains(" lang=\"en\" ", report.lines().get(0).text().split(" ", 2)[0]);
    assertThat(text(() -> lines)).contains(report.lines().get(0).text());
  }

  @Test
  void questionsAreAnsweredAndChangesTriedOut() {
    Explanation explanation = Words.in(catalog, () -> Explanation.of(SampleRuns.report()));
    text(() -> Views.of(explanation));
    assertThat(text(() -> Views.of(explanation.whatIf(new Change.KillGroup()))))
        .startsWith("假设：")
        .contains("\n死的会是");
  }

  @Test
  void tablesKeepTheirHeadingsAndTellTheRoles() {
    String text = text(() -> Views.of(Tables.tasks(SampleRuns.report())));
    assertThat(text).contains("rss_pages", "受害进程").endsWith("\n5 行\n");
    assertThat(Words.in(catalog, () -> Tables.tasks(SampleRuns.report())).stringColumn("role"))
        .contains("victim");
    long[] numbers = new long[5000];
    assertThat(text(() -> Views.of(Table.create("t", LongColumn.create("n", numbers)))))
        .endsWith("共 5,000 行，这里是前 60 行\n");
    text(() -> Views.of(Tables.memInfo(SampleRuns.globalReport())));
  }

  @Test
  void otherValuesAreShownWithFewWords() {
    assertThat(
            text(
                () ->
                    Views.of(
                        List.of(new ViewsTest.Point(1, Optional.of("a"), OptionalLong.of(2))))))
        .endsWith("1 行");
    assertThat(text(() -> Views.of(new WaitStatus.Exited(137)))).contains("137");
    BufferedImage picture = new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB);
    assertThat(chinese(() -> Views.of(picture)).plain()).isEqualTo("图片，3 x 4 像素");
  }

  @Test
  void predictionIsComparedInWords() {
    PredictionLog log = new PredictionLog(Clock.systemUTC());
    assertThat(text(() -> log.predict("峰值", 512))).isEqualTo("峰值\n你的预测  512\n");
    assertThat(log.seal()).extracting(Prediction::answer).containsExactly("512");
    assertThat(text(() -> log.predict("峰值", 256))).contains("，填于 ", "事后更改  256：从下一次运行起算数");
    assertThat(text(() -> log.compare("峰值", 128)))
        .contains("512（封存之后改成了 256）", "实际结果  128", "你多了 384，你的数是实际结果的 4.00 倍；");
    assertThat(text(() -> log.compare("谁死", 4711))).contains("无：用 predict(...) 填一个");
    for (List<Object> pair :
        List.<List<Object>>of(
            List.of(1, 1),
            List.of(105, 100),
            List.of(1, 5),
            List.of("a", "a"),
            List.of("a", "b"))) {
      assertThat(chinese(() -> PredictionLog.verdict(pair.get(0), pair.get(1))))
          .doesNotContainPattern("[a-z]");
    }
    assertThat(chinese(log::results))
        .containsEntry(
            "峰值",
            "512（封存之后改成了 256）：你多了 384，你的数是实际结果的 4.00 倍；"
                + chinese(() -> oomlab.check.UnitFactors.between(512, 128).orElse("")));
  }

  @Test
  void answersAreJudgedHintedAndCounted() {
    AnswerLog log = new AnswerLog();
    OomReport report = SampleRuns.report();
    assertThat(chinese(() -> log.check("victim-bytes", report, 63_800)).forms().toString())
        .contains("，你的回答是 63800 ", ">提示</summary>", ">再看一条提示</summary>", ">参考答案</summary>");
    text(() -> log.check("victim-bytes", report, 261_324_800));
    text(() -> log.check("resident-kb", report, Question.YOURS));
    assertThat(text(() -> log.hint("resident-kb", report))).startsWith("提示 1/2：");
    text(() -> log.hint("resident-kb", report));
    assertThat(text(() -> log.hint("resident-kb", report))).startsWith("参考答案：");
    assertThat(text(() -> Scorecard.of(Map.of("峰值", "256：很接近"), log.results())))
        .contains("自测：2 题中答对 1 题")
        .contains("GOOD     victim-bytes（之前答错 1 次）\n")
        .contains("MISSING  resident-kb（看过 3 条提示）\n");
    assertThat(text(() -> Scorecard.of(Map.of(), Map.of()))).startsWith("预测\n");
  }

  @Test
  void fieldsAreExplainedAndTheSheetIsWhole() {
    assertThat(text(() -> FieldView.of("total_vm"))).contains("total_vm");
    for (Field field : Fields.all()) {
      text(() -> FieldView.of(field.name()));
    }
    assertThat(text(() -> CheatSheet.of(SampleRuns.globalReport())))
        .startsWith("最先要认识的 " + CheatSheet.essential().size() + " 个字段；其他的用 field(\"word\") 查。\n");
  }

  @Test
  void figuresAreReconciledToThePage() {
    assertThat(text(() -> Reconciliation.of(SampleRuns.killed())))
        .contains("终止行", "在曲线的最后一个采样点之后，受害进程又得到了 800 页。任务表和终止行一致，精确到页。")
        .contains("还有 6,324 kB（1,581 页）这份报告解释不了");
    assertThat(text(() -> Reconciliation.of(SampleRuns.killedUnseen())))
        .contains("没有内核的终止行，曲线就没有可以对照的东西：");
  }

  private static Live live(Run run, long limit, String phase) {
    return new Live(
        90_000_000,
        run.recording(),
        run.allocations(),
        limit,
        phase,
        List.of("[ 0.0] boots up now"));
  }

  @Test
  void liveRunSaysHowFarItIsAndHowItWasStopped() {
    Run run = SampleRuns.killed();
    Recording none =
        new Recording(Series.empty(SampleRuns.PAGE), List.of(), run.recording().quality());
    for (Experiment experiment : List.of(Experiment.standard(), Experiment.in(Guest.arm32()))) {
      String text =
          shownBy(
              frontend -> {
                LiveRunView view = LiveRunView.start(frontend, experiment, System::nanoTime);
                view.interrupted();
                view.accept(live(SampleRuns.with(run, none), 256L << 20, "虚拟机启动"));
                for (long mib : new long[] {1, 250, 256, 512, 1 << 20}) {
                  view.accept(live(run, mib << 20, "第 " + mib + " 步"));
                }
                view.interrupted();
              },
              true);
      assertThat(text)
          .contains("正在启动：", "后被中断，那时还没有开始：什么也没有留下。", "还没有速度：", "几乎满了")
          .contains("246 MiB（共 256 MiB），按 ", " MiB/s 的速度，还要不到 1 s。")
          .contains("几乎不增长", "\n要停止它，请中断单元格：点击方形按钮，或者按两次 I 键。");
    }
    assertThat(
            shownBy(
                frontend -> {
                  LiveRunView view =
                      LiveRunView.start(frontend, Experiment.in(Guest.arm32()), System::nanoTime);
                  view.accept(live(run, 256L << 20, "虚拟机启动"));
                },
                false))
        .isEqualTo("虚拟机启动……");
  }

  private RunChooser chooser(
      Frontend frontend,
      boolean usable,
      Map<String, String> environment,
      GuestAvailability guests) {
    Place place = new Place(1, Path.of("/cg"), usable, "原因。", "办法");
    return new RunChooser(
        frontend,
        List.of(DATA),
        environment,
        () -> List.of(place),
        guests,
        (experiment, listener) -> SampleRuns.killed(),
        () -> List.of(new Prediction("峰值", "512", Instant.EPOCH)),
        Optional.empty(),
        new HashSet<>());
  }

  @Test
  void recordedRunsSayWhyTheyAreShown() {
    Map<String, String> asked = Map.of("OOMLAB_RECORDED", "1");
    GuestAvailability none = FakeGuestroom.without("没有 QEMU。");
    Experiment experiment = Experiment.standard();
    assertThat(shownBy(f -> chooser(f, true, asked, none).run(experiment, "first-kill"), true))
        .startsWith("这是一次预录的运行，")
        .contains("。没有在这台机器上引发任何事：设置了 OOMLAB_RECORDED。\n");
    assertThat(shownBy(f -> chooser(f, false, Map.of(), none).run(experiment, "first-kill"), true))
        .contains("没有在这台机器上引发任何事：原因；另外，没有 QEMU。\n");
    assertThat(
            shownBy(
                f -> chooser(f, false, Map.of(), none).repeat(1, "touch-times", List.of()), true))
        .startsWith("这些运行是预录的，一共 15 次。没有在这台机器上引发任何事：原因。你的预测已经封存。");
    assertThat(
            shownBy(
                f ->
                    chooser(f, true, asked, none)
                        .recordedReport(SampleRuns.killedUnseen(), "first-kill"),
                true))
        .contains("显示的是预录的运行“first-kill”的报告。");
    assertThatThrownBy(
            () -> chinese(() -> chooser(new Tape(shown, true), true, asked, none).data("x")))
        .hasMessageContaining("里没有“x”；请用 ./oomlab kill --save DIR 生成它");
  }

  @Test
  void bannerSaysWhatThisMachineIsAndWhatItCannotShow(@TempDir Path root) throws Exception {
    for (String mode : List.of("0", "1", "2")) {
      write(root, "proc/sys/vm/overcommit_memory", mode);
      write(root, "proc/sys/kernel/osrelease", "6.1.0-test\n");
      write(root, "proc/meminfo", "MemTotal:        1048576 kB\nSwapTotal:             0 kB\n");
      write(root, "proc/self/smaps", "KernelPageSize:       64 kB\n");
      write(root, "proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
      for (GuestAvailability guests : List.of(FakeGuestroom.open(), FakeGuestroom.without("没有"))) {
        for (boolean usable : new boolean[] {true, false}) {
          for (Map<String, String> asked :
              List.of(Map.<String, String>of(), Map.of("OOMLAB_RECORDED", "1"))) {
            String text =
                text(
                    () ->
                        chooser(new Tape(shown, false), usable, asked, guests)
                            .banner(root, List.of("一。", "二。")));
            assertThat(text)
                .startsWith("内核 ")
                .contains("\n内存控制组        版本 2\n", "\n之前的 Java 内核  一。二。\n", "\n交换分区          无\n")
                .contains("\n看不到            ", "无（纯文本）");
          }
        }
      }
    }
  }

  @Test
  void deadKernelsAreToldWithTheirCause(@TempDir Path root) throws Exception {
    KernelNote self = new KernelNote(43, 9000, "b", "pid:[4026531836]", Path.of("/n"));
    KernelNote dead = new KernelNote(42, 5000, "b", "pid:[4026531836]", Path.of("/n"));
    String kill = "Killed process 42 (java) total-vm:4kB, anon-rss:4kB";
    KernelDeaths killed =
        new KernelDeaths(
            root,
            root.resolve("state"),
            List.of(root),
            () -> List.of(new LogRecord(1, 51_000_000, 3, kill)));
    killed.leave(dead);
    assertThat(chinese(() -> killed.sentences(self)))
        .containsExactly(
            "/n 里的 Java 内核（进程 42）被 OOM killer 杀死了：“Killed process 42 (java) total-vm:4kB,"
                + " anon-rss:4kB”。请关闭占用内存的程序，或者给机器增加内存。"
                + "它的变量都没有了：请从第一个单元格起，重新运行它的 notebook。");
    KernelDeaths inside = new KernelDeaths(root, root.resolve("state"), List.of(root), List::of);
    inside.leave(dead);
    assertThat(chinese(() -> inside.sentences(self)).get(0))
        .contains("没有留下任何信息就结束了，就像被 kill -9 杀死的一样。内核日志里没有");
    KernelNote other = new KernelNote(43, 9000, "b", "pid:[1]", Path.of("/n"));
    inside.leave(new KernelNote(42, 5000, "b", "pid:[1]", Path.of("/n")));
    assertThat(chinese(() -> inside.sentences(other)).get(0)).contains("在容器里判断不了");
    write(root, "hs_err_pid42.log", "#  SIGSEGV (0xb) at pc=0x00007f, pid=42\n");
    inside.leave(new KernelNote(42, 5000, "b", "pid:[1]", Path.of("/n")));
    assertThat(chinese(() -> inside.sentences(other)).get(0)).contains("崩溃了：“SIGSEGV (0xb)");
  }

  @Test
  void handedInRunIsFoundAndExamined(@TempDir Path runs) {
    World world = new World("ada");
    GuestAvailability none = FakeGuestroom.without("没有 QEMU。");
    assertThat(text(() -> HandInView.of(SampleRuns.killed(), world))).contains("不符");
    for (boolean usable : new boolean[] {true, false}) {
      Path folder = runs.resolve(String.valueOf(usable));
      for (int i = 0; i < 2; i++) {
        int round = i;
        String said =
            shownBy(
                f -> {
                  Run run =
                      new HandInRuns(
                              chooser(
                                  f, usable, Map.of("OOMLAB_RECORDED", usable ? "" : "1"), none),
                              folder)
                          .handIn(world);
                  HandInRuns handIns = new HandInRuns(chooser(f, true, Map.of(), none), folder);
                  assertThat(handIns.points(run, world, 4)).isEqualTo(usable ? 0 : 2);
                },
                true);
        assertThat(said)
            .contains(
                round == 0
                    ? (usable ? "请把这个目录和 notebook 一起提交。" : "按一半计分。")
                    : "这是 runs/hand-in 里的运行")
            .contains("要重新做这次运行，请删除目录 runs/hand-in，再运行这个单元格。");
      }
    }
    Map<String, String> grading = Map.of("NBGRADER_EXECUTION", "autograde");
    assertThatThrownBy(
            () ->
                chinese(
                    () ->
                        new HandInRuns(chooser(new Tape(shown, true), true, grading, none), runs)
                            .handIn(world)))
        .hasMessage("没有提交运行：notebook 旁边没有目录 runs/hand-in");
  }

  @Test
  void madeReportSaysSoAndIsTheSameInEveryLanguage() {
    for (String seed : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
      Variant variant = Variant.of(new World(seed));
      assertThat(chinese(variant::sentence)).startsWith("为练习制作，取自第 0").endsWith("这份报告不是任何内核写的。");
      assertThat(chinese(variant::text)).isEqualTo(variant.text());
    }
  }

  /** What a cell does. */
  public static final class Cell {
    private Cell() {}

    public static void main(String[] args) {
      Lab.scorecard();
    }
  }

  @Test
  void kernelsEnvironmentChoosesTheLanguageOfItsCells() throws Exception {
    assertThat(scorecard("zh")).startsWith("预测\n自测：");
    assertThat(scorecard("en")).startsWith("Predictions\nChecks: ");
  }

  private static String scorecard(String language) throws Exception {
    String path =
        Stream.of(
                Cell.class,
                Lab.class,
                Experiment.class,
                Language.class,
                Table.class,
                JsonMapper.class)
            .map(c -> c.getProtectionDomain().getCodeSource().getLocation().getPath())
            .distinct()
            .collect(Collectors.joining(":"));
    ProcessBuilder cell =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-cp",
            path,
            Cell.class.getName());
    cell.environment().put(Language.VARIABLE, language);
    Process process = cell.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void chineseLettersTakeTwoColumns() {
    assertThat(TextWidth.of("RAM（内存）：µs")).isEqualTo(15);
    assertThat(TextWidth.padded("内存", 6)).isEqualTo("内存  ");
  }

  private static void write(Path root, String file, String text) throws Exception {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }
}
