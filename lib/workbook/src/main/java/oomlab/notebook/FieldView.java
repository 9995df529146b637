package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oomlab.field.Field;
import oomlab.field.Fields;

/**
 * Shows what a word of a report means: with all that is known of it where it stands in one block,
 * else a line for each block and the rest folded below it.
 */
final class FieldView {
  private FieldView() {}

  static MimeBundle of(String name) {
    List<Field> fields = Fields.named(name);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(Fields.unknown(name));
    }
    List<String> html = new ArrayList<>();
    for (Field field : fields) {
      html.add(
          fields.size() == 1
              ? Html.strong(field.name()) + Html.facts(facts(field))
              : Html.folded(
                  words("%s, %s: %s", field.name(), field.block().words(), field.meaning()),
                  Html.facts(facts(field))));
    }
    return MimeBundle.html(
        String.join("", html), String.join("\n", fields.stream().map(Field::toString).toList()));
  }

  private static Map<String, String> facts(Field field) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(words("where"), field.block().words());
    facts.put(words("unit"), field.unit().word());
    facts.put(words("means"), field.meaning());
    facts.put(
        words("printed by"),
        words("%s in %s of Linux %s", field.function(), field.file(), field.version()));
    facts.put(words("kernels read"), field.printed().sentence());
    if (!field.aliases().isEmpty()) {
      facts.put(words("also called"), Prose.list(field.aliases()));
    }
    return facts;
  }
}
