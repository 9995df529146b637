package oomlab.field;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oomlab.internal.text.ColumnName;
import oomlab.internal.text.Words;

/**
 * One field of a report. The same word in another block is another field: {@code free} counts pages
 * in the counters and kB in a zone.
 *
 * @param block the part of the report that it stands in
 * @param name the kernel's word, as printed
 * @param unit what its number counts
 * @param english what {@link #meaning} says, in the language of {@code fields.txt}
 * @param function the kernel function that prints it
 * @param file the function's file in the kernel's source, at {@link #version}
 * @param printed the kernels whose source was read for it
 * @param jsonNames the properties of our JSON that hold it, such as {@code rssPages}
 * @param aliases other names: those of our JSON and tables, and short ones
 */
public record Field(
    Block block,
    String name,
    Unit unit,
    String english,
    String function,
    String file,
    Printed printed,
    List<String> jsonNames,
    List<String> aliases) {

  /** Returns one or two sentences for a reader who meets the word for the first time. */
  public String meaning() {
    return Words.translated(english);
  }

  /** Returns what the columns of our tables call it, such as {@code rss_pages}. */
  public List<String> columnNames() {
    return jsonNames.stream().map(json -> FieldNames.withUnit(ColumnName.of(json), unit)).toList();
  }

  /** Returns the kernel version at which {@link #function} prints it in {@link #file}. */
  public String version() {
    return printed.last();
  }

  /** Returns its name on the cheat sheet's page, such as {@code field-tasks-rss}. */
  public String anchor() {
    return "field-" + block.slug() + "-" + name.replaceAll("\\W+", " ").strip().replace(' ', '-');
  }

  /** Returns the unit and the meaning in a line, as a tooltip shows them. */
  public String summary() {
    return unit == Unit.NONE ? meaning() : words("%s Unit: %s.", meaning(), unit.word());
  }

  /** Returns all of it as a few lines of text, the first one its name, block and unit. */
  @Override
  public String toString() {
    String head =
        unit == Unit.NONE
            ? words("%s: %s", name, block.words())
            : words("%s: %s, %s", name, block.words(), unit.word());
    String source =
        words("Printed by %s in %s of Linux %s. %s", function, file, version(), printed.sentence());
    String others = words("Also called %s.", String.join(words(", "), aliases));
    return "%s%n  %s%n  %s%n".formatted(head, meaning(), source)
        + (aliases.isEmpty() ? "" : "  %s%n".formatted(others));
  }

  /** Whether this is one of its names; upper case and dashes do not matter. */
  boolean isCalled(String wanted) {
    return plain(name).equals(plain(wanted))
        || aliases.stream().anyMatch(alias -> plain(alias).equals(plain(wanted)));
  }

  static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** A part of a report, in the order in which it is printed. */
  public enum Block {
    /** {@code X invoked oom-killer: ...}. */
    TRIGGER("first line"),
    /** Names in the gfp mask of the first line. */
    GFP("gfp flag"),
    /** {@code X cpuset=/ mems_allowed=0}. */
    CPUSET("cpuset line"),
    /** {@code CPU: 1 PID: 783 Comm: oom ...}. */
    CPU("CPU line"),
    /** Counters of the whole machine. */
    COUNTERS("counters of the machine"),
    /** {@code Node 0 active_anon:...}. */
    NODE("node line"),
    /** {@code Node 0 DMA free:...}, with {@code lowmem_reserve[]}. */
    ZONE("zone line"),
    /** Per-CPU page lists. */
    PER_CPU("per-CPU lists"),
    /** Free blocks of a zone. */
    BUDDY("free blocks of a zone"),
    /** {@code hugepages_total=...}. */
    HUGEPAGES("huge pages line"),
    /** Page cache and swap. */
    SWAP("swap lines"),
    /** All pages of the machine. */
    TOTALS("totals of the machine"),
    /** Unreclaimable slab caches. */
    SLAB("slab list"),
    /** Memory allocation profile. */
    ALLOCATIONS("allocation profile"),
    /** The lines about a memory cgroup's limits. */
    MEMCG("memory cgroup"),
    /** Statistics on one line (up to 5.2). */
    MEMCG_LINE("memory cgroup statistics on one line"),
    /** Statistics of version 1, one on each line. */
    MEMCG_V1_STAT("memory.stat, version 1"),
    /** Statistics of version 2, one on each line. */
    MEMCG_STAT("memory.stat, version 2"),
    /** The task table. */
    TASKS("task table"),
    /** {@code Kill process N (x) score ...}. */
    CHOICE("choice line"),
    /** {@code Killed process N (x) ...}. */
    KILL("kill line"),
    /** {@code oom-kill:constraint=...}. */
    SUMMARY("summary line"),
    /** {@code oom_reaper: ...}. */
    REAPER("reaper line");

    private final String words;

    Block(String words) {
      this.words = words;
    }

    /** Returns what the block is called in a sentence. */
    public String words() {
      return Words.translated(words);
    }

    /** Returns its name on the cheat sheet's page, such as {@code block-tasks}. */
    public String anchor() {
      return "block-" + slug();
    }

    private String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What a field's number counts. */
  public enum Unit {
    /** Pages of memory, 4 kB each on most machines. */
    PAGES("pages", "pages"),
    /** 1024 bytes. */
    KB("kB", "kb"),
    /** Bytes. */
    BYTES("bytes", "bytes"),
    /** A number of things or events, which the meaning names. */
    COUNT("count", ""),
    /** Thousandths. */
    PER_MILLE("per mille", ""),
    /** A name, a list, yes or no, or a number that counts nothing. */
    NONE("none", "");

    private final String word;
    private final String suffix;

    Unit(String word, String suffix) {
      this.word = word;
      this.suffix = suffix;
    }

    /** Returns the unit's name. */
    public String word() {
      return Words.translated(word);
    }

    /** Returns its name in {@code fields.txt}. */
    String english() {
      return word;
    }

    String suffix() {
      return suffix;
    }
  }

  /**
   * The kernels that print a field, as far as their source was read. The release that began or
   * ended it lies between two of them; distributions may differ.
   *
   * @param notYet the last kernel read before it that does not print it; empty if none was read
   * @param first the first kernel read that prints it
   * @param last the last kernel read that prints it
   * @param noLonger the first kernel read after it that does not print it; empty if the newest does
   */
  public record Printed(
      Optional<String> notYet, String first, String last, Optional<String> noLonger) {

    /** Returns it as a sentence. */
    public String sentence() {
      String range = first.equals(last) ? first : words("%s to %s", first, last);
      String before = notYet.map(v -> words(", not yet in %s", v)).orElse("");
      String after = noLonger.map(v -> words(", no longer in %s", v)).orElse("");
      return words("In Linux %s%s%s.", range, before, after);
    }
  }
}
