package oomlab.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import oomlab.field.Field.Block;
import oomlab.field.Field.Unit;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static final String VERSION = "\\d+\\.\\d+(\\.\\d+)*(-rc\\d+)?";

  @Test
  void everyFieldIsComplete() {
    for (Field field : Fields.all()) {
      String what = field.toString();
      assertThat(field.name()).as(what).isNotBlank();
      assertThat(field.meaning()).as(what).matches("[A-Z0-9].{10,}[^.]\\.").doesNotContain("  ");
      assertThat(field.function()).as(what).matches("[a-z_][a-z_0-9]*");
      assertThat(field.file()).as(what).matches("(mm|lib|kernel|arch)/[\\w/-]+\\.c");
      assertThat(field.version()).as(what).matches(VERSION);
      assertThat(field.printed().first()).as(what).matches(VERSION);
      field.printed().notYet().ifPresent(v -> assertThat(v).as(what).matches(VERSION));
      field.printed().noLonger().ifPresent(v -> assertThat(v).as(what).matches(VERSION));
      assertThat(field.aliases()).as(what).doesNotContain(field.name(), "");
    }
    assertThat(Fields.all()).hasSizeGreaterThan(400);
  }

  @Test
  void noBlockHasANameTwice() {
    Set<String> seen = new HashSet<>();
    for (Field field : Fields.all()) {
      assertThat(seen.add(field.block() + " " + field.name())).as(field.toString()).isTrue();
    }
    assertThat(Fields.all().stream().map(Field::block)).contains(Block.values());
  }

  @Test
  void fieldsStandInTheOrderOfTheReport() {
    assertThat(Fields.all()).extracting(Field::block).isSorted();
  }

  @Test
  void malformedEntryIsRefusedWithTheNumberOfItsLine() {
    String head = "[TASKS]\n@ dump_tasks mm/oom_kill.c\n";
    String meaning = "\n  Memory that the process holds.\n";
    assertThat(FieldTable.read(head + "rss; pages; 2.6.24 - 7.1.5" + meaning).fields).hasSize(1);
    refused(head + "rss" + meaning, 3, "not two to four parts between semicolons");
    refused(head + "role; tasks tasks" + meaning, 3, "stands twice in tasks");
    refused(head + "rss; page; 2.6.24 - 7.1.5" + meaning, 3, "no unit \"page\"");
    refused(head + "rss; pages; 2.6.24" + meaning, 3, "no kernels in \"2.6.24\"");
    refused(head + "\nrss; pages; 2.6.24 - 7.1.5", 4, "no meaning below it");
    refused(head + meaning, 3, "indented lines below it");
    refused("[TASK]\n", 1, "Block.TASK");
    refused("[TASKS\n", 1, "not [BLOCK] or [BLOCK: places]");
    refused("[TASKS]\n@ dump_tasks\n", 2, "not a function and its file");
    refused(
        "[TASKS]\nrss; pages; 2.6.24 - 7.1.5" + meaning,
        2,
        "no block or nobody who prints it above it");
    refused(
        "@ f mm/f.c\nrss; pages; 2.6.24 - 7.1.5" + meaning,
        2,
        "no block or nobody who prints it above it");
  }

  private static void refused(String text, int line, String why) {
    assertThatThrownBy(() -> FieldTable.read(text))
        .hasMessageStartingWith("fields.txt, line " + line + ": ")
        .hasMessageContaining(why);
  }

  @Test
  void sameWordInAnotherBlockHasItsOwnUnit() {
    assertThat(unit(Block.COUNTERS, "free")).isEqualTo(Unit.PAGES);
    assertThat(unit(Block.ZONE, "free")).isEqualTo(Unit.KB);
    assertThat(unit(Block.TASKS, "rss")).isEqualTo(Unit.PAGES);
    assertThat(unit(Block.MEMCG_LINE, "rss")).isEqualTo(Unit.KB);
    assertThat(unit(Block.MEMCG_V1_STAT, "rss")).isEqualTo(Unit.BYTES);
    assertThat(unit(Block.COUNTERS, "pagetables")).isEqualTo(Unit.PAGES);
    assertThat(unit(Block.KILL, "pgtables")).isEqualTo(Unit.KB);
    assertThat(unit(Block.TASKS, "pgtables_bytes")).isEqualTo(Unit.BYTES);
    assertThat(unit(Block.MEMCG_STAT, "pgfault")).isEqualTo(Unit.COUNT);
  }

  @Test
  void fieldIsFoundUnderEachOfItsNames() {
    for (String name : List.of("total_vm", "totalVmPages", "TOTAL_VM_PAGES")) {
      assertThat(Fields.named(name)).as(name).extracting(Field::name).contains("total_vm");
    }
    assertThat(Fields.named("activeAnonPages")).extracting(Field::block).contains(Block.COUNTERS);
    assertThat(Fields.named("free_kb")).extracting(Field::block).contains(Block.ZONE);
    assertThat(Fields.named("anon-rss")).extracting(Field::block).contains(Block.KILL);
    assertThat(Fields.named("isolated_anon_kb")).extracting(Field::name).contains("isolated(anon)");
    assertThat(Fields.named("gfp_kernel")).extracting(Field::name).containsExactly("GFP_KERNEL");
    assertThat(Fields.named("lowmem_reserve")).hasSize(1);
    assertThat(Fields.named("")).isEmpty();
  }

  @Test
  void spellingOfTodayIsFoundBeforeAnOlderOne() {
    assertThat(Fields.in(Block.COUNTERS, "activeAnonPages").orElseThrow().name())
        .isEqualTo("active_anon");
    assertThat(Fields.in(Block.KILL, "totalVmKb").orElseThrow().name()).isEqualTo("total-vm");
  }

  @Test
  void namesOfJsonAndTablesCarryTheUnit() {
    Field swapents = Fields.in(Block.TASKS, "swapents").orElseThrow();
    assertThat(swapents.jsonNames()).containsExactly("swapents");
    assertThat(swapents.columnNames()).containsExactly("swapents_pages");
    assertThat(Fields.shown("zones", "isolatedAnonKb").orElseThrow().columnNames())
        .containsExactly("isolated_anon_kb");
    assertThat(Fields.shown("zones", "pages_scanned").orElseThrow().unit()).isEqualTo(Unit.PAGES);
    assertThat(Fields.shown("tasks", "rss")).isEmpty();
    assertThat(Fields.shown("zones", "rss_pages")).isEmpty();
    assertThat(Fields.own("tasks", "role").orElseThrow()).startsWith("Whether this is the victim");
    assertThat(Fields.own("kills", "role")).isEmpty();
  }

  @Test
  void unknownNameIsAnsweredWithTheNearest() {
    assertThat(Fields.nearest("total_wm").get(0)).isEqualTo("total_vm");
    assertThat(Fields.nearest("GFP_KERNAL").get(0)).isEqualTo("GFP_KERNEL");
    assertThat(Fields.unknown("rss_annon"))
        .startsWith("no report has a field \"rss_annon\"; the nearest are rss_anon");
    assertThat(Fields.unknown("qqqqqqqqqqqqqqqqqqq")).doesNotContain("nearest");
    assertThat(Fields.nearest("")).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void fieldReadsWellAsText() {
    assertThat(Fields.in(Block.TASKS, "nr_pmds").orElseThrow().toString().lines())
        .containsExactly(
            "nr_pmds: task table, count",
            "  The process's page tables of the level above; each is one page. They count in the"
                + " choice.",
            "  Printed by dump_tasks in mm/oom_kill.c of Linux 4.12. In Linux 4.2.8 to 4.12, not"
                + " yet in 3.19.8, no longer in 4.15.18.",
            "  Also called nrPmds.");
  }

  private static Unit unit(Block block, String name) {
    return Fields.in(block, name).orElseThrow().unit();
  }
}
