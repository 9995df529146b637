package oomlab.handin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.Prediction;
import oomlab.Run;
import oomlab.check.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BookRunsTest {
  private static final Path DATA = Path.of("notebooks/data");
  private static final World WORLD = new World("ada");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  static Stream<Path> recordings() throws IOException {
    return HandInTest.recordings();
  }

  /** When a run was recorded anew: copy target/book-runs.txt over the library's. */
  @Test
  void listHasEveryRecordedRunOfTheBook() throws IOException {
    String made =
        recordings()
            .map(d -> BookRuns.line(String.valueOf(d.getFileName()), Run.load(d)) + "\n")
            .collect(Collectors.joining());
    Files.writeString(Path.of("target/book-runs.txt"), made);
    try (InputStream in = BookRuns.class.getResourceAsStream("book-runs.txt")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(made);
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void recordedRunIsNobodysOwnAndCountsHalf(Path recording) {
    Run run = Run.loadHandedIn(recording);
    List<Finding> findings = HandIn.examine(run, WORLD);
    assertThat(findings).extracting(Finding::code).containsExactly("recorded");
    assertThat(findings.get(0).sentence()).contains("\"" + recording.getFileName() + "\"");
    assertThat(HandIn.points(run, WORLD, 4)).isEqualTo(2);
  }

  @Test
  void predictionsBeforeARecordedRunLeaveItOne() {
    Run run = Run.load(DATA.resolve("first-kill"));
    Instant now = Instant.parse("2026-12-01T10:00:00Z");
    Run predicted = run.predicted(List.of(new Prediction("peak", "512", now)));
    assertThat(HandIn.examine(predicted, WORLD))
        .extracting(Finding::code)
        .containsExactly("recorded");
  }

  @Test
  void relabelledRecordedRunIsStillTheBooks() throws IOException {
    List<Consumer<Forged>> labels =
        List.of(
            f -> f.word("startedAt", "2026-12-01T10:00:00Z"),
            f ->
                f.word("bootId", "11111111-2222-4333-8444-555555555555")
                    .word("startedAt", "2026-12-01T10:00:00Z"),
            f ->
                f.word("startedAt", "2026-12-01T10:00:00Z")
                    .everywhere(text -> text.replaceAll("\\b5566\\b", "7788")),
            f -> {
              List<long[]> rows = f.word("startedAt", "2026-12-01T10:00:00Z").samples();
              rows.forEach(row -> row[0] += 7_000_000);
              f.samples(rows.subList(20, rows.size()));
            },
            f -> {
              List<long[]> rows = f.word("startedAt", "2026-12-01T10:00:00Z").samples();
              rows.forEach(row -> row[2] = row[2] * 9 / 8);
              f.samples(rows);
            });
    for (int i = 0; i < labels.size(); i++) {
      Forged forged = Forged.read(DATA.resolve("first-kill"));
      labels.get(i).accept(forged);
      Path made = folder.resolve("made" + i);
      forged.write(made);
      Run run = Run.loadHandedIn(made);
      assertThat(HandIn.examine(run, WORLD))
          .as("label %d", i)
          .extracting(Finding::code)
          .containsExactly("recorded-edited");
      assertThat(HandIn.points(run, WORLD, 4)).isZero();
    }
  }
}
