package oomlab.handin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import oomlab.Experiment;
import oomlab.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandInTest {
  private static final Path DATA = Path.of("notebooks/data");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  /** Those of the child that the library brings; nobody hands in another program. */
  static Stream<Path> recordings() throws IOException {
    try (Stream<Path> all = Files.list(DATA)) {
      return all
          .filter(d -> Files.exists(d.resolve("run.json")))
          .filter(d -> Run.load(d).experiment().program().isEmpty())
          .sorted()
          .toList()
          .stream();
    }
  }

  static Stream<Edit> edits() {
    return Edits.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void recordedRunFitsItsOwnParameters(Path recording) {
    Run run = HandIns.load(recording);
    assertThat(HandIn.examine(run, run.experiment())).noneMatch(Finding::isFault);
  }

  /** Rich runs: with a kill, its whole report and more than a few samples. */
  private static final List<String> RICH =
      List.of("first-kill", "mlock", "limit-group", "limit-group-v1", "guest-arm32");

  @ParameterizedTest
  @MethodSource("edits")
  void editIsFoundOrKnownToPass(Edit edit) throws IOException {
    int applied = 0;
    List<String> surprises = new ArrayList<>();
    // What passes is shown on one run; a guest's may show more.
    List<String> names = edit.caught() ? RICH : RICH.subList(0, 1);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Path own = DATA.resolve(name);
      Path others = DATA.resolve(names.get((i + 2) % names.size()));
      Forged honest = Forged.read(own);
      Forged mine = honest.copy();
      Edit.Claim claim = edit.how().edit(mine, Forged.read(others), new Random(7));
      if (mine.sameAs(honest) && claim == Edit.Claim.OWN) {
        continue;
      }
      applied++;
      Experiment expected = Run.load(claim == Edit.Claim.OWN ? own : others).experiment();
      boolean fault = !faults(mine, folder.resolve(name), expected).isEmpty();
      if (fault != edit.caught()) {
        surprises.add(name);
      }
    }
    assertThat(applied).isPositive();
    assertThat(surprises).isEmpty();
  }

  private static List<Finding> faults(Forged bundle, Path folder, Experiment expected)
      throws IOException {
    bundle.write(folder);
    Received received = HandIns.read(folder);
    return received instanceof Received.Broken broken
        ? List.of(broken.finding())
        : HandIn.examine(((Received.Bundle) received).run(), expected).stream()
            .filter(Finding::isFault)
            .toList();
  }

  @Test
  void everyKindHasAnotherName() {
    Map<String, Edit> byKind = new TreeMap<>();
    Edits.ALL.forEach(edit -> byKind.put(edit.kind(), edit));
    assertThat(byKind).hasSameSizeAs(Edits.ALL);
  }
}
