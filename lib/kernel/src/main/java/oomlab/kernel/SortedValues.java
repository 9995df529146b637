package oomlab.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sets and maps that were sorted by a comparator, which cannot be sent: they come in its order, and
 * are sorted by Java's own comparator of the same order if there is one.
 */
final class SortedValues {
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final List<Comparator<Object>> KNOWN =
      List.of(
          (Comparator) Comparator.naturalOrder(),
          (Comparator) Comparator.reverseOrder(),
          (Comparator) String.CASE_INSENSITIVE_ORDER);

  private SortedValues() {}

  /** Tells whether something is sorted by a comparator. */
  static boolean isOne(Object value) {
    return (value instanceof SortedMap<?, ?> map && map.comparator() != null)
        || (value instanceof SortedSet<?> set && set.comparator() != null);
  }

  /** A map whose comparator is not known. */
  private static final class OrderedMap extends LinkedHashMap<@Nullable Object, @Nullable Object> {
    private static final long serialVersionUID = 1;

    OrderedMap(Map<@Nullable Object, @Nullable Object> map) {
      super(map);
    }
  }

  /** A set whose comparator is not known. */
  private static final class OrderedSet extends LinkedHashSet<@Nullable Object> {
    private static final long serialVersionUID = 1;

    OrderedSet(Collection<@Nullable Object> all) {
      super(all);
    }
  }

  /** Returns what a map in the order of its comparator is here. */
  static Map<@Nullable Object, @Nullable Object> map(Map<@Nullable Object, @Nullable Object> map) {
    for (Comparator<Object> each : KNOWN) {
      try {
        Map<@Nullable Object, @Nullable Object> sorted = new TreeMap<>(each);
        sorted.putAll(map);
        if (new ArrayList<>(sorted.keySet()).equals(new ArrayList<>(map.keySet()))) {
          return sorted;
        }
      } catch (ClassCastException | NullPointerException otherKeys) {
        // It sorts keys of other classes.
      }
    }
    return new OrderedMap(map);
  }

  /** Returns what a set in the order of its comparator is here. */
  static Collection<@Nullable Object> set(Collection<@Nullable Object> set) {
    for (Comparator<Object> each : KNOWN) {
      try {
        Collection<@Nullable Object> sorted = new TreeSet<>(each);
        sorted.addAll(set);
        if (new ArrayList<>(sorted).equals(new ArrayList<>(set))) {
          return sorted;
        }
      } catch (ClassCastException | NullPointerException otherElements) {
        // It sorts elements of other classes.
      }
    }
    return new OrderedSet(set);
  }

  /**
   * Checks that something can be sorted anew.
   *
   * @throws ClassCastException in one sentence, if its order would be lost by it
   */
  static void check(Object value, Class<?> type) {
    boolean sorted =
        SortedMap.class.isAssignableFrom(type) || SortedSet.class.isAssignableFrom(type);
    if (sorted && (value instanceof OrderedMap || value instanceof OrderedSet)) {
      throw new ClassCastException(
          "its order is that of a comparator, which cannot be sent: "
              + (value instanceof Map ? "a LinkedHashMap" : "a LinkedHashSet")
              + " keeps an order, and Comparator.reverseOrder() is known");
    }
  }
}
