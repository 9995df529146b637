package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.cli.Doctor.Fact;
import oomlab.internal.cgroup.Place;
import oomlab.internal.klog.LogAccess;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.TextWidth;
import oomlab.internal.text.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands print for a reader who chose Chinese, and that programs read the same. */
@Isolated("speaks Chinese in every thread, and takes standard error")
class ChineseCommandsTest {
  private static final Path REPORTS = Path.of("lib/report/src/test/resources/reports");
  private static final String X86 = REPORTS.resolve("v4.20-x86_64-global.log").toString();

  private static final Path USAGE =
      Path.of("lib/cli/src/main/resources/oomlab/words/usage.zh.properties");

  private static final List<String> READERS =
      List.of("run", "open", "kill", "report", "explain", "doctor", "setup");

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  private final Set<String> missing = new TreeSet<>();
  private final Path directory;

  ChineseCommandsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  record Printed(int status, String out, String err) {}

  @BeforeEach
  void speakChinese() {
    Words.use(Catalog.of(Language.CHINESE, missing::add));
  }

  @AfterEach
  void speakEnglish() {
    Words.use(Catalog.ENGLISH);
  }

  @Test
  void reportsOfEveryKindAreInChinese() throws IOException {
    try (Stream<Path> logs = Files.list(REPORTS)) {
      for (Path log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
        Printed done = run(new ReportCommand(new ByteArrayOutputStream(), CLOCK), log.toString());
        assertThat(done.status()).as(log + done.err()).isZero();
        assertThat(prose(text(log))).as(log.toString()).allSatisfy(this::isChinese);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void aReportsTablesStandInColumns() {
    assertThat(text(Path.of(X86)))
        .contains(
            "  oom（pid 6436）请求一个页面（GFP_HIGHUSER_MOVABLE|__GFP_ZERO），但是没有。\n",
            "  被杀死：进程 6435（oom），分数 957，匿名内存 5517.8 MiB。\n",
            """

            内存
                                  MiB       页
              RAM              5950.6  1523342
              内核保留          183.2    46911
            """,
            "任务：54 个，从大到小；* 表示被杀死\n");
  }

  @Test
  void anExplanationIsBrokenIntoLinesAsWideAsEnglishOnes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run(new ExplainCommand(out, CLOCK), X86).status()).isZero();
    String page = out.toString(StandardCharsets.UTF_8);
    assertThat(page).contains("<- 被选中", "……另有 44 个", "没有着落");
    assertThat(page.lines()).allMatch(line -> TextWidth.of(line) <= 100);
  }

  @Test
  void programsReadTheSameInBothLanguages() throws IOException {
    for (String command : List.of("report", "explain")) {
      assertThat(json(command, "zh")).as(command).isEqualTo(json(command, "en"));
    }
    Path zh = directory.resolve("zh");
    Path en = directory.resolve("en");
    run(new ReportCommand(), "--language", "zh", "--csv", zh.toString(), X86);
    run(new ReportCommand(), "--language", "en", "--csv", en.toString(), X86);
    for (String table : List.of("tasks.csv", "zones.csv", "kills.csv")) {
      assertThat(zh.resolve(table)).hasSameTextualContentAs(en.resolve(table));
    }
  }

  @Test
  void doctorSaysInChineseWhatAMachineHas() throws IOException {
    for (String mode : List.of("0", "1", "2", "")) {
      write("proc/sys/vm/overcommit_memory", mode);
      write("proc/sys/vm/panic_on_oom", mode);
      write("proc/sys/vm/oom_dump_tasks", mode);
      write("proc/meminfo", mode.equals("1") ? "MemTotal: 2097152 kB\nSwapTotal: 4096 kB\n" : "");
      write(
          "proc/self/mounts",
          "proc /proc proc rw,hidepid=2 0 0\ncgroup2 /c cgroup2 rw 0 0\nx /m cgroup memory 0 0\n");
      for (boolean usable : new boolean[] {true, false}) {
        Place place = new Place(2, Path.of("/c/oomlab-1.scope"), usable, "原因", "办法");
        LogAccess log = new LogAccess(usable, "/dev/kmsg", "原因", "办法");
        for (boolean guest : new boolean[] {true, false}) {
          Doctor doctor =
              Doctor.examine(
                  directory,
                  new Doctor.Probes(
                      List.of(place), log, List.of(Fact.of("JDK", "17")), guest, true));
          assertThat(doctor.toPage().lines().toList()).allSatisfy(this::isChinese);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void wrongArgumentsAreSaidInChinese() {
    Map<String, String> sentences =
        Map.of(
            "kill --touch all",
            "oomlab kill: 不认识 --touch all：请给出 page、byte、populate、madvise、huge、mlock、file、shared",
            "kill --every soon",
            "oomlab kill: --every soon 不是时间：请写一个数和 us、ms、s 或 min，例如 1ms",
            "kill --cpus 2",
            "oomlab kill: 这些选项用于虚拟机：请加上 --in guest-arm32 或 --in guest-x86_64",
            "report --bogus",
            "oomlab report: 未知选项：'--bogus'",
            "report --only x",
            "oomlab report: 选项 '--only' 的值无效：'x' 不是整数",
            "setup",
            "oomlab setup: 要安装什么？只能安装 --guests：./oomlab setup --guests。",
            "setup --guests arm",
            "oomlab setup: 没有虚拟机“arm”；可用的有：arm32 和 x86_64。",
            "open --language fr",
            "oomlab open: --language fr：没有这个版本；可用的有：en、zh");
    sentences.forEach(
        (typed, sentence) -> {
          Printed done = execute(typed.split(" ", -1));
          assertThat(done.status()).as(typed).isEqualTo(2);
          assertThat(done.err().lines()).as(typed).first().isEqualTo(sentence);
        });
    assertThat(execute("rum").err()).startsWith("oomlab: 没有命令“rum”；可用的有：assign、");
    assertThat(missing).isEmpty();
  }

  @Test
  void theOptionChoosesTheLanguageOfWhatFollows() {
    Words.use(Catalog.ENGLISH);
    assertThat(execute("report", "--language", "zh", "--bogus").err())
        .startsWith("oomlab report: 未知选项：'--bogus'");
    assertThat(execute("kill", "--language", "en", "--touch", "all").err())
        .startsWith("oomlab kill: --touch all is not known: give page, byte");
    Printed unknown = execute("doctor", "--language", "zh_TW");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith("oomlab doctor: --language zh_TW is not known: give en or zh\nTry ");
  }

  @Test
  void helpIsInChinese() throws IOException {
    for (String command : READERS) {
      CommandLine line = Main.commandLine(command);
      UsageWords.into(line);
      String usage = subcommand(line, command).getUsageMessage();
      assertThat(usage.lines()).as(command).allSatisfy(this::isChinese);
    }
    assertThat(execute("report", "--language", "en", "--help").out())
        .startsWith("Usage: oomlab report ");
  }

  @Test
  void everyWordOfTheHelpIsOfAnOption() throws IOException {
    Properties words = new Properties();
    words.load(new StringReader(Files.readString(USAGE)));
    Pattern key = Pattern.compile("oomlab\\.(\\w+)\\.([^.]+?)(\\[.*])?(\\.\\d)?");
    for (String each : words.stringPropertyNames()) {
      Matcher named = key.matcher(each);
      if (named.matches() && !named.group(1).equals("usage")) {
        String command = named.group(1);
        CommandSpec spec = subcommand(Main.commandLine(command), command).getCommandSpec();
        assertThat(
                Stream.concat(
                    spec.optionsMap().keySet().stream().map(name -> name.replaceFirst("^-+", "")),
                    spec.positionalParameters().stream().map(ArgSpec::paramLabel)))
            .as(each)
            .contains(named.group(2));
      }
    }
  }

  private static CommandLine subcommand(CommandLine line, String name) {
    return Objects.requireNonNull(line.getSubcommands().get(name));
  }

  /** No three English words in a row; what is quoted of logs, names and commands has none. */
  private void isChinese(String line) {
    assertThat(line).doesNotContainPattern("(?<![-\\w./])[a-z]+ [a-z]+ [a-z]+(?![-\\w./])");
  }

  /** The lines without names of processes, and without what is quoted of the log. */
  private static List<String> prose(String text) {
    return text.lines()
        .filter(line -> !line.matches("  [ *].*|  第 \\d+ 行：.*|.* panic：.*"))
        .map(line -> line.replaceFirst("^  .*(?=（pid )", "").replaceFirst("\\d+（.*）", ""))
        .toList();
  }

  private static String text(Path log) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(new ReportCommand(out, CLOCK), log.toString());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String json(String command, String language) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogCommand asked =
        command.equals("report") ? new ReportCommand(out, CLOCK) : new ExplainCommand(out, CLOCK);
    assertThat(run(asked, "--language", language, "--json", X86).status()).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Printed run(LogCommand command, String... arguments) {
    PrintStream usual = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int status = new CommandLine(command).execute(arguments);
      return new Printed(status, "", err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(usual);
    }
  }

  private static Printed execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(arguments);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return new Printed(line.execute(arguments), out.toString(), err.toString());
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
