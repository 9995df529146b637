package oomlab.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Joins the parts of a command line. */
final class Arguments {
  private Arguments() {}

  @SafeVarargs
  static List<String> join(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}
