package oomlab.handin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CopiesTest {
  private static final Path DATA = Path.of("notebooks/data");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  /** Edits after which a copy is still a copy. */
  private record Disguise(String what, Consumer<Forged> how) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Disguise samples(String what, Consumer<List<long[]>> how) {
    return new Disguise(
        what,
        f -> {
          List<long[]> rows = f.samples();
          how.accept(rows);
          f.word("startedAt", "2026-12-01T10:00:00Z").samples(rows).sampler();
        });
  }

  /** Stretches every time of the announcements too: nothing but the samples can tell. */
  private static Forged stretched(Forged f, double by) {
    List<long[]> rows = f.samples();
    rows.forEach(row -> row[0] = Math.round(row[0] * by));
    return f.word("startedAt", "2026-12-01T10:00:00Z")
        .samples(rows)
        .sampler()
        .number("nanos", v -> Math.round(v * by));
  }

  static Stream<Disguise> disguises() {
    return Stream.of(
        new Disguise("as it is", f -> {}),
        new Disguise(
            "another start and boot",
            f ->
                f.word("startedAt", "2026-12-01T10:00:00Z")
                    .word("bootId", "11111111-2222-4333-8444-555555555555")),
        new Disguise(
            "other pids",
            f ->
                f.word("startedAt", "2026-12-01T10:00:00Z")
                    .everywhere(t -> t.replaceAll("\\b" + f.pid() + "\\b", "7788"))),
        samples("shifted", rows -> rows.forEach(row -> row[0] += 12_345_678)),
        samples("scaled", rows -> rows.forEach(row -> row[2] = Math.round(row[2] * 1.07))),
        samples("cut at the end", rows -> rows.subList(rows.size() * 2 / 3, rows.size()).clear()),
        samples("cut at the start", rows -> rows.subList(0, rows.size() / 3).clear()),
        samples(
            "one row in ten deleted",
            rows -> {
              for (int i = rows.size() - 1; i > 0; i -= 10) {
                rows.remove(i);
              }
            }),
        new Disguise(
            "rows in another order",
            f -> {
              List<long[]> rows = f.samples();
              Collections.shuffle(rows, new Random(3));
              f.word("startedAt", "2026-12-01T10:00:00Z").samples(rows);
            }),
        new Disguise("stretched", f -> stretched(f, 1.2)),
        new Disguise(
            "samples gone but three",
            f -> {
              List<long[]> rows = new ArrayList<>(f.samples().subList(0, 3));
              f.word("startedAt", "2026-12-01T10:00:00Z").samples(rows);
            }),
        new Disguise(
            "log moved",
            f ->
                f.word("startedAt", "2026-12-01T10:00:00Z")
                    .edit(
                        "kmsg.log",
                        t ->
                            Pattern.compile("(?m)^(\\d+,\\d+),(\\d+),")
                                .matcher(t)
                                .replaceAll(
                                    r ->
                                        r.group(1)
                                            + ","
                                            + (Long.parseLong(r.group(2)) + 77_000_000)
                                            + ","))));
  }

  @ParameterizedTest
  @MethodSource("disguises")
  void disguisedCopyIsFound(Disguise disguise) throws IOException {
    for (String name : List.of("first-kill", "huge-pages", "limit-group", "guest-x86_64")) {
      Path original = DATA.resolve(name);
      Forged copy = Forged.read(original);
      disguise.how().accept(copy);
      Path made = folder.resolve(name);
      copy.write(made);
      Optional<String> reason =
          Copies.reason(
              Fingerprint.of(Run.loadHandedIn(original)), Fingerprint.of(Run.loadHandedIn(made)));
      assertThat(reason).as(name).isPresent();
      assertThat(reason.get()).as(name).endsWith(".");
    }
  }

  /**
   * Three of them come from the same saved guest: one boot id, one kernel, one set of addresses.
   */
  @Test
  void honestRunsOfOneMachineAndOfOneGuestImageAreNoCopies() throws IOException {
    List<Fingerprint> all = HandInTest.recordings().map(d -> Fingerprint.of(Run.load(d))).toList();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        assertThat(Copies.reason(all.get(i), all.get(j))).as("%d and %d", i, j).isEmpty();
      }
    }
  }

  @Test
  void twoWhoHandInTheBooksRunAreNoCopiesOfEachOther() {
    Fingerprint book = Fingerprint.of(Run.load(DATA.resolve("first-kill")));
    assertThat(Copies.find(new TreeMap<>(Map.of("ada", book, "bob", book)))).isEmpty();
  }

  @Test
  void bothNamesAndTheReasonAreReported() {
    assertThat(new Copies.Copy("ada", "bob", "every number is the same."))
        .hasToString("ada and bob handed in the same run: every number is the same.");
  }
}
