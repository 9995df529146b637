package oomlab.lms;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds whose submission a table means: by a platform's id, a submission's name, or a student's.
 */
final class DeliveryIndex {
  private final Map<String, Set<Delivery>> byId = new HashMap<>();
  private final Map<String, Set<Delivery>> byName = new HashMap<>();

  DeliveryIndex(Collection<Delivery> deliveries) {
    for (Delivery each : deliveries) {
      each.id().ifPresent(id -> add(byId, id, each));
      Stream.of(each.name(), each.student())
          .map(DeliveryIndex::letters)
          .distinct()
          .forEach(name -> add(byName, name, each));
    }
  }

  private static void add(Map<String, Set<Delivery>> map, String key, Delivery delivery) {
    if (!key.isEmpty()) {
      map.computeIfAbsent(key, k -> new HashSet<>()).add(delivery);
    }
  }

  /** Returns the only one of a platform's id, such as {@code 1234567}. */
  Optional<Delivery> ofId(String id) {
    return only(byId.getOrDefault(id.strip(), Set.of()));
  }

  /**
   * Returns the only one of a name; spaces, commas and the like do not matter, as Canvas leaves
   * them out.
   */
  Optional<Delivery> ofName(String name) {
    return only(byName.getOrDefault(letters(name), Set.of()));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]", "");
  }

  private static Optional<Delivery> only(Set<Delivery> found) {
    return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
  }
}
