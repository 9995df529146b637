package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.field.Field;
import oomlab.field.Field.Block;
import oomlab.field.Fields;
import tech.tablesaw.api.Table;

/**
 * What the kernel's words in a table of {@link oomlab.table.Tables} mean, found by the table's name
 * together with the word: {@code free} counts pages in one table and kB in another.
 *
 * @param columns meanings of headings
 * @param rows meanings of the words in the first column
 */
record TableGlossary(Map<String, Word> columns, Map<String, Word> rows) {
  static final TableGlossary NONE = new TableGlossary(Map.of(), Map.of());

  private static final Map<String, List<Block>> ROW_BLOCKS =
      Map.of(
          "mem_info", List.of(Block.COUNTERS, Block.SWAP, Block.TOTALS, Block.MEMCG),
          "memcg_stat", List.of(Block.MEMCG_STAT, Block.MEMCG_V1_STAT, Block.MEMCG_LINE));

  /**
   * A word with its meaning.
   *
   * @param meaning its meaning and unit, as a tooltip shows them
   * @param anchor where the cheat sheet has it; empty for words that no kernel prints
   */
  record Word(String meaning, Optional<String> anchor) {
    private static Word of(Field field) {
      return new Word(field.summary(), Optional.of(field.anchor()));
    }
  }

  static TableGlossary of(Table table) {
    if (table.name() == null) { // A reader's own: Table.create(columns)
      return NONE;
    }
    Map<String, Word> columns = new LinkedHashMap<>();
    for (String column : table.columnNames()) {
      Fields.own(table.name(), column)
          .map(meaning -> new Word(meaning, Optional.empty()))
          .or(() -> Fields.shown(table.name(), column).map(Word::of))
          .ifPresent(word -> columns.put(column, word));
    }
    Map<String, Word> rows = new LinkedHashMap<>();
    if (ROW_BLOCKS.containsKey(table.name()) && table.containsColumn("name")) {
      List<String> words = table.stringColumn("name").asList();
      for (String word : words) {
        meaning(rowBlocks(table.name(), words), word).ifPresent(found -> rows.put(word, found));
      }
    }
    return new TableGlossary(columns, rows);
  }

  /** Returns the words with their meanings, folded away: for readers who cannot point. */
  String html() {
    Map<String, String> all = new LinkedHashMap<>();
    columns.forEach((name, word) -> all.put(name, word.meaning()));
    rows.forEach((name, word) -> all.put(name, word.meaning()));
    return all.isEmpty() ? "" : Html.folded(words("what these words mean"), Html.facts(all));
  }

  /** The two versions share words; only the first says {@code cache}. */
  private static List<Block> rowBlocks(String table, List<String> words) {
    List<Block> blocks = ROW_BLOCKS.getOrDefault(table, List.of());
    return words.contains("cache") ? List.of(Block.MEMCG_V1_STAT, Block.MEMCG_LINE) : blocks;
  }

  private static Optional<Word> meaning(List<Block> blocks, String word) {
    return blocks.stream()
        .flatMap(
            block -> Fields.in(block, word).or(() -> Fields.in(block, word + "Pages")).stream())
        .findFirst()
        .map(Word::of);
  }
}
