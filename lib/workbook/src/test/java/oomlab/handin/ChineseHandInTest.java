package oomlab.handin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import oomlab.Bytes;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.check.World;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a student reads in Chinese about the run that is handed in. */
class ChineseHandInTest {
  private static final Path DATA = Path.of("notebooks/data");
  private static final World WORLD = new World("ada");
  private static final Pattern ENGLISH = Pattern.compile("\\b[a-z]+ [a-z]+ [a-z]+\\b");

  private final Set<String> missing = new TreeSet<>();
  private final Catalog catalog = Catalog.of(Language.CHINESE, missing::add);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  private <T> T chinese(Supplier<T> what) {
    return Words.in(catalog, what);
  }

  /** What it quotes from the run's files is as it was found there. */
  private static boolean hasEnglish(String said) {
    return ENGLISH.matcher(said.replaceAll("“[^”]*”|\"[^\"]*\"", "")).find();
  }

  /** All but what the report says of its own lines. */
  private List<String> findings(Run run, Experiment expected) {
    return chinese(() -> HandIn.examine(run, expected)).stream()
        .filter(finding -> !finding.code().equals("report-problem"))
        .map(Finding::sentence)
        .toList();
  }

  /** Returns the run of an edited bundle; empty if it can no longer be read. */
  private static Optional<Run> run(Forged bundle, Path folder) throws IOException {
    bundle.write(folder);
    return HandIns.read(folder) instanceof Received.Bundle read
        ? Optional.of(read.run())
        : Optional.empty();
  }

  @Test
  void findingsOfEditedRunsAreChinese() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String name : List.of("first-kill", "guest-arm32")) {
      Forged honest = Forged.read(DATA.resolve(name));
      Forged other = Forged.read(DATA.resolve("limit-group"));
      Experiment expected = Run.load(DATA.resolve(name)).experiment();
      for (Edit edit : Edits.ALL) {
        Forged mine = honest.copy();
        edit.how().edit(mine, other, new Random(7));
        run(mine, folder.resolve(name)).ifPresent(r -> all.addAll(findings(r, expected)));
      }
    }
    assertThat(all).hasSizeGreaterThan(80).noneMatch(ChineseHandInTest::hasEnglish);
    assertThat(missing).isEmpty();
  }

  @Test
  void runOfAnotherSeedIsToldInChinese() {
    Run run = Run.load(DATA.resolve("first-kill"));
    List<String> said = findings(run, WORLD.experiment());
    assertThat(said)
        .contains(
            "这次运行的上限是 256 MiB，而种子要求的是 %s。".formatted(Bytes.text(WORLD.experiment().limitBytes())))
        .noneMatch(ChineseHandInTest::hasEnglish);
    assertThat(chinese(() -> HandIn.bySubject(run, WORLD.experiment())).keySet())
        .contains("结论、证据和计数器")
        .noneMatch(ChineseHandInTest::hasEnglish);
    assertThat(missing).isEmpty();
  }

  @Test
  void recordedRunAndSummariesAreToldInChinese() {
    Run run = Run.load(DATA.resolve("first-kill"));
    List<Finding> recorded = chinese(() -> HandIn.examine(run, WORLD));
    assertThat(recorded.get(0).sentence()).isEqualTo("这是本书预录的运行“first-kill”，不是你自己的：按一半计分。");
    List<Finding> faults = HandIn.examine(run, WORLD.experiment());
    List<Finding> one = faults.stream().filter(Finding::isFault).limit(1).toList();
    List<String> said = new ArrayList<>();
    for (List<Finding> findings : List.of(recorded, faults, one, List.<Finding>of())) {
      said.add(chinese(() -> HandIn.summary(findings)));
    }
    said.add(chinese(() -> Words.words(HandIn.CAVEAT)));
    said.add(chinese(() -> recorded.get(0).toString()));
    said.add(chinese(() -> new Finding("limit", Finding.Severity.FAULT, "。").toString()));
    assertThat(said).noneMatch(s -> s.matches(".*\\b[a-z]+ [a-z]+.*"));
    assertThat(said).contains("有一处不符：计 0 分。", "不符（limit）：。");
    assertThat(missing).isEmpty();
  }

  @Test
  void refusalsAreToldInChinese() throws IOException {
    List<String> said = new ArrayList<>();
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path path : List.of(folder.resolve("nobody"), link, file)) {
      Received received = chinese(() -> HandIns.read(path));
      said.add(((Received.Broken) received).finding().sentence());
    }
    assertThat(said.get(0)).isEqualTo("没有提交运行：没有目录 %s。".formatted(folder.resolve("nobody")));
    Path large = Files.writeString(folder.resolve("samples.csv"), "\n".repeat(200_001));
    Path huge = Files.write(folder.resolve("kmsg.log"), new byte[(2 << 20) + 1]);
    for (Path path : List.of(link, folder, large, huge)) {
      said.add(
          chinese(
              () -> String.valueOf(catchThrowable(() -> HandedInFiles.read(path)).getMessage())));
    }
    assertThat(said).noneMatch(ChineseHandInTest::hasEnglish).noneMatch(s -> s.contains(" is "));
    assertThat(missing).isEmpty();
  }
}
