package oomlab.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oomlab.field.Field;
import oomlab.field.Fields;

/** Shows what a word of a report means, once for each block that it stands in. */
final class FieldView {
  private FieldView() {}

  static MimeBundle of(String name) {
    List<Field> fields = Fields.named(name);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(Fields.unknown(name));
    }
    String html = String.join("", fields.stream().map(FieldView::html).toList());
    return MimeBundle.html(html, String.join("\n", fields.stream().map(Field::toString).toList()));
  }

  private static String html(Field field) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("where", field.block().words());
    facts.put("unit", field.unit().word());
    facts.put("means", field.meaning());
    facts.put(
        "printed by",
        "%s in %s of Linux %s".formatted(field.function(), field.file(), field.version()));
    facts.put("kernels read", field.printed().sentence());
    if (!field.aliases().isEmpty()) {
      facts.put("also called", String.join(", ", field.aliases()));
    }
    return Html.strong(field.name()) + Html.facts(facts);
  }
}
