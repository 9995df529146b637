package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.field.Field;
import oomlab.field.Field.Block;
import oomlab.field.Field.Unit;
import oomlab.field.Fields;
import oomlab.internal.text.TextWidth;
import oomlab.report.LineKind;
import oomlab.report.OomReport;

/**
 * Shows every field of a report on one page: a report with the name of each block, the fields to
 * know first, and folded below them all the others by block.
 */
final class CheatSheet {
  /** The notebook that shows it; headings of tables lead there. */
  static final String NOTEBOOK = "91-cheat-sheet.ipynb";

  private static final String TABLE =
      "<table style=\"border-collapse:collapse;margin:0 0 10px;border:0;width:100%;"
          + "font-size:12.5px;line-height:1.35;table-layout:fixed\">"
          + "<colgroup><col style=\"width:31%\"><col style=\"width:17%\"><col></colgroup>\n"
          + "<tbody>\n";
  private static final String CELL =
      "<td style=\"padding:2px 6px 2px 0;border:0;text-align:left;vertical-align:top;"
          + "white-space:normal;overflow-wrap:anywhere\">";
  private static final String LINE =
      " style=\"font:11.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;"
          + "white-space:nowrap;overflow:hidden;text-overflow:ellipsis\">";
  private static final int MOST_LETTERS = 150;

  /** The words that a reader needs first, by block; the sheet shows them in this order. */
  private static final Map<Block, List<String>> FIRST = first();

  /** Which block a kind of line belongs to; kinds that hold no field are left out. */
  private static final Map<LineKind, Block> BLOCKS = blocks();

  private CheatSheet() {}

  static MimeBundle of(OomReport example) {
    Set<Field> shown = new HashSet<>();
    StringBuilder html = new StringBuilder();
    html.append(Html.strong(words("Where things stand in a report")));
    html.append(map(example));
    List<Field> essential = essential();
    html.append(Html.strong(words("The %d fields to know first", essential.size())));
    for (Map.Entry<Block, List<Field>> part : byBlock(essential).entrySet()) {
      html.append(Html.note(part.getKey().words()));
      html.append(TABLE);
      part.getValue().forEach(field -> row(html, field, shown.add(field)));
      html.append("</tbody></table>\n");
    }
    html.append(Html.strong(words("All %d fields, block by block", Fields.all().size())));
    for (Map.Entry<Block, List<Field>> part : byBlock(Fields.all()).entrySet()) {
      StringBuilder table = new StringBuilder(TABLE);
      part.getValue().forEach(field -> row(table, field, shown.add(field)));
      int count = part.getValue().size();
      html.append("<div id=\"").append(part.getKey().anchor()).append("\">\n");
      html.append(
          Html.folded(
              words(count == 1 ? "%s: %d field" : "%s: %d fields", part.getKey().words(), count),
              table.append("</tbody></table>\n").toString()));
      html.append("</div>\n");
    }
    return MimeBundle.html(html.toString(), plain(essential));
  }

  /** Returns the fields to know first. */
  static List<Field> essential() {
    return FIRST.entrySet().stream()
        .flatMap(
            part ->
                part.getValue().stream().map(name -> Fields.in(part.getKey(), name).orElseThrow()))
        .toList();
  }

  private static Map<Block, List<Field>> byBlock(List<Field> fields) {
    return fields.stream()
        .collect(Collectors.groupingBy(Field::block, LinkedHashMap::new, Collectors.toList()));
  }

  /** The first line of each block, cut where it does not fit, under the block's name. */
  private static String map(OomReport example) {
    StringBuilder html = new StringBuilder();
    Set<Block> seen = new HashSet<>();
    for (OomReport.Line line : example.lines()) {
      Block block = BLOCKS.get(line.kind());
      if (block != null && !line.text().endsWith(":") && seen.add(block)) {
        String text = line.text().strip();
        html.append(
            "<div style=\"border-left:3px solid rgba(128,128,128,.35);padding:1px 0 1px 10px;margin:3px 0\">");
        html.append("<a href=\"#").append(block.anchor()).append("\" style=\"font-size:12px\">");
        html.append(Html.escape(block.words())).append("</a>\n<div");
        html.append(Html.english()).append(LINE);
        html.append(Html.escape(text.substring(0, Math.min(text.length(), MOST_LETTERS))));
        html.append("</div></div>\n");
      }
    }
    return html.toString();
  }

  private static void row(StringBuilder html, Field field, boolean here) {
    html.append(here ? "<tr id=\"%s\"".formatted(field.anchor()) : "<tr");
    html.append(" style=\"background:none\">").append(CELL).append("<strong>");
    html.append(Html.escape(field.name())).append("</strong></td>").append(CELL);
    html.append(field.unit() == Unit.NONE ? "" : field.unit().word()).append("</td>").append(CELL);
    html.append(Html.escape(field.meaning()));
    html.append(" <span style=\"opacity:.75;font-size:11px\">");
    html.append(Html.escape(source(field))).append("</span></td></tr>\n");
  }

  private static String source(Field field) {
    Field.Printed printed = field.printed();
    List<String> parts = new ArrayList<>(List.of(field.function(), field.file()));
    parts.add(
        words(
            printed.first().equals(printed.last()) ? "Linux %s" : "Linux %s to %s",
            printed.first(),
            printed.last()));
    printed.noLonger().ifPresent(version -> parts.add(words("no longer in %s", version)));
    return Prose.clauses(parts);
  }

  private static String plain(List<Field> essential) {
    List<String> lines = new ArrayList<>();
    lines.add(
        words("The %d fields to know first; field(\"word\") tells any other.", essential.size()));
    for (Field field : essential) {
      lines.add(
          TextWidth.padded(field.block().words(), 22)
              + " %-16s %s".formatted(field.name(), field.summary()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static Map<Block, List<String>> first() {
    Map<Block, List<String>> first = new EnumMap<>(Block.class);
    first.put(Block.TRIGGER, List.of("invoked oom-killer", "gfp_mask", "order", "oom_score_adj"));
    first.put(
        Block.COUNTERS,
        List.of(
            "active_anon",
            "inactive_anon",
            "active_file",
            "inactive_file",
            "slab_unreclaimable",
            "shmem",
            "pagetables",
            "free"));
    first.put(Block.ZONE, List.of("free", "min", "low", "high", "managed", "lowmem_reserve[]"));
    first.put(Block.BUDDY, List.of("count*size"));
    first.put(Block.SWAP, List.of("Free swap", "Total swap"));
    first.put(Block.TOTALS, List.of("pages RAM", "pages reserved"));
    first.put(
        Block.MEMCG, List.of("memory: usage", "memory: limit", "memory: failcnt", "swap: usage"));
    first.put(Block.MEMCG_STAT, List.of("anon", "file"));
    first.put(
        Block.TASKS,
        List.of("pid", "total_vm", "rss", "pgtables_bytes", "swapents", "oom_score_adj", "name"));
    first.put(Block.CHOICE, List.of("score"));
    first.put(
        Block.KILL,
        List.of("Killed process", "total-vm", "anon-rss", "file-rss", "shmem-rss", "pgtables"));
    first.put(Block.SUMMARY, List.of("constraint", "oom_memcg", "task_memcg"));
    first.put(Block.REAPER, List.of("reaped process"));
    return first;
  }

  private static Map<LineKind, Block> blocks() {
    Map<LineKind, Block> blocks = new EnumMap<>(LineKind.class);
    for (LineKind kind : LineKind.values()) {
      Stream.of(Block.values())
          .filter(block -> block.name().equals(kind.name()))
          .findFirst()
          .ifPresent(block -> blocks.put(kind, block));
    }
    blocks.put(LineKind.RAM, Block.TOTALS);
    blocks.put(LineKind.TASK_HEADER, Block.TASKS);
    blocks.put(LineKind.MEMCG_USAGE, Block.MEMCG);
    return blocks;
  }
}
