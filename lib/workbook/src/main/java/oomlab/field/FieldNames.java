package oomlab.field;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import oomlab.field.Field.Block;
import oomlab.field.Field.Unit;

/**
 * The names of a field beside the kernel's.
 *
 * @param json the properties of our JSON that hold it
 * @param aliases all, those of our JSON among them
 */
record FieldNames(List<String> json, List<String> aliases) {
  /** Blocks whose fields our JSON names after the unit. */
  private static final Set<Block> RENAMED =
      EnumSet.of(Block.COUNTERS, Block.NODE, Block.ZONE, Block.TASKS, Block.KILL, Block.REAPER);

  /** Blocks whose fields our JSON names as the kernel does. */
  private static final Set<Block> KEPT =
      EnumSet.of(Block.MEMCG_LINE, Block.MEMCG_V1_STAT, Block.MEMCG_STAT);

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern LATER_WORD = Pattern.compile("_(.)");

  /**
   * {@code isolated(anon)} in kB is {@code isolatedAnonKb} in JSON, if no other name is given, and
   * also found as {@code isolatedAnon}, {@code isolated_anon} and {@code isolated_anon_kb}.
   *
   * @param given other names, those of JSON with a dot before them
   */
  static FieldNames of(Block block, String name, Unit unit, List<String> given) {
    List<String> json = new ArrayList<>();
    Set<String> aliases = new LinkedHashSet<>();
    for (String other : given) {
      String plain = other.startsWith(".") ? other.substring(1) : other;
      aliases.add(plain);
      if (!plain.equals(other)) {
        json.add(plain);
      }
    }
    if (RENAMED.contains(block) && !name.contains(" ")) {
      String plain = BETWEEN_WORDS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
      String column = plain.replace(' ', '_');
      for (String alias : List.of(column, withUnit(column, unit))) {
        aliases.add(camel(alias));
        aliases.add(alias);
      }
      if (json.isEmpty()) {
        json.add(camel(withUnit(column, unit)));
      }
    } else if (KEPT.contains(block)) {
      json.add(name);
    }
    aliases.remove(name);
    return new FieldNames(List.copyOf(json), List.copyOf(aliases));
  }

  /** {@code rss} in pages becomes {@code rss_pages}; {@code pages_scanned} stays as it is. */
  static String withUnit(String column, Unit unit) {
    String suffix = unit.suffix();
    boolean has = suffix.isEmpty() || ("_" + column + "_").contains("_" + suffix + "_");
    return has ? column : column + "_" + suffix;
  }

  private static String camel(String column) {
    return LATER_WORD.matcher(column).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
  }
}
