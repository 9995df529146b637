package oomlab.internal.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the tables of this package. {@code # BLOCK} begins a block and {@code @ function file} says
 * who prints what follows. A field is a line and its meaning, indented, on the next:
 *
 * <pre>
 * name; unit; not yet &lt; first - last &gt; no longer; other names
 *   Meaning.
 * </pre>
 */
final class FieldTable {
  private static final Pattern PRINTED =
      Pattern.compile("(?:(\\S+) < )?(\\S+) - (\\S+)(?: > (\\S+))?");

  private final List<Field> fields = new ArrayList<>();
  private Field.Block block = Field.Block.TRIGGER;
  private String function = "";
  private String file = "";

  private FieldTable() {}

  static List<Field> read(String table) {
    FieldTable reader = new FieldTable();
    List<String> lines = table.lines().toList();
    for (int i = 0, next; i < lines.size(); i = next) {
      next = i + 1;
      while (next < lines.size() && lines.get(next).startsWith(" ")) {
        next++;
      }
      reader.read(lines.get(i), String.join(" ", strip(lines.subList(i + 1, next))));
    }
    return reader.fields;
  }

  private void read(String line, String meaning) {
    if (line.startsWith("# ")) {
      block = Field.Block.valueOf(line.substring(2));
    } else if (line.startsWith("@ ")) {
      List<String> words = List.of(line.split(" "));
      function = words.get(1);
      file = words.get(2);
    } else {
      List<String> parts = strip(List.of(line.split(";")));
      List<String> aliases = parts.size() > 3 ? List.of(parts.get(3).split(" ")) : List.of();
      fields.add(
          new Field(
              block,
              parts.get(0),
              unit(parts.get(1)),
              meaning,
              function,
              file,
              printed(parts.get(2)),
              aliases));
    }
  }

  private static Field.Unit unit(String word) {
    return Arrays.stream(Field.Unit.values())
        .filter(unit -> unit.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no unit \"" + word + "\""));
  }

  private static Field.Printed printed(String text) {
    Matcher match = PRINTED.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "no kernels in \"%s\"", text));
    }
    return new Field.Printed(
        Optional.ofNullable(match.group(1)),
        match.group(2),
        match.group(3),
        Optional.ofNullable(match.group(4)));
  }

  private static List<String> strip(List<String> lines) {
    return lines.stream().map(String::strip).toList();
  }
}
