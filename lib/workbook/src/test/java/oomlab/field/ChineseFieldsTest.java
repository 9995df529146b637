package oomlab.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.field.Field.Block;
import oomlab.field.Field.Unit;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.junit.jupiter.api.Test;

class ChineseFieldsTest {
  /** What stays as it is: numbers, names with a sign or a capital in them, and known words. */
  private static final Pattern KEPT =
      Pattern.compile(
          "-?[\\w/.]*[0-9_/][\\w/]*|\\w*[A-Z]\\w*[A-Z]\\w*|\\w+([.]\\w+)+|[a-z]+-(vm|rss)|kB"
              + "|kswapd|khugepaged|mlock|tmpfs|cpuset|slab|zram|zsmalloc|zswap|lockdep|kmemcheck");

  /** What Chinese says in Latin letters, though the English does not. */
  private static final Set<String> ALSO = Set.of("cpu", "oom", "shrinker", "slab");

  private static final Pattern LATIN = Pattern.compile("[A-Za-z0-9_]+");

  @Test
  void everyMeaningUnitAndBlockIsTranslatedAndNothingElse() throws IOException {
    assertThat(entries().keySet()).containsExactlyInAnyOrderElementsOf(english());
  }

  @Test
  void numbersAndNamesStay() throws IOException {
    assertThat(entries())
        .allSatisfy(
            (english, chinese) -> {
              assertThat(chinese).containsPattern("[\\p{IsHan}]|^kB$");
              Set<String> may = words(LATIN, english.toLowerCase(Locale.ROOT));
              may.addAll(ALSO);
              assertThat(may).containsAll(words(LATIN, chinese.toLowerCase(Locale.ROOT)));
              assertThat(words(KEPT, chinese)).containsAll(words(KEPT, english));
            });
  }

  @Test
  void aFieldIsExplainedInChinese() {
    List<String> missing = new ArrayList<>();
    Supplier<String> all =
        () ->
            Fields.all().stream()
                .map(field -> field.toString().replace(field.name(), ""))
                .collect(Collectors.joining());
    Catalog chinese = Catalog.of(Language.CHINESE, missing::add);
    assertThat(Words.in(chinese, all)).doesNotContainPattern("[a-z]+ [a-z]+ [a-z]+");
    assertThat(Words.in(chinese, () -> Fields.in(Block.TASKS, "nr_pmds").orElseThrow().toString()))
        .isEqualToNormalizingNewlines(
            """
            nr_pmds：任务表，计数
              进程的上一级页表；每个占一页。它们参与选择的计算。
              由 Linux 4.12 的 mm/oom_kill.c 中的 dump_tasks 打印。见于 Linux 4.2.8 到 4.12，3.19.8 里还没有，4.15.18 里不再有。
              也叫做 nrPmds。
            """);
    assertThat(Words.in(chinese, () -> Fields.in(Block.TASKS, "rss").orElseThrow().summary()))
        .endsWith("它参与选择的计算。单位：页。");
    assertThat(Words.in(chinese, () -> Fields.own("tasks", "role").orElseThrow()))
        .isEqualTo("是受害进程，还是请求内存的任务。");
    assertThat(Words.in(chinese, () -> Fields.unknown("rss_annon"))).startsWith("没有哪份报告");
    assertThat(missing).isEmpty();
  }

  private static Set<String> english() {
    FieldTable table = FieldTable.read();
    return Stream.of(
            Stream.of(Block.values()).map(Block::words),
            Stream.of(Unit.values()).map(Unit::english),
            table.fields.stream().map(Field::english),
            table.own.values().stream())
        .flatMap(all -> all)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> words(Pattern kind, String text) {
    return kind.matcher(text).results().map(m -> m.group()).collect(Collectors.toSet());
  }

  private static Map<String, String> entries() throws IOException {
    try (InputStream in = Catalog.class.getResourceAsStream("/oomlab/words/fields.zh.po")) {
      return Catalog.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
