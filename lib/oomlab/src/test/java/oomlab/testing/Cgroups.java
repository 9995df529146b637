package oomlab.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;

/** Where this machine lets a test make a memory cgroup. */
public final class Cgroups {
  private Cgroups() {}

  /** Returns the place, or skips the test with the reason why there is none. */
  public static Place needed() throws IOException {
    Optional<Place> place = MemoryCgroups.best(Path.of("/"));
    Needs.that(
        place.isPresent(),
        MemoryCgroups.places(Path.of("/")).stream()
            .map(Place::reason)
            .distinct()
            .collect(Collectors.joining("; ", "no memory cgroup can be used here: ", "")));
    return place.orElseThrow();
  }
}
