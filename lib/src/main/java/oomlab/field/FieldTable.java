package oomlab.field;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code fields.txt}, whose first lines say how it is written. */
final class FieldTable {
  private static final String FILE = "fields.txt";
  private static final Pattern PRINTED =
      Pattern.compile("(?:(\\S+) < )?(\\S+) - (\\S+)(?: > (\\S+))?");

  private final List<Field> fields = new ArrayList<>();
  private Optional<Field.Block> block = Optional.empty();
  private List<String> source = List.of();

  private FieldTable() {}

  static List<Field> read() {
    try (InputStream in = FieldTable.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not on the class path");
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a text that is written like the file.
   *
   * @throws IllegalArgumentException with the number of the line, if one is malformed
   */
  static List<Field> read(String text) {
    FieldTable table = new FieldTable();
    List<String> lines = text.lines().toList();
    for (int i = 0, next; i < lines.size(); i = next) {
      next = i + 1;
      while (next < lines.size() && lines.get(next).startsWith(" ")) {
        next++;
      }
      try {
        table.read(lines.get(i), String.join(" ", strip(lines.subList(i + 1, next))));
      } catch (IllegalArgumentException e) {
        String where = "%s, line %d: %s".formatted(FILE, i + 1, e.getMessage());
        throw new IllegalArgumentException(where, e);
      }
    }
    return List.copyOf(table.fields);
  }

  private void read(String line, String meaning) {
    boolean field = !line.isEmpty() && "#[@".indexOf(line.charAt(0)) < 0;
    check(field != meaning.isEmpty(), field ? "no meaning below it" : "indented lines below it");
    if (line.startsWith("[")) {
      check(line.endsWith("]"), "no ] at its end");
      block = Optional.of(Field.Block.valueOf(line.substring(1, line.length() - 1)));
    } else if (line.startsWith("@")) {
      source = List.of(line.substring(1).strip().split(" +"));
      check(source.size() == 2, "not a function and its file");
    } else if (field) {
      fields.add(field(strip(List.of(line.split(";"))), meaning));
    }
  }

  private Field field(List<String> parts, String meaning) {
    check(parts.size() == 3 || parts.size() == 4, "not three or four parts between semicolons");
    check(source.size() == 2, "nobody who prints it above it");
    return new Field(
        block.orElseThrow(() -> new IllegalArgumentException("no block above it")),
        parts.get(0),
        unit(parts.get(1)),
        meaning,
        source.get(0),
        source.get(1),
        printed(parts.get(2)),
        parts.size() > 3 ? List.of(parts.get(3).split(" +")) : List.of());
  }

  private static Field.Unit unit(String word) {
    return Arrays.stream(Field.Unit.values())
        .filter(unit -> unit.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no unit \"%s\"".formatted(word)));
  }

  private static Field.Printed printed(String text) {
    Matcher match = PRINTED.matcher(text);
    check(match.matches(), "no kernels in \"%s\"".formatted(text));
    return new Field.Printed(
        Optional.ofNullable(match.group(1)),
        match.group(2),
        match.group(3),
        Optional.ofNullable(match.group(4)));
  }

  private static void check(boolean right, String wrong) {
    if (!right) {
      throw new IllegalArgumentException(wrong);
    }
  }

  private static List<String> strip(List<String> lines) {
    return lines.stream().map(String::strip).toList();
  }
}
