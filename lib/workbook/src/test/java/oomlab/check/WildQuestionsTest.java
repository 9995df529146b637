package oomlab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import oomlab.check.Judgement.Grade;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions that a reader may ask of any report. */
class WildQuestionsTest {
  private static final Path WILD = Path.of("notebooks/data/wild");
  private static final Path COLLECTION =
      Path.of(System.getProperty("oomlab.reports", "../shared/oom-reports"));

  private static List<Question<?>> questions() {
    return Questions.all().stream()
        .filter(q -> q.id().startsWith("wild-"))
        .filter(q -> q.about() == OomReport.class)
        .toList();
  }

  private static Stream<Path> ours() throws IOException {
    return logs(WILD);
  }

  /** Reports of all kinds, cut, torn and wrapped ones among them, where they are at hand. */
  private static Stream<Path> everybodys() throws IOException {
    List<Path> files = new ArrayList<>(ours().toList());
    for (String part : List.of("made", "public")) {
      if (Files.isDirectory(COLLECTION.resolve(part))) {
        files.addAll(logs(COLLECTION.resolve(part)).toList());
      }
    }
    return files.stream();
  }

  private static Stream<Path> logs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().matches(".*\\.(log|txt)"))
          .filter(f -> !f.getFileName().toString().contains("-fmt"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static List<OomReport> read(Path file) throws IOException {
    return OomReports.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void nearlyEveryQuestionCanBeAskedOfEachShippedLog(Path file) throws IOException {
    OomReport report = read(file).get(0);
    long asked = questions().stream().filter(q -> judged(q, report)).count();
    assertThat(asked).isGreaterThanOrEqualTo(questions().size() - 1L);
  }

  @ParameterizedTest
  @MethodSource("everybodys")
  void questionIsJudgedOrRefusedInASentence(Path file) throws IOException {
    for (OomReport report : read(file)) {
      questions().forEach(question -> judged(question, report));
    }
  }

  @Test
  void eachWorldHasItsLogAndEachLogItsWorlds() {
    List<String> drawn =
        Stream.iterate(0, i -> i + 1)
            .limit(100)
            .map(i -> new World("reader" + i).wildLog())
            .toList();
    assertThat(drawn).containsAll(World.WILD.stream().map(name -> name + ".log").toList());
    assertThat(drawn).allMatch(name -> Files.isRegularFile(WILD.resolve(name)));
    assertThat(new World("Ada").wildLog()).isEqualTo(new World(" ada").wildLog());
  }

  /**
   * Whether it can be asked; what it says then must be whole sentences for every kind of answer.
   */
  private static boolean judged(Question<?> question, OomReport report) {
    try {
      Expected right = question.right(report);
      String answer = right instanceof Expected.Amount a ? "" + a.value() : right.toString();
      assertThat(question.judge(report, answer).grade()).isEqualTo(Grade.GOOD);
      for (String wrong : List.of("-7", "yes", "no", "machine", "group", "swap", "0", "1")) {
        assertThat(question.judge(report, wrong).because()).matches("(?s).*[.?]");
      }
      assertThat(question.hints(report)).hasSize(2);
      assertThat(question.solution(report)).endsWith(".");
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasCauseInstanceOf(NoSuchElementException.class);
      return false;
    }
  }
}
