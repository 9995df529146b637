package oomlab.handin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import oomlab.check.World;
import oomlab.testing.Cgroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real runs of students of different seeds: none is suspected, and each kind of edit is found.
 *
 * <p>A few runs by default. For 200 of them, and the table in {@code target/hand-in.txt}: {@code
 * mvn verify -Dit.test=CatchRateIT -Doomlab.handin.runs=200}.
 */
@Timeout(300)
class CatchRateIT {
  private static final int RUNS = Integer.getInteger("oomlab.handin.runs", 4);
  private static final int EACH = 40;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  /** How often a kind of edit was tried, and what found it. */
  private static final class Tally {
    private int tried;
    private int faults;
    private int copies;
    private int neither;
  }

  @BeforeEach
  void needsACgroup() throws IOException {
    Cgroups.needed();
  }

  @Test
  void honestRunsFitAndEditsAreFound() throws IOException, InterruptedException {
    List<World> worlds = new ArrayList<>();
    List<Forged> honest = new ArrayList<>();
    List<Finding> alarms = new ArrayList<>();
    List<Fingerprint> prints = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      World world = world(i);
      Path made = folder.resolve("honest-" + i);
      world.experiment().run().save(made);
      worlds.add(world);
      honest.add(Forged.read(made));
      Received received = HandIns.read(made);
      alarms.addAll(faults(received, world));
      prints.add(Fingerprint.of(((Received.Bundle) received).run()));
      // The kernel prints ten reports in five seconds (mm/oom_kill.c, oom_rs), and then holds back.
      Thread.sleep(RUNS > 8 ? 400 : 0);
    }
    Map<String, Fingerprint> byName = new TreeMap<>();
    prints.forEach(print -> byName.put("student-" + byName.size(), print));
    List<Copies.Copy> copies = Copies.find(byName);

    Map<Edit, Tally> tallies = new TreeMap<>((a, b) -> order(a) - order(b));
    for (Edit edit : Edits.ALL) {
      Tally tally = tallies.computeIfAbsent(edit, e -> new Tally());
      for (int i = 0; i < Math.min(RUNS, EACH); i++) {
        int own = (i * 7 + order(edit)) % RUNS;
        int other = (own + 1) % RUNS;
        count(tally, edit, own, other, honest, worlds, prints);
      }
    }
    String table = table(alarms, copies, tallies);
    Files.writeString(Path.of("target/hand-in.txt"), table);
    System.out.println(table);

    assertThat(alarms).isEmpty();
    assertThat(copies).isEmpty();
    int tried = 0;
    int found = 0;
    for (var tally : tallies.entrySet()) {
      tried += tally.getKey().caught() ? tally.getValue().tried : 0;
      found += tally.getKey().caught() ? tally.getValue().faults : 0;
    }
    assertThat(found).as("of %d edits", tried).isGreaterThanOrEqualTo(tried * 95 / 100);
  }

  private void count(
      Tally tally,
      Edit edit,
      int own,
      int other,
      List<Forged> honest,
      List<World> worlds,
      List<Fingerprint> prints)
      throws IOException {
    Forged mine = honest.get(own).copy();
    boolean theirs = edit.how().edit(mine, honest.get(other), new Random(own)) == Edit.Claim.OTHER;
    World claimed = worlds.get(theirs ? other : own);
    boolean changed = !mine.sameAs(honest.get(own));
    boolean wrong = theirs && !claimed.experiment().equals(worlds.get(own).experiment());
    if (!changed && !wrong) {
      return;
    }
    Path made = folder.resolve("edited");
    mine.write(made);
    Received received = HandIns.read(made);
    boolean fault = !faults(received, claimed).isEmpty();
    boolean copy =
        received instanceof Received.Bundle bundle
            && Copies.reason(prints.get(own), Fingerprint.of(bundle.run())).isPresent();
    tally.tried++;
    tally.faults += fault ? 1 : 0;
    tally.copies += copy ? 1 : 0;
    tally.neither += fault || copy ? 0 : 1;
  }

  private static int order(Edit edit) {
    return Edits.ALL.indexOf(edit);
  }

  private static World world(int student) {
    return new World("student-" + student);
  }

  private static List<Finding> faults(Received received, World world) {
    return received instanceof Received.Broken broken
        ? List.of(broken.finding())
        : HandIn.examine(((Received.Bundle) received).run(), world).stream()
            .filter(Finding::isFault)
            .toList();
  }

  private static String table(
      List<Finding> alarms, List<Copies.Copy> copies, Map<Edit, Tally> tallies) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%d honest runs: %d faults, %d copies%n%-58s %6s %6s %6s %8s%n",
            RUNS,
            alarms.size(),
            copies.size(),
            "edit",
            "tried",
            "fault",
            "copy",
            "neither"));
    alarms.forEach(finding -> out.append("  ").append(finding).append('\n'));
    copies.forEach(copy -> out.append("  ").append(copy).append('\n'));
    tallies.forEach(
        (edit, t) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "%-58s %6d %6d %6d %8d%n",
                    edit.kind(),
                    t.tried,
                    t.faults,
                    t.copies,
                    t.neither)));
    return out.toString();
  }
}
