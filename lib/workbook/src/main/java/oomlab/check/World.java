package oomlab.check;

import static oomlab.internal.text.Words.words;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import oomlab.Experiment;
import oomlab.explain.Change;
import oomlab.report.OomReport;

/**
 * The parameters of one reader's exercises: another world for each name or student id, and the same
 * one whenever it is asked for.
 *
 * <p>Every value comes from a hash of the seed and of the value's own label, so that a new exercise
 * leaves the old ones as they were.
 *
 * @param seed the reader's name or id; space around it and upper case do not matter
 */
public record World(String seed) {
  private static final long MIB = 1L << 20;

  /** Logs in {@code data/wild/} whose stories the book does not tell. */
  static final List<String> WILD = List.of("alder", "birch", "cedar", "elm", "fir", "hazel");

  /**
   * Normalizes the seed.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public World {
    seed = seed.strip().toLowerCase(Locale.ROOT);
    if (seed.isEmpty()) {
      throw new IllegalArgumentException(
          words("a world needs a name: world(\"your name or student id\")"));
    }
  }

  /** Returns a whole number, both ends included. */
  public int number(String label, int least, int most) {
    return least + Math.floorMod(hash(label), most - least + 1);
  }

  /**
   * Returns one of several.
   *
   * @throws IllegalArgumentException if there is none
   */
  public <T> T pick(String label, List<T> among) {
    if (among.isEmpty()) {
      throw new IllegalArgumentException(words("there is nothing to pick for %s", label));
    }
    return among.get(number(label, 0, among.size() - 1));
  }

  /** Returns eight hexadecimal digits that tell this world from others. */
  public String code() {
    return String.format("%08x", hash("code"));
  }

  /**
   * Returns an experiment: a limit of 96 to 320 MiB, one to four threads, chunks of 4 to 16 MiB.
   */
  public Experiment experiment() {
    return Experiment.standard()
        .limit(String.valueOf(number("limit", 12, 40) * (8 * MIB)))
        .threads(number("threads", 1, 4))
        .chunk(String.valueOf(number("chunk", 2, 8) * (2 * MIB)));
  }

  /** Returns the name of a log in {@code data/wild/}, such as {@code fir.log}. */
  public String wildLog() {
    return pick("wild", WILD) + ".log";
  }

  /**
   * Returns a row of the task table that holds memory and is not the victim's.
   *
   * @throws IllegalArgumentException if there is none
   */
  public OomReport.Task row(OomReport report) {
    return pick("row", others(report));
  }

  /**
   * Returns a change of one {@code oom_score_adj}: of the victim, or of another process.
   *
   * @throws IllegalArgumentException if the report has no kill, or no other process with memory
   */
  public Change.Adj change(OomReport report) {
    try {
      boolean victims = number("whose", 0, 1) == 0;
      int pid = victims ? report.kill().orElseThrow().pid() : pick("whom", others(report)).pid();
      int size = number("adj", 5, 99) * 10;
      return new Change.Adj(pid, victims ? -size : size);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(words("this report names no victim"), e);
    }
  }

  private static List<OomReport.Task> others(OomReport report) {
    int victim = report.kill().map(OomReport.Kill::pid).orElse(-1);
    return report.tasks().stream()
        .filter(t -> t.pid() != victim && t.tgid().orElse(t.pid()) != victim)
        .filter(t -> t.rssPages().orElse(0) + t.swapents().orElse(0) > 0)
        .filter(t -> t.oomScoreAdj().orElse(0) != -1000)
        .toList();
  }

  private int hash(String label) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("oomlab\n" + seed + "\n" + label).getBytes(StandardCharsets.UTF_8));
      return HexFormat.fromHexDigits(HexFormat.of().formatHex(digest, 0, 4));
    } catch (NoSuchAlgorithmException e) {
      // java.security.MessageDigest: every Java platform has SHA-256.
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return words("world %s of \"%s\": %s", code(), seed, experiment());
  }
}
