package oomlab.field;

import static oomlab.internal.text.Words.words;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.internal.text.EditDistance;
import oomlab.internal.text.Words;

/** All fields of a report, as {@code fields.txt} lists them. */
public final class Fields {
  private static final int MOST_NAMES = 5;

  private static final FieldTable TABLE = FieldTable.read();
  private static final List<Field> ALL = List.copyOf(TABLE.fields);

  private Fields() {}

  /** Returns all fields in the order in which a report prints them. */
  public static List<Field> all() {
    return ALL;
  }

  /**
   * Returns the fields of this name in all blocks; empty if there is none.
   *
   * @param name the kernel's word, or a name of our JSON or tables; upper case and dashes do not
   *     matter
   */
  public static List<Field> named(String name) {
    return ALL.stream().filter(field -> field.isCalled(name)).toList();
  }

  /** Returns the field of this name in a block: the one whose own name it is before others. */
  public static Optional<Field> in(Field.Block block, String name) {
    List<Field> fields = ALL.stream().filter(field -> field.block() == block).toList();
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .or(() -> fields.stream().filter(field -> field.isCalled(name)).findFirst());
  }

  /**
   * Returns the field that a property of our JSON or a column of our tables shows; empty if it
   * shows none, or one that this table does not know.
   *
   * @param place the JSON object or the table, such as {@code tasks}
   * @param name the property or the column, such as {@code rssPages} or {@code rss_pages}
   */
  public static Optional<Field> shown(String place, String name) {
    return ALL.stream()
        .filter(field -> TABLE.places.getOrDefault(field.block(), List.of()).contains(place))
        .filter(f -> f.jsonNames().contains(name) || f.columnNames().contains(name))
        .findFirst();
  }

  /** Returns what a property or a column means that no kernel prints, such as a task's role. */
  public static Optional<String> own(String place, String name) {
    return Optional.ofNullable(TABLE.own.get(place + "." + name)).map(Words::translated);
  }

  /**
   * Says that there is no field of this name, and which names are nearest.
   *
   * @return one sentence, without a full stop
   */
  public static String unknown(String name) {
    List<String> nearest = nearest(name);
    return nearest.isEmpty()
        ? words("no report has a field \"%s\"", name)
        : words(
            "no report has a field \"%s\"; the nearest are %s",
            name, String.join(words(", "), nearest));
  }

  /** Returns the names that differ least from one that does not exist, nearest first. */
  static List<String> nearest(String name) {
    String wanted = Field.plain(name);
    Map<String, Integer> distances = new LinkedHashMap<>();
    for (Field field : ALL) {
      Stream.concat(Stream.of(field.name()), field.aliases().stream())
          .min(Comparator.comparingInt(other -> EditDistance.between(wanted, Field.plain(other))))
          .ifPresent(
              other -> distances.put(other, EditDistance.between(wanted, Field.plain(other))));
    }
    int most = Math.max(2, wanted.length() / 3);
    return distances.entrySet().stream()
        .filter(e -> e.getValue() <= most || contains(Field.plain(e.getKey()), wanted))
        .sorted(Map.Entry.comparingByValue())
        .limit(MOST_NAMES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean contains(String name, String wanted) {
    return wanted.length() > 2 && name.contains(wanted);
  }
}
