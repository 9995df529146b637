package oomlab.graded;

import static oomlab.internal.text.Words.words;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import oomlab.check.World;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Words;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/**
 * A report for one reader's exercises, made from a recorded one: other processes with other sizes
 * and adjustments on a machine, or in a group, of another size. The sums fit, and the victim is the
 * one that the kernel of the recorded report would choose.
 *
 * <p>It is an exercise, and says so in its first line: no kernel wrote it.
 *
 * @param origin the recorded report that it is made from, in words
 * @param lines its lines, in the form of the recorded log
 */
public record Variant(String origin, List<String> lines) {
  private static final long DAY_MICROS = 86_400_000_000L;

  /** The tests of a class of students ask for the same ones again and again. */
  private static final int REMEMBERED = 100;

  private static final Map<World, Variant> MADE = remembering();
  private static final Map<Variant, OomReport> READ = remembering();

  /** Makes the list unmodifiable. */
  public Variant {
    lines = List.copyOf(lines);
  }

  /** Makes the report of this world: the same one for the same seed. */
  public static Variant of(World world) {
    return MADE.computeIfAbsent(world, Variant::made);
  }

  private static Variant made(World world) {
    BaseLog log = world.pick("report", BaseLog.ALL);
    Random random = new Random(world.number("cast", 0, Integer.MAX_VALUE - 1));
    VariantTaskTable taskTable = TaskTableGenerator.of(log, random);
    long later = (long) (random.nextDouble() * DAY_MICROS);
    return new Variant(log.origin(), LogRewriter.of(log, taskTable, later));
  }

  /** Says what this is, in two sentences. */
  public String sentence() {
    return words(
        "Made for an exercise from %s: its processes, their numbers and the sums are invented,"
            + " the form and the rule are the recorded kernel's. No kernel wrote this report.",
        words(origin));
  }

  /** Returns it as the text of a log; the first line says that it was made. */
  public String text() {
    // The same file in every language.
    String first = "# " + Words.in(Catalog.ENGLISH, this::sentence);
    return first + "\n" + String.join("\n", lines) + "\n";
  }

  /** Returns it as read by the parser. */
  public OomReport report() {
    return READ.computeIfAbsent(this, made -> OomReports.parse(made.text()).get(0));
  }

  /** Returns a map that forgets what was asked for least lately. */
  private static <K, V> Map<K, V> remembering() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
          }
        });
  }

  /**
   * Returns the same as if the log had ended with the task table: whom the kernel chose must be
   * worked out.
   */
  public OomReport undecided() {
    String head =
        lines.stream()
            .takeWhile(line -> !line.contains("oom-kill:") && !line.contains(" process "))
            .collect(Collectors.joining("\n"));
    return OomReports.parse(head + "\n").get(0);
  }

  @Override
  public String toString() {
    return sentence();
  }
}
