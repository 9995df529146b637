package oomlab.field;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code fields.txt}, whose first lines say how it is written. */
final class FieldTable {
  private static final String FILE = "fields.txt";
  private static final Pattern BLOCK = Pattern.compile("\\[(\\w+)(?:: (.*))?\\]");
  private static final Pattern SEMICOLON = Pattern.compile(" *; *");
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final Pattern PRINTED =
      Pattern.compile("(?:(\\S+) < )?(\\S+) - (\\S+)(?: > (\\S+))?");

  /** In the order of the file. */
  final List<Field> fields = new ArrayList<>();

  /** The JSON objects and tables that show the fields of a block. */
  final Map<Field.Block, List<String>> places = new EnumMap<>(Field.Block.class);

  /** What names of ours mean that no kernel prints, by place and name: {@code tasks.role}. */
  final Map<String, String> own = new HashMap<>();

  private Field.Block block = Field.Block.TRIGGER;
  private List<String> source = List.of();

  private FieldTable() {}

  static FieldTable read() {
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
  static FieldTable read(String text) {
    FieldTable table = new FieldTable();
    List<String> lines = text.lines().toList();
    for (int i = 0, next; i < lines.size(); i = next) {
      next = i + 1;
      while (next < lines.size() && lines.get(next).startsWith(" ")) {
        next++;
      }
      try {
        table.read(lines.get(i), meaning(lines.subList(i + 1, next)));
      } catch (IllegalArgumentException e) {
        String where = "%s, line %d: %s".formatted(FILE, i + 1, e.getMessage());
        throw new IllegalArgumentException(where, e);
      }
    }
    return table;
  }

  private void read(String line, String meaning) {
    boolean entry = !line.isEmpty() && "#[@".indexOf(line.charAt(0)) < 0;
    check(entry != meaning.isEmpty(), entry ? "no meaning below it" : "indented lines below it");
    if (entry) {
      List<String> parts = List.of(SEMICOLON.split(line));
      switch (parts.size()) {
        case 2 -> own(parts.get(0), words(parts.get(1)), meaning);
        case 3 -> field(parts, List.of(), meaning);
        case 4 -> field(parts, words(parts.get(3)), meaning);
        default -> check(false, "not two to four parts between semicolons");
      }
    } else if (line.startsWith("[")) {
      Matcher match = BLOCK.matcher(line);
      check(match.matches(), "not [BLOCK] or [BLOCK: places]");
      block = Field.Block.valueOf(match.group(1));
      places.put(block, match.group(2) == null ? List.of() : words(match.group(2)));
    } else if (line.startsWith("@")) {
      source = words(line.substring(1).strip());
      check(source.size() == 2, "not a function and its file");
    }
  }

  private void own(String name, List<String> in, String meaning) {
    for (String place : in) {
      check(own.put(place + "." + name, meaning) == null, "stands twice in " + place);
    }
  }

  private void field(List<String> parts, List<String> given, String meaning) {
    check(!places.isEmpty() && !source.isEmpty(), "no block or nobody who prints it above it");
    String name = parts.get(0);
    Field.Unit unit = unit(parts.get(1));
    FieldNames names = FieldNames.of(block, name, unit, given);
    fields.add(
        new Field(
            block,
            name,
            unit,
            meaning,
            source.get(0),
            source.get(1),
            printed(parts.get(2)),
            names.json(),
            names.aliases()));
  }

  private static Field.Unit unit(String word) {
    return Arrays.stream(Field.Unit.values())
        .filter(unit -> unit.english().equals(word))
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

  private static String meaning(List<String> lines) {
    return String.join(" ", lines.stream().map(String::strip).toList());
  }

  private static List<String> words(String text) {
    return List.of(SPACES.split(text));
  }
}
